/** The input for a field's value, by its kind. Emits values as the API takes them. */
import { html } from '../html.js'
import { kindOf } from '../catalogue.js'
import { offered } from '../options.js'
import { t } from '../texts.js'
import { nameLabel, namable } from './names.js'
import { titleOf } from './Value.js'
import { AddressInput } from './AddressInput.js'
import { DateInput } from './DateInput.js'
import { Picker } from './Picker.js'
import { ReferencePicker } from './ReferencePicker.js'
import { RichTextInput } from './RichTextInput.js'

/** Reads 1,234.5 and 12.5万 as the API takes a number; what is no number is left for the server to refuse. */
export function readNumber(text) {
  const typed = text.replace(/[,，\s¥￥]/g, '')
  if (!typed) return null
  const match = /^([+-]?\d*\.?\d+)([万亿])$/.exec(typed)
  if (!match) return typed
  const [whole, decimals = ''] = match[1].split('.')
  const zeros = match[2] === '万' ? 4 : 8
  return (whole + decimals.padEnd(zeros, '0').slice(0, zeros) + (decimals.length > zeros ? '.' + decimals.slice(zeros) : '')).replace(/^([+-]?)0+(?=\d)/, '$1')
}

/** The same for a field: whole numbers travel as numbers, those with decimals as text, which is exact. */
export function readNumberOf(field, text) {
  const value = readNumber(text)
  return kindOf(field) === 'integer' && /^[+-]?\d{1,15}$/.test(value ?? '') ? Number(value) : value
}
const number = (text, field) => readNumberOf(field, text)

/** `beside` are the values among which this one stands: some choices depend on others. `settle` says that an inline editor may close: a value was picked. */
export const Editor = (props, { emit }) => {
  const { field } = props
  const tell = (value) => emit('update:modelValue', value)
  const common = { id: props.id, disabled: props.disabled, autofocus: props.autofocus, invalid: props.invalid, label: field.label }
  return (field.details.names ? named : inputs[kindOf(field)] ?? inputs.text)(props, tell, common)
}
Editor.props = ['field', 'modelValue', 'record', 'beside', 'invalid', 'disabled', 'autofocus', 'id', 'required']
Editor.emits = ['update:modelValue']

const input = (type, mode, more = {}) => ({ field, modelValue }, tell, { invalid, label, ...common }) => html`
  <input class="gx-input" type=${type} inputmode=${mode} value=${modelValue ?? ''} aria-label=${label} aria-invalid=${invalid ? 'true' : undefined} maxlength=${field.details.maximum > 0 && type === 'text' && mode === 'text' ? field.details.maximum : undefined}
    autocomplete="off" onInput=${(event) => tell((more.read ?? emptyAsNull)(event.target.value, field))} ...${common} />`

const emptyAsNull = (text) => (text.trim() === '' ? null : text)
const area = (rows) => ({ field, modelValue }, tell, { invalid, label, ...common }) => html`
  <textarea class="gx-input" rows=${rows} maxlength=${field.details.maximum} value=${modelValue ?? ''} aria-label=${label} aria-invalid=${invalid ? 'true' : undefined} onInput=${(event) => tell(emptyAsNull(event.target.value))} ...${common}></textarea>`

const named = ({ field, modelValue, beside, record, required }, tell, common) => {
  const isOne = field.details.names === 'entity'
  return html`<${Picker} multiple=${!isOne} modelValue=${modelValue ?? (isOne ? null : [])} options=${namable(field, beside ?? record)} labelOf=${(key) => nameLabel(field, key, beside ?? record)} required=${isOne && (required ?? field.required)} onUpdate:modelValue=${(value) => tell(isOne || value?.length ? value : null)} ...${common} />`
}

const inputs = {
  text: input('text', 'text'), identityNumber: input('text', 'text'), longText: area(4),
  phone: input('tel', 'tel'), mail: input('email', 'email'), url: input('url', 'url'),
  integer: input('text', 'numeric', { read: number }), decimal: input('text', 'decimal', { read: number }),
  percent: (props, tell, common) => html`<span class="gx-row">${input('text', 'decimal', { read: number })(props, tell, common)}<span class="gx-faint">%</span></span>`,
  money: ({ field, modelValue }, tell, { invalid, label, ...common }) => {
    const currency = modelValue?.currency ?? field.details.currency
    return html`
      <span class="gx-row gx-money">
        <input class="gx-input gx-number" inputmode="decimal" value=${modelValue?.amount ?? ''} aria-label=${label} aria-invalid=${invalid ? 'true' : undefined}
          onInput=${(event) => { const amount = readNumber(event.target.value); tell(amount === null ? null : { amount, currency }) }} ...${common} />
        <select class="gx-input gx-currency" aria-label=${t('field.currency')} value=${currency} disabled=${common.disabled} onChange=${(event) => modelValue && tell({ ...modelValue, currency: event.target.value })}>
          ${field.details.currencies.map((code) => html`<option value=${code} selected=${code === currency}>${code}</option>`)}</select>
      </span>`
  },
  flag: ({ field, modelValue }, tell, common) => html`
    <label class="gx-check"><input type="checkbox" id=${common.id} disabled=${common.disabled} checked=${modelValue === true} onChange=${(event) => tell(event.target.checked)} /><span>${field.label}</span></label>`,
  choice: ({ field, modelValue, beside, required }, tell, common) => html`<${Picker} modelValue=${modelValue ?? null} options=${offered(field, beside)} labelOf=${(key) => field.option[key]?.label ?? key} required=${required ?? field.required} onUpdate:modelValue=${tell} ...${common} />`,
  choices: ({ field, modelValue }, tell, common) => html`<${Picker} multiple modelValue=${modelValue ?? []} options=${field.options} onUpdate:modelValue=${tell} ...${common} />`,
  date: ({ modelValue }, tell, common) => html`<${DateInput} modelValue=${modelValue} onUpdate:modelValue=${tell} ...${common} />`,
  dateTime: ({ modelValue }, tell, common) => html`<${DateInput} withTime modelValue=${modelValue} onUpdate:modelValue=${tell} ...${common} />`,
  reference: ({ field, modelValue, record }, tell, common) => html`<${ReferencePicker} target=${field.details.target} modelValue=${modelValue ?? null} labelOf=${(id) => titleOf(record, field, id)} onUpdate:modelValue=${tell} ...${common} />`,
  references: ({ field, modelValue, record }, tell, common) => html`<${ReferencePicker} multiple target=${field.details.target} modelValue=${modelValue ?? []} labelOf=${(id) => titleOf(record, field, id)} onUpdate:modelValue=${tell} ...${common} />`,
  address: ({ modelValue }, tell, common) => html`<${AddressInput} modelValue=${modelValue} onUpdate:modelValue=${tell} ...${common} />`,
  richText: ({ modelValue }, tell, common) => html`<${RichTextInput} modelValue=${modelValue} disabled=${common.disabled} label=${common.label} onUpdate:modelValue=${(value) => tell(emptyAsNull(value))} />`,
  attachments: ({ modelValue }) => html`<span class="gx-faint">${t('value.files', { n: modelValue?.length ?? 0 })}</span>`,
  json: ({ modelValue }, tell, { invalid, label, ...common }) => html`
    <textarea class="gx-input gx-code" rows="4" value=${typeof modelValue === 'string' ? modelValue : modelValue ? JSON.stringify(modelValue, null, 2) : ''} aria-label=${label} aria-invalid=${invalid ? 'true' : undefined}
      onChange=${(event) => { try { tell(event.target.value.trim() ? JSON.parse(event.target.value) : null) } catch { tell(event.target.value) } }} ...${common}></textarea>`,
}
