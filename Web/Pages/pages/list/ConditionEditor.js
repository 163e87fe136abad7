/** One condition: how a field is compared, and with what. */
import { html } from '../../parts/html.js'
import { ref, watch } from '../../parts/libraries.js'
import { fieldAt, kindOf, pathLabel } from '../../parts/catalogue.js'
import { Editor } from '../../parts/fields/Editor.js'
import { Picker } from '../../parts/fields/Picker.js'
import { findRecords } from '../../parts/fields/ReferencePicker.js'
import { entityNamed } from '../../parts/catalogue.js'
import { labelOf, ME, operatorsOf, periodLabel } from '../../parts/rules.js'
import { knownTitle } from '../../parts/titles.js'
import { t } from '../../parts/texts.js'

const PERIODS = ['today', 'yesterday', 'tomorrow', 'thisWeek', 'lastWeek', 'nextWeek', 'thisMonth', 'lastMonth', 'nextMonth', 'thisQuarter', 'lastQuarter', 'thisYear', 'lastYear', 'overdue']
const DAYS = [7, 30, 90, 180, 365]

/** Every change counts at once, what is typed after a short rest; Enter says that one is done. */
export const ConditionEditor = {
  props: { entity: Object, condition: Object, isFlat: Boolean },
  emits: ['change', 'done'],
  setup(props, { emit }) {
    const draft = ref({ ...props.condition })
    watch(() => props.condition, (condition) => (draft.value = { ...condition }))
    let timer = 0
    const set = (changes) => {
      draft.value = { ...draft.value, ...changes }
      clearTimeout(timer)
      timer = setTimeout(tell, Array.isArray(draft.value.value) ? 0 : 250)
    }
    const tell = () => {
      timer = 0
      emit('change', draft.value)
    }
    /** What was typed last counts too when somebody leaves at once. */
    const settle = () => {
      if (!timer) return
      clearTimeout(timer)
      tell()
    }
    const changeOperator = (operator) => {
      const [old, field] = [draft.value, fieldAt(props.entity, draft.value.path)]
      const kept = shapeOf(field, old.operator) === shapeOf(field, operator) ? old.value : null
      set({ operator, value: kept })
    }
    return () => {
      const { path, operator, value } = draft.value
      const field = fieldAt(props.entity, path)
      if (!field) return html`<p class="gx-error">${t('filter.unknown', { name: path })}</p>`
      return html`
        <form class=${['gx-condition', props.isFlat && 'gx-condition-flat']} onSubmit=${(event) => (event.preventDefault(), settle(), emit('done'))} onFocusout=${settle} onKeydown=${(event) => event.key === 'Escape' && settle()}>
          ${!props.isFlat && html`<span class="gx-label">${pathLabel(props.entity, path)}</span>`}
          <select class="gx-input" aria-label=${t('filter.operator')} onChange=${(event) => changeOperator(event.target.value)}>
            ${operatorsOf(field).map((name) => html`<option key=${name} value=${name} selected=${name === operator}>${labelOf(name)}</option>`)}</select>
          ${operand(props.entity, field, operator, value, (next) => set({ value: next }))}
        </form>`
    }
  },
}

/** Which input an operator asks for. */
const shapeOf = (field, operator) => (['empty', 'notEmpty'].includes(operator) ? 'none' : /within/i.test(operator) ? 'period' : /between/i.test(operator) ? 'two' : /^(in|notIn|any|notAny)$/.test(operator) ? 'many' : /contains|startsWith/i.test(operator) ? 'text' : 'one')

function operand(entity, field, operator, value, tell) {
  const plain = { ...field, required: false, kind: field.kind === 'identityNumber' ? 'text' : field.kind }
  switch (shapeOf(field, operator)) {
    case 'none': return null
    case 'text': return html`<input class="gx-input" value=${value ?? ''} aria-label=${t('filter.value')} autofocus onInput=${(event) => tell(event.target.value)} />`
    case 'two': return html`<span class="gx-row"><${Editor} field=${plain} modelValue=${value?.[0]} onUpdate:modelValue=${(next) => tell([next, value?.[1] ?? null])} />–<${Editor} field=${plain} modelValue=${value?.[1]} onUpdate:modelValue=${(next) => tell([value?.[0] ?? null, next])} /></span>`
    case 'period': return html`<${Picker} modelValue=${value} required label=${t('filter.period')} options=${periods()} create=${ownPeriod} labelOf=${periodLabel} onUpdate:modelValue=${tell} />`
    case 'many': return many(field, value ?? [], tell)
    default: return html`<${Editor} field=${plain} modelValue=${value} onUpdate:modelValue=${tell} />`
  }
}

const periods = () => [...DAYS.map((n) => `last${n}Days`), ...PERIODS, ...DAYS.slice(0, 3).map((n) => `next${n}Days`)].map((key) => ({ key, label: periodLabel(key) }))

/** A typed number means that many days back. */
const ownPeriod = async (text) => {
  const days = Number(text.replace(/\D/g, ''))
  return days > 0 && days < 36_600 ? { key: `last${days}Days`, label: periodLabel(`last${days}Days`) } : undefined
}

function many(field, value, tell) {
  if (!['reference', 'references'].includes(kindOf(field)) && !field.options) {
    return html`<${Picker} multiple modelValue=${value} options=${[]} create=${async (text) => ({ key: text, label: text })} label=${t('filter.value')} onUpdate:modelValue=${tell} />`
  }
  if (field.options) return html`<${Picker} multiple modelValue=${value} options=${field.options} label=${field.label} onUpdate:modelValue=${tell} />`
  const target = entityNamed(field.details.target)
  const me = field.details.target === 'user' ? [{ key: ME, label: t('filter.me'), icon: 'person' }] : []
  return html`<${Picker} multiple modelValue=${value} label=${field.label} labelOf=${(id) => (id === ME ? t('filter.me') : knownTitle(field.details.target, id))}
    search=${async (words) => [...(words ? [] : me), ...(await findRecords(target, words))]} onUpdate:modelValue=${tell} />`
}
