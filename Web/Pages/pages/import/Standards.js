/** What new records get where the file says nothing: of the row's own entity, or of one that comes in the same row. */
import { html } from '../../parts/html.js'
import { computed } from '../../parts/libraries.js'
import { editableFields } from '../../parts/catalogue.js'
import { Button } from '../../parts/elements.js'
import { Editor } from '../../parts/fields/Editor.js'
import { Picker } from '../../parts/fields/Picker.js'
import { ReferencePicker } from '../../parts/fields/ReferencePicker.js'
import { t } from '../../parts/texts.js'

const NOT_AS_STANDARD = ['attachments', 'richText', 'json']

export const Standards = {
  /** `given` are the keys of fields that columns go into, `missing` the fields that must be given. */
  props: { entity: Object, defaults: Object, given: Set, missing: Array, title: String },
  setup(props) {
    const id = (key) => `gx-default-${props.entity.name}-${key}`
    const isOpen = (field) => !props.given.has(field.key) && !NOT_AS_STANDARD.includes(field.kind) && field.key !== 'owner'
    const addable = computed(() => editableFields(props.entity).filter((field) => isOpen(field) && !(field.key in props.defaults)).map((field) => ({ key: field.key, label: field.label })))
    // What is needed and missing stands there at once, to be filled.
    const fields = computed(() => [...new Set([...Object.keys(props.defaults), ...props.missing.map((field) => field.key)])].map((key) => props.entity.field[key]).filter((field) => field && isOpen(field)))
    const setOwner = (user) => {
      if (user) props.defaults.owner = user
      else delete props.defaults.owner
    }
    const owner = () => html`
      <div class="gx-field gx-settings-narrow"><label class="gx-label" for=${id('owner')}>${props.entity.field.owner.label}</label>
        <${ReferencePicker} id=${id('owner')} target="user" modelValue=${props.defaults.owner ?? null} placeholder=${t('import.ownerSelf')} onUpdate:modelValue=${setOwner} /></div>`
    const row = (field) => html`
      <div key=${field.key} class="gx-import-default"><label class=${['gx-label', field.required && 'gx-label-needed']} for=${id(field.key)}>${field.label}</label>
        <${Editor} id=${id(field.key)} field=${field} modelValue=${props.defaults[field.key]} onUpdate:modelValue=${(value) => (props.defaults[field.key] = value)} />
        ${field.key in props.defaults && html`<${Button} kind="quiet" icon="close" hint=${t('picker.remove', { name: field.label })} onClick=${() => delete props.defaults[field.key]} />`}</div>`
    return () => html`
      <div class="gx-column" role="group" aria-label=${props.title}>${props.title && html`<h3>${props.title}</h3>`}
        ${props.entity.is.owned && props.entity.can.assign && !props.given.has('owner') && owner()}
        ${fields.value.map(row)}
        <div class="gx-settings-narrow"><${Picker} modelValue=${null} options=${addable.value} label=${[t('import.addDefault'), props.title].filter(Boolean).join(' · ')} placeholder=${t('import.addDefault')} onUpdate:modelValue=${(key) => key && (props.defaults[key] = null)} /></div></div>`
  },
}
