/** What a webhook is told of: for each entity the kinds of changes, the fields that must change, and a filter. */
import { html } from '../../../parts/html.js'
import { computed } from '../../../parts/libraries.js'
import { entities, entityNamed } from '../../../parts/catalogue.js'
import { open } from '../../../parts/Dialog.js'
import { Button } from '../../../parts/elements.js'
import { Picker } from '../../../parts/fields/Picker.js'
import { t } from '../../../parts/texts.js'
import { FilterBuilder } from '../../list/FilterBuilder.js'

const KINDS = ['create', 'edit', 'delete', 'restore', 'purge']
const FIRST = 'customer'

/** What a new line begins with. */
export const newTopic = () => ({ entity: entityNamed(FIRST) ? FIRST : entities.value[0]?.name, kinds: ['create', 'edit'] })

export const TopicsEditor = {
  props: { modelValue: Array, labelledby: String },
  emits: ['update:modelValue'],
  setup(props, { emit }) {
    const choices = computed(() => entities.value.filter((entity) => !entity.retired))
    const put = (i, topic) => emit('update:modelValue', props.modelValue.map((old, j) => (j === i ? topic : old)))
    const turn = (i, kind, isOn) => {
      const topic = props.modelValue[i]
      put(i, { ...topic, kinds: KINDS.filter((name) => (name === kind ? isOn : topic.kinds.includes(name))) })
    }
    const filter = (i) => {
      const topic = props.modelValue[i]
      open(FilterBuilder, { entity: entityNamed(topic.entity), filter: topic.filter ?? null, onFilter: (rule) => put(i, { ...topic, filter: rule ?? undefined }) })
    }
    const fieldsOf = (entity) => entity.fields.filter((field) => !field.retired && !field.is.system).map((field) => ({ key: field.key, label: field.label }))
    const line = (topic, i) => {
      const entity = entityNamed(topic.entity)
      return html`
        <div key=${i} class="gx-topic" role="group" aria-label=${entity?.pluralLabel ?? topic.entity}>
          <div class="gx-row"><select class="gx-input" aria-label=${t('webhooks.entity')} onChange=${(event) => put(i, { entity: event.target.value, kinds: topic.kinds })}>
            ${!entity && html`<option value=${topic.entity} selected>${topic.entity}</option>`}
            ${choices.value.map((choice) => html`<option value=${choice.name} selected=${choice.name === topic.entity}>${choice.pluralLabel}</option>`)}</select>
            ${entity && html`<${Button} kind="quiet" icon="filter_list" label=${t(topic.filter ? 'webhooks.filtered' : 'webhooks.filter')} active=${Boolean(topic.filter)} onClick=${() => filter(i)} />`}
            <span class="gx-grow"></span>${props.modelValue.length > 1 && html`<${Button} kind="quiet" icon="close" hint=${t('webhooks.removeTopic', { name: entity?.pluralLabel ?? topic.entity })} onClick=${() => emit('update:modelValue', props.modelValue.filter((_, j) => j !== i))} />`}</div>
          <div class="gx-row gx-wrap">${KINDS.map((kind) => html`<label class="gx-check"><input type="checkbox" checked=${topic.kinds.includes(kind)} onChange=${(event) => turn(i, kind, event.target.checked)} /><span>${t(`webhooks.kind.${kind}`)}</span></label>`)}</div>
          ${entity && topic.kinds.includes('edit') && html`<div class="gx-field"><span class="gx-label">${t('webhooks.fields')}</span>
            <${Picker} multiple label=${t('webhooks.fields')} placeholder=${t('webhooks.anyField')} modelValue=${topic.fields ?? []} options=${fieldsOf(entity)} onUpdate:modelValue=${(fields) => put(i, { ...topic, fields: fields?.length ? fields : undefined })} /></div>`}
        </div>`
    }
    return () => html`<div class="gx-column" role="group" aria-labelledby=${props.labelledby}>${props.modelValue.map(line)}
      <div><${Button} kind="quiet" icon="add" label=${t('webhooks.addTopic')} onClick=${() => emit('update:modelValue', [...props.modelValue, newTopic()])} /></div></div>`
  },
}
