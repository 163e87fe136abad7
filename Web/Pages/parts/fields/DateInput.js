/** A day, typed or picked: 2026-11-22, 20261122, 11-22, +3, 今天. With `withTime` an instant, in the user's zone. */
import { html } from '../html.js'
import { ref, Quasar } from '../libraries.js'
import { Icon } from '../elements.js'
import { addDays, instantOf, local, today } from '../format.js'
import { t } from '../texts.js'

/** Reads what people type for a day; undefined when it is none. */
export function readDay(text) {
  const typed = text.trim().toLowerCase()
  if (!typed) return null
  const words = { 今天: 0, today: 0, 明天: 1, tomorrow: 1, 昨天: -1, yesterday: -1, 后天: 2 }
  if (typed in words) return addDays(today(), words[typed])
  if (/^[+-]\d{1,4}$/.test(typed)) return addDays(today(), Number(typed))
  const match = /^(?:(\d{4})[-/.年]?)?(\d{1,2})[-/.月]?(\d{1,2})日?$/.exec(typed)
  if (!match) return undefined
  const day = [match[1] ?? today().slice(0, 4), match[2].padStart(2, '0'), match[3].padStart(2, '0')].join('-')
  return Number.isNaN(Date.parse(day)) || new Date(day).toISOString().slice(0, 10) !== day ? undefined : day
}

/** 14:30, 1430, 9 → 14:30, 14:30, 09:00; undefined when it is no time. */
export function readTime(text) {
  const match = /^(\d{1,2})(?:[:：.]?(\d{2}))?$/.exec(text.trim())
  if (!match || Number(match[1]) > 23 || Number(match[2] ?? 0) > 59) return undefined
  return `${match[1].padStart(2, '0')}:${match[2] ?? '00'}`
}

export const DateInput = {
  props: { modelValue: String, withTime: Boolean, invalid: Boolean, disabled: Boolean, autofocus: Boolean, label: String, id: String },
  emits: ['update:modelValue'],
  setup(props, { emit }) {
    const isWrong = ref(false)
    const parts = () => (!props.modelValue ? { day: '', time: '' } : props.withTime ? local(props.modelValue) : { day: props.modelValue, time: '' })
    const tell = (day, time) => {
      isWrong.value = day === undefined || time === undefined
      if (isWrong.value) return
      emit('update:modelValue', !day ? null : props.withTime ? instantOf(day, time || '09:00') : day)
    }
    return () => {
      const { day, time } = parts()
      return html`
        <span class="gx-row gx-date">
          <span class="gx-date-field">
            <input class="gx-input" id=${props.id} value=${day} placeholder=${t('date.format')} aria-label=${props.label} aria-invalid=${props.invalid || isWrong.value ? 'true' : undefined} disabled=${props.disabled} autofocus=${props.autofocus}
              autocomplete="off" onChange=${(event) => tell(readDay(event.target.value), time.slice(0, 5))} />
            <button type="button" class="gx-date-open" disabled=${props.disabled} aria-label=${t('date.pick')}><${Icon} name="event" />
              <${Quasar.QMenu} class="gx-menu" anchor="bottom right" self="top right" transition-duration=${60}>${() => html`
                <${Quasar.QDate} modelValue=${day} mask="YYYY-MM-DD" minimal today-btn first-day-of-week="1" onUpdate:modelValue=${(value) => value && tell(value, time.slice(0, 5))} />`}<//></button>
          </span>
          ${props.withTime && html`<input class="gx-input gx-time" value=${time.slice(0, 5)} placeholder="09:00" aria-label=${t('date.time')} disabled=${props.disabled} onChange=${(event) => tell(day || null, readTime(event.target.value))} />`}
        </span>`
    }
  },
}
