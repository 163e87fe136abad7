/** Making or changing a webhook: where to, what it is told of, in whose name. */
import { html } from '../../../parts/html.js'
import { ref } from '../../../parts/libraries.js'
import { entityNamed } from '../../../parts/catalogue.js'
import { ask, Dialog } from '../../../parts/Dialog.js'
import { Button } from '../../../parts/elements.js'
import { FormField } from '../../../parts/forms/FormField.js'
import { useForm } from '../../../parts/forms/useForm.js'
import { t } from '../../../parts/texts.js'
import { session } from '../../../parts/session.js'
import { newTopic, TopicsEditor } from './TopicsEditor.js'

export const WebhookDialog = {
  props: { record: Object },
  emits: ['answer', 'close'],
  setup(props, { emit }) {
    const entity = entityNamed('webhook')
    const { field } = entity
    const form = useForm(entity, props.record, props.record ? {} : { topics: [newTopic()], runsAs: session.user.id })
    const frame = ref(null)
    let isSaved = false
    const save = async () => {
      const record = await form.save()
      if (!record) return
      isSaved = true
      emit('answer', record)
      frame.value.close()
    }
    const mayClose = async () => isSaved || !form.isDirty.value || ask({ title: t('form.discard'), text: t('form.discardHelp'), yes: t('form.discardYes'), danger: true })
    const show = (key, help, more = {}) => html`<${FormField} key=${key} form=${form} field=${field[key]} help=${help} ...${more} />`
    const complaints = () => [...new Set(Object.entries(form.state.errors).filter(([name]) => name.split('.')[0] === 'topics').map(([, message]) => message))]
    return () => html`
      <${Dialog} ref=${frame} wide title=${props.record ? t('form.edit', { name: entity.label }) : t('webhooks.new')} beforeClose=${mayClose} onClose=${() => emit('close')}>${{
        default: () => html`<form class="gx-form" novalidate onSubmit=${(event) => event.preventDefault()}><div class="gx-form-grid">
          ${show('name', undefined, { autofocus: true })}${show('runsAs', t('webhooks.runsAsHelp'))}
          <div class="gx-field-wide">${show('url', t('webhooks.urlHelp'))}</div>
          <div class="gx-field gx-field-wide"><span class="gx-label" id="gx-topics">${field.topics.label}</span>
            <${TopicsEditor} labelledby="gx-topics" modelValue=${form.state.values.topics ?? []} onUpdate:modelValue=${(topics) => form.set(field.topics, topics)} />
            ${complaints().map((message) => html`<span key=${message} class="gx-error" role="alert">${message}</span>`)}</div>
          ${show('isActive')}</div></form>`,
        foot: ({ close }) => html`<${Button} kind="quiet" label=${t('action.cancel')} onClick=${close} /><${Button} kind="primary" label=${t('action.save')} busy=${form.state.isBusy} onClick=${save} />`,
      }}<//>`
  },
}
