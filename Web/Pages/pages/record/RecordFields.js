/** The sections of a record; a click on a value changes it. */
import { html } from '../../parts/html.js'
import { computed, ref, watch } from '../../parts/libraries.js'
import { kindOf } from '../../parts/catalogue.js'
import { Button, Icon } from '../../parts/elements.js'
import { isEmpty, Value } from '../../parts/fields/Value.js'
import { layoutOf } from '../../parts/layout.js'
import { prefer, session } from '../../parts/session.js'
import { t } from '../../parts/texts.js'
import { CellEditor } from '../list/CellEditor.js'

/** Sections of a long page beyond the first ones are folded until somebody opens them, so that what belongs to the record is near. */
const OPEN = 4, LONG = 7
/** A mark that is not set says as little as an empty field. */
const isBlank = (field, value) => isEmpty(value) || (field.kind === 'flag' && value === false)

const isWide = (field) => ['longText', 'richText', 'address', 'json'].includes(kindOf(field))

export const RecordFields = {
  props: { entity: Object, record: Object, isNarrow: Boolean },
  emits: ['saved'],
  setup(props, { emit }) {
    const editing = ref(null)
    const showsEmpty = ref(false)
    watch(() => props.record.id, () => (editing.value = null))
    const sections = computed(() => layoutOf(props.entity).sections)
    const mayEdit = (field) => props.entity.can.edit && !field.readOnly && !field.is.fixed && field.right === 'write' && field.kind !== 'attachments' && !props.record.deletedAt
    const isFolded = (section) => session.preferences.folded?.[`${props.entity.name}.${section.key}`] ?? (section.collapsed || (sections.value.length >= LONG && sections.value.indexOf(section) >= OPEN))
    const fold = (section) => prefer('folded', { ...session.preferences.folded, [`${props.entity.name}.${section.key}`]: !isFolded(section) })
    const edit = (event, field) => {
      if (event.target.closest('a, .gx-copy') || !mayEdit(field)) return
      editing.value = field.key
    }
    const value = (field) => {
      const content = html`<${Value} field=${field} value=${props.record[field.key]} record=${props.record} entity=${props.entity} />`
      if (editing.value === field.key) return html`<${CellEditor} isBlock entity=${props.entity} field=${field} record=${props.record} onDone=${() => (editing.value = null)} onSaved=${(record) => emit('saved', record)} />`
      if (!mayEdit(field)) return html`<span class="gx-value">${content}</span>`
      return html`<span class="gx-value gx-value-open" onClick=${(event) => edit(event, field)}>${content}<button type="button" class="gx-mini gx-value-edit" aria-label=${t('list.edit', { name: field.label })} onClick=${() => (editing.value = field.key)}><${Icon} name="edit" size="small" /></button></span>`
    }
    const hidden = computed(() => sections.value.flatMap((section) => section.fields).filter((field) => isBlank(field, props.record[field.key])).length)
    return () => html`
      <div class="gx-sections">
        ${sections.value.map((section) => {
          const fields = section.fields.filter((field) => field.key !== props.entity.title || !props.isNarrow).filter((field) => showsEmpty.value || !isBlank(field, props.record[field.key]) || field.is.listed || editing.value === field.key)
          if (!fields.length) return null
          return html`
            <section key=${section.key} class="gx-section">
              <button type="button" class="gx-section-head" aria-expanded=${String(!isFolded(section))} onClick=${() => fold(section)}><h3>${section.label}</h3><${Icon} name=${isFolded(section) ? 'expand_more' : 'expand_less'} size="small" /></button>
              ${!isFolded(section) && html`<div class=${['gx-fields', (props.isNarrow || section.columns === 1) && 'gx-fields-one']}>
                ${fields.map((field) => html`<div key=${field.key} class=${['gx-field-row', isWide(field) && 'gx-field-row-wide']} data-field=${field.key}><span class="gx-field-name">${field.label}</span>${value(field)}</div>`)}</div>`}
            </section>`
        })}
        ${hidden.value > 0 && html`<${Button} kind="quiet" class="gx-flush" icon=${showsEmpty.value ? 'visibility_off' : 'visibility'} label=${t(showsEmpty.value ? 'record.hideEmpty' : 'record.showEmpty', { n: hidden.value })} onClick=${() => (showsEmpty.value = !showsEmpty.value)} />`}
      </div>`
  },
}
