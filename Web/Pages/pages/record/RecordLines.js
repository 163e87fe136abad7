/** The lines of a record on its page: a table to read, which becomes one to type in. */
import { html } from '../../parts/html.js'
import { computed, shallowRef, watch } from '../../parts/libraries.js'
import { entityNamed } from '../../parts/catalogue.js'
import { ask } from '../../parts/Dialog.js'
import { Button } from '../../parts/elements.js'
import { isEmpty, isNumeric, Value } from '../../parts/fields/Value.js'
import { useForm } from '../../parts/forms/useForm.js'
import { cellText, columnTotals, lineColumns, totalText } from '../../parts/lines/columns.js'
import { LineCards } from '../../parts/lines/LineCards.js'
import { LineTable } from '../../parts/lines/LineTable.js'
import { LineTotals } from '../../parts/lines/LineTotals.js'
import { useLeaveGuard } from '../../parts/router.js'
import { t } from '../../parts/texts.js'
import { done } from '../../parts/toast.js'
import { useNarrow } from '../../parts/useNarrow.js'

export const RecordLines = {
  props: { entity: Object, description: Object, record: Object },
  emits: ['saved'],
  setup(props, { emit }) {
    const isNarrow = useNarrow()
    const form = shallowRef(null)
    const line = computed(() => entityNamed(props.description.entity))
    const columns = computed(() => lineColumns(line.value))
    const rows = computed(() => props.record[props.description.key].map((record) => ({ values: record })))
    const mayEdit = computed(() => props.entity.can.edit && line.value.can.edit && !props.record.deletedAt)
    const rollUps = computed(() => props.entity.fields.filter((field) => field.kind === 'rollUp' && field.details.entity === props.description.entity && !field.retired && !isEmpty(props.record[field.key])))

    const only = computed(() => ({ ...props.entity, lines: [props.description] }))
    const edit = () => (form.value = useForm(only.value, props.record, {}, { fields: [] }))
    const isDirty = () => form.value?.isDirty.value
    const mayDiscard = () => ask({ title: t('form.discard'), text: t('form.discardHelp'), yes: t('form.discardYes'), danger: true })
    useLeaveGuard(mayDiscard, isDirty)
    watch(() => props.record.id, () => (form.value = null))
    const cancel = async () => {
      if (!isDirty() || (await mayDiscard())) form.value = null
    }
    const save = async () => {
      if (!isDirty()) return (form.value = null)
      if (!(await form.value.save())) return
      form.value = null
      done(t('form.saved'))
      emit('saved')
    }
    const press = (event) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) (event.stopPropagation(), save())
      else if (event.key === 'Escape' && !event.defaultPrevented) (event.stopPropagation(), cancel())
    }
    const value = (field, row) => html`<${Value} field=${field} value=${row.values[field.key]} record=${row.values} entity=${line.value} isShort />`
    const table = () => html`
      <div class="gx-lines-scroll"><table class="gx-table gx-line-read" aria-label=${line.value.pluralLabel}>
        <thead><tr><th scope="col" class="gx-line-number"><span class="gx-only-reader">${t('lines.number')}</span></th>${columns.value.map((field) => html`<th key=${field.key} scope="col" class=${isNumeric(field) && 'gx-right'}>${field.label}</th>`)}</tr></thead>
        <tbody>${rows.value.map((row, i) => html`<tr key=${row.values.id}><td class="gx-line-number">${i + 1}</td>${columns.value.map((field) => html`<td key=${field.key} class=${isNumeric(field) && 'gx-right'}>${value(field, row)}</td>`)}</tr>`)}</tbody>
        <${LineTotals} columns=${columns.value} rows=${rows.value} before=${1} /></table></div>`
    const cards = () => html`
      <div class="gx-line-cards"><ul class="gx-line-cards">${rows.value.map((row, i) => html`
        <li key=${row.values.id} class="gx-line-card gx-line-card-head"><span class="gx-line-card-title"><span class="gx-faint">${i + 1}</span>${row.values[line.value.title]}</span>
          <span class="gx-line-card-facts">${columns.value.filter((field) => field.key !== line.value.title && !isEmpty(row.values[field.key])).map((field) => html`<span key=${field.key}><span class="gx-faint">${field.label}</span>${cellText(field, row.values[field.key], row.values)}</span>`)}</span></li>`)}</ul>
        <dl class="gx-line-card-totals">${columns.value.flatMap((field) => (columnTotals(field, rows.value) ?? []).map((total) => html`<div key=${field.key + total.currency}><dt>${field.label}</dt><dd class="gx-number">${totalText(total)}</dd></div>`))}</dl></div>`
    const editing = () => html`
      <div onKeydown=${press}><${isNarrow.value ? LineCards : LineTable} lines=${form.value.lists[0]} />
        <div class="gx-row gx-lines-save"><${Button} kind="quiet" label=${t('action.cancel')} onClick=${cancel} /><${Button} kind="primary" label=${t('action.save')} busy=${form.value.state.isBusy} onClick=${save} /></div></div>`
    return () => html`
      <section class="gx-section gx-lines-section" data-lines=${props.description.key}>
        <div class="gx-row"><h3>${line.value.pluralLabel}</h3><span class="gx-faint">${rows.value.length || ''}</span><span class="gx-grow"></span>
          ${mayEdit.value && !form.value && html`<${Button} kind="quiet" icon="edit" label=${t('lines.edit')} onClick=${edit} />`}</div>
        ${form.value ? editing() : !rows.value.length ? html`<p class="gx-faint gx-related-none">${t('lines.none')}</p>` : isNarrow.value ? cards() : table()}
        ${!form.value && rollUps.value.length > 0 && html`<dl class="gx-line-rollups">${rollUps.value.map((field) => html`<div key=${field.key}><dt>${field.label}</dt><dd><${Value} field=${field} value=${props.record[field.key]} record=${props.record} entity=${props.entity} /></dd></div>`)}</dl>`}
      </section>`
  },
}
