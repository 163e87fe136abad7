/** Columns of the file beside the fields that they go into, with the first values of each. */
import { html } from '../../parts/html.js'
import { computed, ref } from '../../parts/libraries.js'
import { entityNamed, kindLabel } from '../../parts/catalogue.js'
import { Button, Chip } from '../../parts/elements.js'
import { Picker } from '../../parts/fields/Picker.js'
import { exactNumber } from '../../parts/format.js'
import { t } from '../../parts/texts.js'
import { targetsOf } from './columns.js'

const SHOWN_ROWS = 20

export const MappingTable = {
  props: { entity: Object, table: Object, plan: Object, fileName: String },
  setup(props) {
    const showsRows = ref(false)
    const targets = computed(() => targetsOf(props.entity))
    const options = computed(() => targets.value.map(({ key, label, field, part }) => ({ key, label: label + (field.required && !part ? ' *' : ''), detail: part ? '' : kindLabel(field.kind) })))
    const fieldOf = (key) => targets.value.find((target) => target.key === key)?.field
    const isTwice = (key) => key && props.plan.columns.filter(({ target }) => target === key).length > 1
    /** By what a reference is looked up: the fields of the other entity that tell records apart. */
    const lookups = (field) => {
      const target = entityNamed(field?.details.target)
      return (target?.fields ?? []).filter((other) => !other.is.system && ['text', 'phone', 'mail', 'identityNumber'].includes(other.kind) && (other.is.unique || other.is.searched || other.is.indexed))
    }
    const samples = (i) => [...new Set(props.table.rows.slice(0, SHOWN_ROWS).map((row) => row[i]).filter(Boolean))].slice(0, 3).join(' · ')
    const row = (header, i) => {
      const column = props.plan.columns[i]
      const field = fieldOf(column.target)
      const isReference = field && ['reference', 'references'].includes(field.kind)
      return html`
        <tr key=${i} class=${!column.target && 'gx-off'}><td><b class="gx-cut">${header || t('import.noHeader')}</b><div class="gx-faint gx-small gx-cut gx-import-sample">${samples(i)}</div></td>
          <td class="gx-import-target"><${Picker} modelValue=${column.target} options=${options.value} label=${t('import.fieldFor', { name: header })} placeholder=${t('import.leaveOut')} disabled=${!header} onUpdate:modelValue=${(key) => Object.assign(column, { target: key, by: '' })} />
            ${isTwice(column.target) && html`<span class="gx-faint gx-small">${t('import.joined')}</span>`}
            ${isReference && html`<select class="gx-input" aria-label=${t('import.by')} onChange=${(event) => (column.by = event.target.value)}><option value="" selected=${!column.by}>${t('import.byCode')}</option>${lookups(field).map((other) => html`<option value=${other.key} selected=${column.by === other.key}>${t('import.byField', { name: other.label })}</option>`)}</select>`}</td></tr>`
    }
    const preview = () => html`
      <div class="gx-import-preview" tabindex="0" role="region" aria-label=${t('import.preview')}><table class="gx-admin-rows"><thead><tr><th>#</th>${props.table.headers.map((header) => html`<th>${header}</th>`)}</tr></thead><tbody>${props.table.rows.slice(0, SHOWN_ROWS).map((cells, i) => html`
        <tr key=${i}><td class="gx-faint">${i + 2}</td>${props.table.headers.map((_, j) => html`<td><span class="gx-cut gx-import-cell">${cells[j]}</span></td>`)}</tr>`)}</tbody></table></div>`
    return () => html`
      <section class="gx-column">
        <div class="gx-row gx-wrap"><b class="gx-cut">${props.fileName}</b><${Chip} colour="grey" label=${props.table.encoding.toUpperCase()} /><${Chip} colour="grey" label=${t(`import.separator.${{ ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' }[props.table.separator]}`)} />
          <span class="gx-faint">${t(props.table.isWhole ? 'import.rows' : 'import.rowsAtLeast', { n: props.table.rows.length, count: exactNumber(props.table.rows.length) })}</span>
          ${props.plan.isRemembered && html`<${Chip} colour="green" label=${t('import.remembered')} />`}<span class="gx-grow"></span><${Button} kind="quiet" icon=${showsRows.value ? 'expand_less' : 'expand_more'} label=${t('import.preview')} aria-expanded=${String(showsRows.value)} onClick=${() => (showsRows.value = !showsRows.value)} /></div>
        ${showsRows.value && preview()}
        <table class="gx-admin-rows gx-import-map"><thead><tr><th>${t('import.column')}</th><th>${t('import.field')}</th></tr></thead><tbody>${props.table.headers.map(row)}</tbody></table>
      </section>`
  },
}
