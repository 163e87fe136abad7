/** A form in a dialog. Asks before what was typed is thrown away. */
import { html } from '../html.js'
import { nextTick, onMounted, ref } from '../libraries.js'
import { ask, Dialog } from '../Dialog.js'
import { Button } from '../elements.js'
import { keyLabel } from '../keys.js'
import { t } from '../texts.js'
import { RecordForm } from './RecordForm.js'
import { useForm } from './useForm.js'

export const FormDialog = {
  /** `fields` names those that are asked for, in order, all at once; without it the entity's layout says. `whole` shows all fields of something new at once. */
  props: { entity: Object, values: Object, record: Object, fields: Array, side: Boolean, title: String, whole: Boolean },
  emits: ['answer', 'close'],
  setup(props, { emit }) {
    const entity = props.fields ? { ...props.entity, layout: { sections: [{ key: 'main', fields: props.fields }] } } : props.entity
    // Who is asked for some fields is not asked for lines.
    const form = useForm(props.fields ? { ...props.entity, lines: [] } : props.entity, props.record, props.values)
    const hasLines = form.lists.length > 0
    let isSaved = false
    const mayClose = async () => isSaved || !form.isDirty.value || (await ask({ title: t('form.discard'), text: t('form.discardHelp'), yes: t('form.discardYes'), danger: true }))
    const frame = ref(null)
    const save = async () => {
      const record = await form.save()
      if (!record) return
      isSaved = true
      emit('answer', record)
      frame.value.close()
    }
    onMounted(() => nextTick(() => setTimeout(() => {
      const first = [...document.querySelectorAll('.gx-form [data-field]')].find((place) => place.dataset.field === props.entity.title)
      first?.querySelector('input, textarea')?.focus()
    }, 80)))
    const press = (event) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save()
    }
    return () => html`
      <${Dialog} ref=${frame} wide=${!props.side} full=${hasLines} side=${props.side} title=${props.title ?? t(props.record ? 'form.edit' : 'form.create', { name: props.entity.label })} beforeClose=${mayClose} onClose=${() => emit('close')} onKeydown=${press}>${{
        default: () => html`<${RecordForm} form=${form} entity=${entity} isShort=${!props.record && !props.fields && !props.whole} />`,
        foot: ({ close }) => html`
          <${Button} kind="quiet" label=${t('action.cancel')} onClick=${close} />
          <${Button} kind="primary" label=${t('action.save')} keys=${keyLabel('mod+enter')} busy=${form.state.isBusy} onClick=${save} />`,
      }}<//>`
  },
}
