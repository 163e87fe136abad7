/** When something shall be done again and again: a name, a rhythm, a zone. Makes a schedule or changes one. */
import { html } from './html.js'
import { reactive } from './libraries.js'
import { api, ifVersion, once } from './api.js'
import { Dialog } from './Dialog.js'
import { Button } from './elements.js'
import { Picker } from './fields/Picker.js'
import { readRhythm, RHYTHMS, weekdayName, writeRhythm } from './rhythm.js'
import { session } from './session.js'
import { t } from './texts.js'

const zones = (current) => [...new Set([current, ...Intl.supportedValuesOf('timeZone')])].sort().map((key) => ({ key, label: key.replaceAll('_', ' ') }))

export const ScheduleDialog = {
  /** `schedule` is one that is there; else `work` is `{name, job, payload}` of a new one. */
  props: { schedule: Object, work: Object },
  emits: ['answer', 'close'],
  setup(props, { emit }) {
    const { schedule } = props
    const state = reactive({
      name: schedule?.name ?? props.work.name, zone: schedule?.zone ?? session.user.zone,
      rhythm: readRhythm(schedule?.rhythm ?? '0 8 * * 1-5'), errors: {}, isBusy: false,
    })
    const key = once()
    const save = async (event, close) => {
      event.preventDefault()
      Object.assign(state, { isBusy: true, errors: {} })
      const body = { name: state.name.trim(), zone: state.zone, rhythm: writeRhythm(state.rhythm) }
      try {
        const saved = schedule
          ? await api.patch(`/scheduled-jobs/${schedule.id}`, body, { headers: ifVersion(schedule.version) })
          : await api.post('/scheduled-jobs', { ...body, job: props.work.job, payload: props.work.payload }, { headers: key })
        emit('answer', saved)
        close()
      } catch (problem) {
        state.errors = Object.keys(problem.fields).length ? problem.fields : { name: problem.message }
      } finally {
        state.isBusy = false
      }
    }
    const error = (field) => Object.entries(state.errors).filter(([name]) => name === field || (field === 'name' && !['rhythm', 'zone'].includes(name))).map(([, message]) => html`<span class="gx-error" role="alert">${message}</span>`)
    const set = (values) => Object.assign(state.rhythm, values)
    const select = (id, label, options, value, change) => html`
      <div class="gx-field"><label class="gx-label" for=${id}>${label}</label><select id=${id} class="gx-input" onChange=${(event) => change(event.target.value)}>${options.map(([key, name]) => html`<option value=${key} selected=${String(key) === String(value)}>${name}</option>`)}</select></div>`
    const rhythm = () => html`
      <div class="gx-form-grid">
        ${select('gx-rhythm-kind', t('rhythm.title'), RHYTHMS.map((kind) => [kind, t(`rhythm.kind.${kind}`)]), state.rhythm.kind, (kind) => set({ kind, text: kind === 'custom' ? writeRhythm(state.rhythm) : state.rhythm.text }))}
        ${state.rhythm.kind === 'weekly' && select('gx-rhythm-weekday', t('rhythm.weekday'), [1, 2, 3, 4, 5, 6, 0].map((day) => [day, weekdayName(day)]), state.rhythm.weekday, (weekday) => set({ weekday: Number(weekday) }))}
        ${state.rhythm.kind === 'monthly' && select('gx-rhythm-day', t('rhythm.day'), Array.from({ length: 31 }, (_, i) => [i + 1, i + 1]), state.rhythm.day, (day) => set({ day: Number(day) }))}
        ${state.rhythm.kind === 'custom'
          ? html`<div class="gx-field"><label class="gx-label" for="gx-rhythm-text">${t('rhythm.text')}</label><input id="gx-rhythm-text" class="gx-input gx-code" maxlength="100" required aria-invalid=${state.errors.rhythm ? 'true' : undefined} value=${state.rhythm.text} onInput=${(event) => set({ text: event.target.value })} />${!state.errors.rhythm && html`<span class="gx-faint gx-small">${t('rhythm.textHelp')}</span>`}</div>`
          : html`<div class="gx-field"><label class="gx-label" for="gx-rhythm-time">${t('rhythm.time')}</label><input id="gx-rhythm-time" class="gx-input" type="time" required value=${state.rhythm.time} onInput=${(event) => event.target.value && set({ time: event.target.value })} /></div>`}
      </div>
      ${state.rhythm.kind === 'monthly' && state.rhythm.day > 28 && html`<p class="gx-faint gx-small">${t('rhythm.shortMonths')}</p>`}
      ${error('rhythm')}`
    return () => html`
      <${Dialog} title=${t(schedule ? 'schedule.change' : 'schedule.make')} onClose=${() => emit('close')}>${{
        default: ({ close }) => html`
        <form id="gx-schedule" class="gx-column" onSubmit=${(event) => save(event, close)}>
          <div class="gx-field"><label class="gx-label gx-label-needed" for="gx-schedule-name">${t('schedule.name')}</label><input id="gx-schedule-name" class="gx-input" maxlength="80" required autofocus value=${state.name} onInput=${(event) => (state.name = event.target.value)} />${error('name')}</div>
          ${rhythm()}
          <div class="gx-field"><label class="gx-label" for="gx-schedule-zone">${t('settings.zone')}</label><${Picker} id="gx-schedule-zone" label=${t('settings.zone')} modelValue=${state.zone} options=${zones(state.zone)} required onUpdate:modelValue=${(zone) => (state.zone = zone)} />${error('zone')}</div>
          <p class="gx-faint gx-small">${t('schedule.help')}</p>
        </form>`,
        foot: ({ close }) => html`<${Button} kind="quiet" label=${t('action.cancel')} onClick=${close} /><${Button} type="submit" form="gx-schedule" kind="primary" label=${t('action.save')} busy=${state.isBusy} />`,
      }}<//>`
  },
}
