/** Exactly the fields that the server wants for a change, and the change once more. */
import { html } from '../html.js'
import { onMounted, reactive, ref } from '../libraries.js'
import { api, ifVersion } from '../api.js'
import { Dialog } from '../Dialog.js'
import { Button } from '../elements.js'
import { Editor } from '../fields/Editor.js'
import { t } from '../texts.js'
import { references } from './useForm.js'

export const MissingFieldsDialog = {
  props: { entity: Object, record: Object, changes: Object, problem: Object, fields: Array },
  emits: ['answer', 'close'],
  setup(props, { emit }) {
    const state = reactive({ fields: props.fields, values: {}, errors: { ...props.problem.fields }, problem: null, isBusy: false, full: null })
    const frame = ref(null)
    // A card knows a few fields only: what is already filled in is shown as it stands.
    onMounted(async () => {
      state.full = await api.get(`/${props.entity.resource}/${props.record.id}`, { expand: references(props.entity) }).catch(() => props.record)
    })
    const valueOf = (field) => (field.key in state.values ? state.values[field.key] : state.full[field.key])
    const save = async () => {
      Object.assign(state, { isBusy: true, problem: null })
      try {
        emit('answer', await api.patch(`/${props.entity.resource}/${props.record.id}`, { ...props.changes, ...state.values }, { headers: ifVersion(props.record.version) }))
        frame.value.close()
      } catch (problem) {
        state.errors = problem.fields ?? {}
        const more = Object.keys(state.errors).map((name) => props.entity.field[name.split('.')[0]]).filter((field) => field && !field.readOnly && !state.fields.includes(field))
        state.fields = [...state.fields, ...more]
        if (!Object.keys(state.errors).length) state.problem = problem
      } finally {
        state.isBusy = false
      }
    }
    return () => html`
      <${Dialog} ref=${frame} title=${t('change.title')} onClose=${() => emit('close')}>${{
        default: () => html`
          <p class="gx-prose">${t('change.text', { name: props.record[props.entity.title] ?? props.entity.label })}</p>
          ${state.full && state.fields.map((field) => html`
            <div class="gx-field" key=${field.key}><label class="gx-label gx-label-needed" for=${`gx-missing-${field.key}`}>${field.label}</label>
              <${Editor} id=${`gx-missing-${field.key}`} field=${field} record=${state.full} beside=${{ ...state.full, ...props.changes, ...state.values }} modelValue=${valueOf(field)} invalid=${Boolean(state.errors[field.key])} onUpdate:modelValue=${(value) => (state.values[field.key] = value)} />
              ${state.errors[field.key] && html`<span class="gx-error">${state.errors[field.key]}</span>`}</div>`)}
          ${state.problem && html`<p class="gx-error" role="alert">${state.problem.message}</p>`}`,
        foot: ({ close }) => html`<${Button} kind="quiet" label=${t('action.cancel')} onClick=${close} /><${Button} kind="primary" label=${t('action.save')} busy=${state.isBusy} onClick=${save} />`,
      }}<//>`
  },
}
