/** What an action wants to know before it is done. */
import { html } from '../../parts/html.js'
import { reactive } from '../../parts/libraries.js'
import { Dialog } from '../../parts/Dialog.js'
import { Button } from '../../parts/elements.js'
import { Editor } from '../../parts/fields/Editor.js'
import { complaint } from '../../parts/forms/checks.js'
import { t } from '../../parts/texts.js'

export const ActionDialog = {
  props: { entity: Object, action: Object, errors: Object, values: Object },
  emits: ['answer', 'close'],
  setup(props, { emit }) {
    const fields = props.action.parameters.map((field) => ({ ...field, is: {}, option: Object.fromEntries((field.options ?? []).map((option) => [option.key, option])) }))
    const form = reactive({ values: { ...props.values }, errors: { ...props.errors } })
    const run = (close) => {
      form.errors = Object.fromEntries(fields.map((field) => [field.key, complaint(field, form.values[field.key], { isNew: true })]).filter(([, message]) => message))
      if (Object.keys(form.errors).length) return
      emit('answer', form.values)
      close()
    }
    return () => html`
      <${Dialog} title=${props.action.label} onClose=${() => emit('close')}>${{
        default: () => fields.map((field, i) => html`
          <div key=${field.key} class="gx-field"><span class=${['gx-label', field.required && 'gx-label-needed']}>${field.label}</span>
            <${Editor} field=${field} autofocus=${i === 0} modelValue=${form.values[field.key]} invalid=${Boolean(form.errors[field.key])} onUpdate:modelValue=${(value) => (form.values[field.key] = value)} />
            ${form.errors[field.key] && html`<span class="gx-error">${form.errors[field.key]}</span>`}</div>`),
        foot: ({ close }) => html`<${Button} kind="quiet" label=${t('action.cancel')} onClick=${close} /><${Button} kind="primary" label=${props.action.label} onClick=${() => run(close)} />`,
      }}<//>`
  },
}
