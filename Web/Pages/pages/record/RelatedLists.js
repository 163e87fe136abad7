/** What belongs to a record, one list a tab: with its count, a way to add, and a way to the whole list; between them what modules show as tabs. */
import { html } from '../../parts/html.js'
import { computed, reactive, watch } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { entityNamed, fieldAt, standardColumns } from '../../parts/catalogue.js'
import { Button } from '../../parts/elements.js'
import { isNumeric, Value } from '../../parts/fields/Value.js'
import { ReferencePicker } from '../../parts/fields/ReferencePicker.js'
import { exactNumber } from '../../parts/format.js'
import { createRecord } from '../../parts/forms/create.js'
import { saveField } from '../../parts/forms/saveField.js'
import { layoutOf } from '../../parts/layout.js'
import { panelsOf, useRecordData } from '../../parts/panels.js'
import { go, Link } from '../../parts/router.js'
import { Skeleton } from '../../parts/states.js'
import { t } from '../../parts/texts.js'
import { failed } from '../../parts/toast.js'
import { RecordPanel } from './RecordPanel.js'

const SHOWN = 10
const COLUMNS = 5
/** Where the lists stand between the panels of modules. */
const ORDER = 100

export const RelatedLists = {
  props: { entity: Object, record: Object },
  emits: ['saved'],
  setup(props, { emit }) {
    const lists = computed(() => layoutOf(props.entity).related.map(({ entity, field, columns }) => ({ entity: entityNamed(entity), field, columns, key: `${entity}.${field}` })).filter((list) => list.entity?.field[list.field]))
    const state = reactive({ open: null, counts: {}, rows: null, isLinking: false })
    // What is empty stands behind what is not, but not before it is known.
    const isBare = ({ list }) => Number(Boolean(list) && state.counts[list.key] === 0)
    const tabs = computed(() => {
      const panels = panelsOf(props.entity, props.record)
      const replaced = new Set(panels.flatMap((panel) => panel.replaces))
      const shown = lists.value.filter((list) => !replaced.has(list.key)).map((list) => ({ key: list.key, order: ORDER, list }))
      const added = panels.filter((panel) => panel.place === 'tab').map((panel) => ({ key: `panel.${panel.key}`, order: panel.order, panel }))
      return [...shown, ...added].sort((one, other) => one.order - other.order || isBare(one) - isBare(other))
    })
    const tab = computed(() => tabs.value.find(({ key }) => key === state.open) ?? tabs.value[0])
    const current = computed(() => tab.value?.list)
    const ruleOf = (list) => ({ [list.field]: { eq: props.record.id } })
    const columnsOf = (list) => (list.columns ?? standardColumns(list.entity).filter((key) => key !== list.field)).map((key) => key.key ?? key).filter((key) => fieldAt(list.entity, key)).slice(0, COLUMNS)

    const count = async () => {
      const answer = await api.get(`/${props.entity.resource}/${props.record.id}/related`).catch(() => null)
      if (answer) state.counts = answer.data
    }
    const load = async () => {
      const list = current.value
      if (!list) return
      const columns = columnsOf(list)
      const expand = columns.filter((key) => list.entity.field[key]?.kind === 'reference').join(',')
      const answer = await api.get(`/${list.entity.resource}`, { filter: ruleOf(list), limit: SHOWN, expand, fields: ['version', list.entity.title, ...columns.map((key) => key.split('.')[0])].join(',') }).catch((problem) => (failed(problem), { data: [] }))
      if (list === current.value) state.rows = answer.data
    }
    const reload = () => (count(), load())
    watch(current, () => ((state.rows = null), load()))
    useRecordData(props, reload, () => lists.value.map((list) => list.entity.name))

    const add = async () => {
      const list = current.value
      if (await createRecord(list.entity, { [list.field]: props.record.id }, { stay: true })) reload()
    }
    const link = async (id) => {
      const list = current.value
      state.isLinking = false
      try {
        const other = await api.get(`/${list.entity.resource}/${id}`)
        await saveField(list.entity, other, list.entity.field[list.field], props.record.id)
        reload()
      } catch (problem) {
        failed(problem)
      }
    }
    const mayLink = (list) => list.entity.can.edit && !list.entity.field[list.field].readOnly && !list.entity.field[list.field].is.fixed

    const table = (list) => {
      const columns = columnsOf(list).map((key) => ({ key, field: fieldAt(list.entity, key) }))
      if (!state.rows) return html`<${Skeleton} lines=${3} />`
      if (!state.rows.length) return html`<p class="gx-faint gx-related-none">${t('related.none', { name: list.entity.pluralLabel })}</p>`
      return html`
        <div class="gx-related-scroll"><table class="gx-table"><thead><tr>${columns.map(({ key, field }) => html`<th key=${key} class=${isNumeric(field) && 'gx-right'}>${field.label}</th>`)}</tr></thead>
          <tbody>${state.rows.map((row) => html`<tr key=${row.id}>${columns.map(({ key, field }) => {
            const content = html`<${Value} field=${field} value=${key.split('.').reduce((value, step) => value?.[step], row)} record=${row} entity=${list.entity} isShort />`
            return html`<td key=${key} class=${isNumeric(field) && 'gx-right'}>${key === list.entity.title ? html`<${Link} to=${`/${list.entity.resource}/${row.id}`}>${content}<//>` : content}</td>`
          })}</tr>`)}</tbody></table></div>
        ${state.counts[list.key] > SHOWN && html`<${Button} kind="quiet" icon="arrow_forward" label=${t('related.all', { n: exactNumber(state.counts[list.key]) })} onClick=${() => go(`/${list.entity.resource}`, { view: 'all', filter: JSON.stringify({ [list.field]: { in: [props.record.id] } }) })} />`}`
    }
    const labelOf = ({ list, panel }) => {
      if (panel) return panel.title()
      const hasTwins = tabs.value.filter((other) => other.list?.entity === list.entity).length > 1
      return hasTwins ? `${list.entity.pluralLabel} · ${list.entity.field[list.field].label}` : list.entity.pluralLabel
    }
    const countOf = ({ list, panel }) => (panel ? panel.count(props.record, state.counts) : state.counts[list.key]) ?? ''
    const tools = (list) => html`
      ${mayLink(list) && html`<${Button} kind="quiet" icon="link" hint=${t('related.link', { name: list.entity.label })} onClick=${() => (state.isLinking = !state.isLinking)} />`}
      ${list.entity.can.create && html`<${Button} kind="quiet" icon="add" hint=${t('palette.create', { name: list.entity.label })} onClick=${add} />`}`
    const content = (list) => html`
      ${state.isLinking && html`<div class="gx-related-link"><${ReferencePicker} target=${list.entity.name} modelValue=${null} autofocus label=${t('related.link', { name: list.entity.label })} onUpdate:modelValue=${(id) => id && link(id)} /></div>`}
      ${table(list)}`
    return () => {
      if (!tab.value) return null
      const { list, panel } = tab.value
      return html`
        <section class="gx-related">
          <div class="gx-tabs"><div class="gx-row gx-tab-row" role="tablist" aria-label=${t('related.label')}>
            ${tabs.value.map((item) => html`<button type="button" role="tab" key=${item.key} aria-selected=${String(item === tab.value)} class=${['gx-tab', item === tab.value && 'gx-on']} onClick=${() => (state.open = item.key)}>${labelOf(item)} <span class="gx-faint">${countOf(item)}</span></button>`)}</div>
            <span class="gx-grow"></span>${list && tools(list)}
          </div>
          ${list ? content(list) : html`<${RecordPanel} key=${panel.key} panel=${panel} entity=${props.entity} record=${props.record} onSaved=${() => emit('saved')} />`}
        </section>`
    }
  },
}
