/** Making a kind of record: its names, its picture, whether it has an owner, how it is numbered. */
import { html } from '../../parts/html.js'
import { ref, watch } from '../../parts/libraries.js'
import { entities, entityNamed } from '../../parts/catalogue.js'
import { ask, Dialog } from '../../parts/Dialog.js'
import { Button } from '../../parts/elements.js'
import { FormField } from '../../parts/forms/FormField.js'
import { useForm } from '../../parts/forms/useForm.js'
import { t } from '../../parts/texts.js'
import { IconPicker } from './IconPicker.js'
import { proposedKey } from './keys.js'
import { numberExample } from './numbers.js'

const LONGEST_KEY = 24

export const ObjectDialog = {
  props: { record: Object },
  emits: ['answer', 'close'],
  setup(props, { emit }) {
    const definition = entityNamed('customEntity')
    const { field } = definition
    const form = useForm(definition, props.record)
    const { values } = form.state
    const frame = ref(null)
    const isOwnKey = ref(Boolean(props.record))
    let isSaved = false
    const taken = new Set(entities.value.map((entity) => entity.name))
    watch(() => [values.nameEnglish, values.name], () => {
      if (!isOwnKey.value) values.key = values.name || values.nameEnglish ? proposedKey(values.nameEnglish, 'object', taken, LONGEST_KEY) : null
    })
    const save = async () => {
      const record = await form.save()
      if (!record) return
      isSaved = true
      emit('answer', record)
      frame.value.close()
    }
    const mayClose = async () => isSaved || !form.isDirty.value || ask({ title: t('form.discard'), text: t('form.discardHelp'), yes: t('form.discardYes'), danger: true })
    const show = (key, help) => html`<${FormField} key=${key} form=${form} field=${field[key]} help=${help} />`
    const example = () => (values.numbering ? numberExample(values.numbering) : '')
    return () => html`
      <${Dialog} ref=${frame} wide title=${props.record ? t('form.edit', { name: definition.label }) : t('objects.new')} beforeClose=${mayClose} onClose=${() => emit('close')}>${{
        default: () => html`<form class="gx-form" novalidate onSubmit=${(event) => event.preventDefault()}><div class="gx-form-grid">
          ${show('name')}${show('nameEnglish', t('fields.englishHelp'))}<div onInput=${() => (isOwnKey.value = true)}>${show('key', t('fields.keyHelp'))}</div>${show('pluralEnglish', t('objects.pluralHelp'))}
          <div class="gx-field gx-field-wide"><span class="gx-label" id="gx-object-icon">${field.icon.label}</span><${IconPicker} labelledby="gx-object-icon" modelValue=${values.icon} onUpdate:modelValue=${(icon) => form.set(field.icon, icon)} /></div>
          ${show('numbering', example() ? t('objects.numberExample', { example: example() }) : t('objects.numberHelp'))}${show('isOwned')}
          <p class="gx-faint gx-small gx-field-wide">${t('objects.titleHelp')} ${t('objects.ownedHelp')}</p></div></form>`,
        foot: ({ close }) => html`<${Button} kind="quiet" label=${t('action.cancel')} onClick=${close} /><${Button} kind="primary" label=${t('action.save')} busy=${form.state.isBusy} onClick=${save} />`,
      }}<//>`
  },
}
