/** What is in a tile, by its kind. Each loads by itself. */
import { html } from '../../parts/html.js'
import { computed, onBeforeUnmount, shallowReactive, watch } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { entityNamed, standardColumns } from '../../parts/catalogue.js'
import { Chart } from '../../parts/charts/Chart.js'
import { ChartBones } from '../../parts/charts/ChartBones.js'
import { Figure } from '../../parts/charts/Figure.js'
import { groupOf } from '../../parts/charts/questions.js'
import { useChart } from '../../parts/charts/useChart.js'
import { useLiveReload } from '../../parts/charts/useLiveReload.js'
import { periodDays } from '../../parts/charts/days.js'
import { Value } from '../../parts/fields/Value.js'
import { go } from '../../parts/router.js'
import { Failure } from '../../parts/states.js'
import { language, t } from '../../parts/texts.js'
import { beforeText, dateFieldOf, periodOf, ruleOf, showRecords } from './tiles.js'

const common = { tile: Object, period: String, isTable: Boolean, reloads: Number }

const NumberBody = {
  props: common,
  setup(props) {
    const entity = computed(() => entityNamed(props.tile.entity))
    const question = (isBefore) => ({ entity: entity.value, chart: { ...props.tile.chart, groups: [] }, filter: ruleOf(props.tile, props.period, isBefore), q: props.tile.q })
    const hasBefore = computed(() => Boolean(dateFieldOf(props.tile) && periodDays(periodOf(props.tile, props.period))))
    const now = useChart(() => question(false))
    const before = useChart(() => (hasBefore.value ? question(true) : null))
    const load = () => Promise.all([now.load(), before.load()])
    useLiveReload(() => [props.tile.entity], load)
    watch(() => props.reloads, load)
    const valueBefore = (currency) => (hasBefore.value && before.state.model ? before.state.model.parts.find((part) => part.currency === currency)?.series[0].values[0] ?? '0' : undefined)
    return () => {
      const { model, problem } = now.state
      if (problem) return html`<${Failure} problem=${problem} retry=${load} />`
      if (!model) return html`<div class="gx-figure" aria-hidden="true"><div class="gx-bone gx-bone-large"></div></div>`
      const parts = model.parts.length ? model.parts : [{ currency: '', series: [{ values: [null] }] }]
      return html`<div class="gx-figures">${parts.map((part) => html`<${Figure} key=${part.currency} model=${model} part=${part} before=${valueBefore(part.currency)} beforeText=${hasBefore.value ? beforeText(props.tile, props.period) : ''} onPick=${() => showRecords(props.tile, props.period)} />`)}</div>`
    }
  },
}

const ChartBody = {
  props: common,
  setup(props) {
    const entity = computed(() => entityNamed(props.tile.entity))
    // Of names as many as there is room for; the rest is told in a line.
    const chart = computed(() => ({ top: Math.max(4, props.tile.h * 3 - 5), ...props.tile.chart, groups: props.tile.chart.groups.filter((text) => groupOf(entity.value, text)) }))
    const { state, load } = useChart(() => ({ entity: entity.value, chart: chart.value, filter: ruleOf(props.tile, props.period), q: props.tile.q }))
    useLiveReload(() => [props.tile.entity], load)
    watch(() => props.reloads, load)
    return () => {
      if (state.problem) return html`<${Failure} problem=${state.problem} retry=${load} />`
      if (!state.model) return html`<${ChartBones} />`
      return html`<${Chart} model=${state.model} type=${chart.value.type} isTable=${props.isTable} onPick=${(rule) => showRecords(props.tile, props.period, rule)} />`
    }
  },
}

const MOST_COLUMNS = 5

const ListBody = {
  props: common,
  setup(props) {
    const state = shallowReactive({ rows: null, problem: null })
    const entity = computed(() => entityNamed(props.tile.entity))
    const columns = computed(() => {
      const keys = props.tile.columns ?? [...standardColumns(entity.value).slice(0, props.tile.w > 5 ? 3 : 2), ...(entity.value.is.owned ? ['owner'] : []), 'modifiedAt']
      return [...new Set(keys)].map((key) => entity.value.field[key]).filter((field) => field && !field.retired).slice(0, props.tile.w > 5 ? MOST_COLUMNS : 3)
    })
    let asking = null
    const load = async () => {
      asking?.abort()
      const mine = (asking = new AbortController())
      const fields = [...new Set([entity.value.title, ...columns.value.map(({ key }) => key)])]
      const expand = fields.filter((key) => ['reference', 'references'].includes(entity.value.field[key]?.kind))
      try {
        const answer = await api.get(`/${entity.value.resource}`, { filter: ruleOf(props.tile, props.period), q: props.tile.q, sort: props.tile.sort ?? '-modifiedAt', limit: props.tile.limit ?? 10, fields: fields.join(','), expand: expand.join(',') }, { signal: mine.signal })
        Object.assign(state, { rows: answer.data, problem: null })
      } catch (problem) {
        if (!mine.signal.aborted) state.problem = problem
      }
    }
    watch(() => [JSON.stringify([props.tile, props.period]), props.reloads, language.value], load, { immediate: true })
    useLiveReload(() => [props.tile.entity], load)
    onBeforeUnmount(() => asking?.abort())
    const openRow = (row) => go(`/${entity.value.resource}/${row.id}`)
    return () => {
      if (state.problem) return html`<${Failure} problem=${state.problem} retry=${load} />`
      if (!state.rows) return html`<div class="gx-skeleton" aria-hidden="true">${Array.from({ length: 6 }, (_, i) => html`<div class="gx-bone" data-width=${i % 4}></div>`)}</div>`
      if (!state.rows.length) return html`<p class="gx-chart-none">${t('dashboard.listEmpty')}</p>`
      return html`
        <div class="gx-tile-list"><table><thead><tr>${columns.value.map((field) => html`<th scope="col" key=${field.key}>${field.label}</th>`)}</tr></thead>
          <tbody>${state.rows.map((row) => html`
            <tr key=${row.id} onClick=${() => openRow(row)}>${columns.value.map((field, i) => html`<td key=${field.key}>${i === 0 ? html`<a class="gx-cut" href=${`/app/${entity.value.resource}/${row.id}`} onClick=${(event) => { if (!event.ctrlKey && !event.metaKey) { event.preventDefault(); event.stopPropagation(); openRow(row) } }}>${row[field.key] ?? '—'}</a>` : html`<${Value} field=${field} value=${row[field.key]} record=${row} entity=${entity.value} isShort />`}</td>`)}</tr>`)}</tbody></table></div>`
    }
  },
}

const TextBody = (props) => html`<p class="gx-tile-text">${props.tile.text}</p>`
TextBody.props = Object.keys(common)

export const bodies = { number: NumberBody, chart: ChartBody, list: ListBody, text: TextBody }
