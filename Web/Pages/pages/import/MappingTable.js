/** Columns of the file beside the fields that they go into, with the first values of each; `isAlone` where nothing beside the row's own record is asked for. */
import { html } from '../../parts/html.js'
import { computed } from '../../parts/libraries.js'
import { kindLabel } from '../../parts/catalogue.js'
import { Picker } from '../../parts/fields/Picker.js'
import { t } from '../../parts/texts.js'
import { childrenOf, lookupsOf } from './plan.js'

export const MappingTable = {
  props: { entity: Object, preview: Object, plan: Object, targets: Array, isAlone: Boolean },
  emits: ['addChild', 'removeChild'],
  setup(props, { emit }) {
    const options = computed(() => props.targets.map(({ key, label, field, part }) => ({ key, label: label + (field.required && !part ? ' *' : ''), detail: part ? '' : kindLabel(field.kind) })))
    const fieldOf = (key) => props.targets.find((target) => target.key === key)?.field
    const isTwice = (key) => key && props.plan.columns.filter(({ target }) => target === key).length > 1
    const others = computed(() => childrenOf(props.entity).map((child) => ({ key: child.name, label: child.pluralLabel })))
    const chosen = computed(() => props.plan.children.map((child) => child.entity))
    const changeChildren = (names) => {
      for (const name of names) if (!chosen.value.includes(name)) emit('addChild', name)
      for (const name of chosen.value) if (!names.includes(name)) emit('removeChild', name)
    }
    const samples = (i) => [...new Set(props.preview.rows.map((row) => row[i]).filter(Boolean))].slice(0, 3).join(' · ')
    const row = ({ name, content }, i) => {
      const column = props.plan.columns[i]
      const field = fieldOf(column.target)
      const isReference = ['reference', 'references'].includes(field?.kind)
      return html`
        <tr key=${name} class=${!column.target && 'gx-off'}><td><b class="gx-cut">${name}</b><div class="gx-faint gx-small gx-cut gx-import-sample">${[content !== 'text' && t(`import.content.${content}`), samples(i)].filter(Boolean).join(' · ')}</div></td>
          <td class="gx-import-target"><${Picker} modelValue=${column.target} options=${options.value} label=${t('import.fieldFor', { name })} placeholder=${t('import.leaveOut')} onUpdate:modelValue=${(key) => Object.assign(column, { target: key, by: '' })} />
            ${isTwice(column.target) && html`<span class="gx-faint gx-small">${t('import.joined')}</span>`}
            ${isReference && html`<select class="gx-input" aria-label=${t('import.by')} onChange=${(event) => (column.by = event.target.value)}><option value="" selected=${!column.by}>${t('import.byCode')}</option>${lookupsOf(field).map((other) => html`<option value=${other.key} selected=${column.by === other.key}>${t('import.byField', { name: other.label })}</option>`)}</select>`}</td></tr>`
    }
    return () => html`
      <section class="gx-column"><h2>${t('import.step.columns')}</h2>
        ${others.value.length > 0 && !props.isAlone && html`<div class="gx-field gx-settings-narrow"><label class="gx-label" for="gx-import-children">${t('import.children')}</label><${Picker} id="gx-import-children" multiple modelValue=${chosen.value} options=${others.value} placeholder=${t('import.childrenNone')} onUpdate:modelValue=${changeChildren} /></div>`}
        <table class="gx-admin-rows gx-import-map"><thead><tr><th>${t('import.column')}</th><th>${t('import.field')}</th></tr></thead><tbody>${props.preview.columns.map(row)}</tbody></table>
      </section>`
  },
}
