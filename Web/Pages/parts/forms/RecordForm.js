/** The fields of a record to fill in, in the sections of the entity's layout. */
import { html } from '../html.js'
import { computed, ref } from '../libraries.js'
import { editableFields, kindOf } from '../catalogue.js'
import { Button } from '../elements.js'
import { Editor } from '../fields/Editor.js'
import { layoutOf } from '../layout.js'
import { t } from '../texts.js'

const isWide = (field) => ['longText', 'richText', 'address', 'json', 'references'].includes(kindOf(field))

export const RecordForm = {
  /** `isShort` shows at first only what is needed or stands in lists. */
  props: { form: Object, entity: Object, isShort: Boolean },
  setup(props) {
    const showsAll = ref(!props.isShort)
    const sections = computed(() => {
      const editable = new Set(editableFields(props.entity).map((field) => field.key))
      return layoutOf(props.entity).sections
        .map((section) => ({ ...section, fields: section.fields.filter((field) => editable.has(field.key) && (showsAll.value || field.required || field.is.listed || field.is.searched || props.form.state.errors[field.key])) }))
        .filter((section) => section.fields.length)
    })
    const hasMore = computed(() => !showsAll.value)
    const field = (field) => {
      const { state } = props.form
      const id = `gx-form-${field.key}`
      const error = state.errors[field.key] ?? Object.entries(state.errors).find(([name]) => name.startsWith(field.key + '.'))?.[1]
      const isFixed = field.is.fixed && state.record
      return html`
        <div key=${field.key} class=${['gx-field', isWide(field) && 'gx-field-wide']} data-field=${field.key} onFocusout=${() => props.form.check(field)}>
          ${kindOf(field) === 'flag' ? html`<span class="gx-label"> </span>` : html`<label class=${['gx-label', field.required && 'gx-label-needed']} for=${id}>${field.label}</label>`}
          <${Editor} id=${id} field=${field} record=${state.record} modelValue=${state.values[field.key]} disabled=${Boolean(isFixed)} invalid=${Boolean(error)} onUpdate:modelValue=${(value) => props.form.set(field, value)} />
          ${error ? html`<span class="gx-error" role="alert">${error}</span>` : field.is.numbered && !state.record && html`<span class="gx-faint gx-small">${t('form.numbered')}</span>`}
        </div>`
    }
    return () => html`
      <form class="gx-form" onSubmit=${(event) => event.preventDefault()} novalidate>
        ${sections.value.map((section) => html`
          <fieldset key=${section.key} class="gx-form-section"><legend>${sections.value.length > 1 ? section.label : ''}</legend><div class="gx-form-grid">${section.fields.map(field)}</div></fieldset>`)}
        ${hasMore.value && html`<${Button} kind="quiet" icon="expand_more" label=${t('form.allFields')} onClick=${() => (showsAll.value = true)} />`}
      </form>`
  },
}
