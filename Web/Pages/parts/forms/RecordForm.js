/** The fields of a record to fill in, in the sections of the entity's layout. */
import { html } from '../html.js'
import { computed, ref } from '../libraries.js'
import { editableFields } from '../catalogue.js'
import { Button } from '../elements.js'
import { layoutOf } from '../layout.js'
import { LineSection } from '../lines/LineSection.js'
import { t } from '../texts.js'
import { companionsOf } from './companions.js'
import { FormField } from './FormField.js'

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
    return () => html`
      <form class="gx-form" onSubmit=${(event) => event.preventDefault()} novalidate>
        ${companionsOf(props.entity.name).map((companion) => html`<${companion} form=${props.form} />`)}
        ${sections.value.map((section) => html`
          <fieldset key=${section.key} class="gx-form-section"><legend>${sections.value.length > 1 ? section.label : ''}</legend><div class="gx-form-grid">${section.fields.map((field) => html`<${FormField} key=${field.key} form=${props.form} field=${field} />`)}</div></fieldset>`)}
        ${props.form.lists.map((lines) => html`<${LineSection} key=${lines.key} lines=${lines} />`)}
        ${hasMore.value && html`<${Button} kind="quiet" icon="expand_more" label=${t('form.allFields')} onClick=${() => (showsAll.value = true)} />`}
      </form>`
  },
}
