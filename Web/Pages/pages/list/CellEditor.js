/** One field of a record, changed in place: Enter saves, Escape leaves it as it was. */
import { html } from '../../parts/html.js'
import { nextTick, onMounted, ref } from '../../parts/libraries.js'
import { kindOf } from '../../parts/catalogue.js'
import { Editor } from '../../parts/fields/Editor.js'
import { complaint } from '../../parts/forms/checks.js'
import { saveField } from '../../parts/forms/saveField.js'

/** What is picked rather than typed is saved as soon as it is picked. */
const isPicked = (field) => field.details.names === 'entity' || ['choice', 'reference', 'flag', 'date'].includes(kindOf(field))

export const CellEditor = {
  props: { entity: Object, field: Object, record: Object, isBlock: Boolean },
  emits: ['done', 'saved'],
  setup(props, { emit }) {
    const value = ref(props.record[props.field.key])
    const error = ref('')
    const root = ref(null)
    let isOver = false

    const finish = (steps = 0) => {
      isOver = true
      emit('done', steps)
    }
    const save = async (steps = 0) => {
      if (isOver) return
      if (JSON.stringify(value.value ?? null) === JSON.stringify(props.record[props.field.key] ?? null)) return finish(steps)
      error.value = complaint(props.field, value.value) ?? ''
      if (error.value) return
      isOver = true
      const answer = await saveField(props.entity, props.record, props.field, value.value)
      if (answer.error) {
        isOver = false
        error.value = answer.error
        return
      }
      if (answer.record) emit('saved', answer.record)
      finish(steps)
    }
    const press = (event) => {
      if (event.isComposing) return
      if (event.key === 'Escape') (event.preventDefault(), event.stopPropagation(), finish())
      else if (event.key === 'Enter' && !(kindOf(props.field) === 'longText' && !event.ctrlKey && !event.metaKey)) (event.preventDefault(), event.stopPropagation(), save(props.isBlock ? 0 : 1))
    }
    const leave = () => setTimeout(() => {
      if (!isOver && root.value && !root.value.contains(document.activeElement) && !document.activeElement?.closest('.q-menu, .gx-dialog')) save()
    }, 180)
    const change = (next) => {
      value.value = next
      error.value = ''
      if (isPicked(props.field)) nextTick(() => save())
    }
    onMounted(() => nextTick(() => {
      const input = root.value?.querySelector('input, textarea, select')
      input?.focus()
      if (input?.type === 'text') input.select()
    }))
    return () => html`
      <span ref=${root} class="gx-td gx-cell-editor" onKeydown=${press} onFocusout=${leave} onClick=${(event) => event.stopPropagation()}>
        <${Editor} field=${props.field} record=${props.record} beside=${props.record} modelValue=${value.value} invalid=${Boolean(error.value)} onUpdate:modelValue=${change} />
        ${error.value && html`<span class="gx-error gx-cell-error" role="alert">${error.value}</span>`}
      </span>`
  },
}
