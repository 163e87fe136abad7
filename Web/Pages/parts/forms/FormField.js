/** One field of a form: its name, its input, and what is wrong with it. */
import { html } from '../html.js'
import { kindOf } from '../catalogue.js'
import { Editor } from '../fields/Editor.js'
import { t } from '../texts.js'

const isWide = (field) => ['longText', 'richText', 'address', 'json', 'references'].includes(kindOf(field))

/** `form` is what `useForm` gives; `label` and `help` stand in for the field's own where a page knows better; `autofocus` is for the first of a dialog. */
export const FormField = (props) => {
  const { form, field } = props
  const { state } = form
  const id = `gx-form-${field.key}`
  const error = state.errors[field.key] ?? Object.entries(state.errors).find(([name]) => name.startsWith(field.key + '.'))?.[1]
  const isFixed = field.is.fixed && state.record
  const shown = props.label ? { ...field, label: props.label } : field
  return html`
    <div class=${['gx-field', isWide(field) && 'gx-field-wide']} data-field=${field.key} onFocusout=${() => form.check(field)}>
      ${kindOf(field) === 'flag' ? html`<span class="gx-label gx-label-empty"> </span>` : html`<label class=${['gx-label', field.required && 'gx-label-needed']} for=${id}>${shown.label}</label>`}
      <${Editor} id=${id} field=${shown} record=${state.record} beside=${state.values} modelValue=${state.values[field.key]} disabled=${Boolean(isFixed)} autofocus=${props.autofocus} invalid=${Boolean(error)} onUpdate:modelValue=${(value) => form.set(field, value)} />
      ${error ? html`<span class="gx-error" role="alert">${error}</span>` : state.notes[field.key] ? html`<span class="gx-warn gx-small" role="status">${state.notes[field.key]}</span>` : (props.help || (field.is.numbered && !state.record)) && html`<span class="gx-faint gx-small">${props.help ?? t('form.numbered')}</span>`}
    </div>`
}
FormField.props = ['form', 'field', 'label', 'help', 'autofocus']
