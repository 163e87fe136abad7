/** Where a mail belongs: a record that is there, or one that is made from it. */
import { html } from '../../parts/html.js'
import { computed, reactive, ref } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { entities, entityNamed } from '../../parts/catalogue.js'
import { Dialog } from '../../parts/Dialog.js'
import { Button } from '../../parts/elements.js'
import { createRecord } from '../../parts/forms/create.js'
import { ReferencePicker } from '../../parts/fields/ReferencePicker.js'
import { t } from '../../parts/texts.js'
import { failed } from '../../parts/toast.js'
import { addressOf, nameOf } from './words.js'

export const FileDialog = {
  props: { mail: Object },
  emits: ['answer', 'close'],
  setup(props, { emit }) {
    const frame = ref(null)
    // First what people deal with; what belongs to another record takes mails too.
    const choices = computed(() => entities.value.filter((entity) => entity.is.owned && !entity.is.published && !entity.is.attached && !entity.header && !entity.retired))
    const state = reactive({ entity: entityNamed('customer') ? 'customer' : choices.value[0]?.name, record: null, isBusy: false })
    const entity = computed(() => entityNamed(state.entity))
    const file = async (record = state.record) => {
      state.isBusy = true
      try {
        const filed = await api.post(`/mails/${props.mail.id}/file`, { entity: state.entity, record })
        emit('answer', filed)
        frame.value.close()
      } catch (problem) {
        failed(problem)
      }
      state.isBusy = false
    }
    const make = async () => {
      const field = entity.value.fields.find((field) => field.kind === 'mail' && !field.readOnly)
      const values = { [entity.value.title]: nameOf(props.mail.sender), ...(field && props.mail.sender && { [field.key]: addressOf(props.mail.sender) }) }
      const made = await createRecord(entity.value, values, { stay: true })
      if (made) await file(made.id)
    }
    return () => html`
      <${Dialog} ref=${frame} title=${t('mail.file')} onClose=${() => emit('close')}>${{
        default: () => html`
          <div class="gx-column"><p class="gx-faint">${t('mail.fileHelp', { name: props.mail.sender ?? '' })}</p>
            <label class="gx-field"><span class="gx-label">${t('mail.entity')}</span><select class="gx-input" onChange=${(event) => Object.assign(state, { entity: event.target.value, record: null })}>
              ${choices.value.map((choice) => html`<option value=${choice.name} selected=${choice.name === state.entity}>${choice.label}</option>`)}</select></label>
            <div class="gx-field"><span class="gx-label">${entity.value?.label}</span><${ReferencePicker} key=${state.entity} target=${state.entity} label=${entity.value?.label} modelValue=${state.record} onUpdate:modelValue=${(id) => (state.record = id)} /></div></div>`,
        foot: ({ close }) => html`
          ${entity.value?.can.create && html`<${Button} kind="quiet" icon="add" label=${t('mail.make', { name: entity.value.label })} onClick=${make} />`}<span class="gx-grow"></span>
          <${Button} kind="quiet" label=${t('action.cancel')} onClick=${close} /><${Button} kind="primary" label=${t('mail.fileHere')} disabled=${!state.record} busy=${state.isBusy} onClick=${() => file()} />`,
      }}<//>`
  },
}
