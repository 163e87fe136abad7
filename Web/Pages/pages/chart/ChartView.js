/** A list as a chart: shape, groups and measure are chosen above it; a click shows the records behind a bar; it can be put on a dashboard. */
import { html } from '../../parts/html.js'
import { computed, ref, watch } from '../../parts/libraries.js'
import { Choice } from '../../parts/Choice.js'
import { entityNamed } from '../../parts/catalogue.js'
import { Button } from '../../parts/elements.js'
import { Chart } from '../../parts/charts/Chart.js'
import { ChartBones } from '../../parts/charts/ChartBones.js'
import { BUCKETS, TYPES, groupFields, groupOf, isDated, measureLabel, measureOf, needsTwo, standardChart, sumFields } from '../../parts/charts/questions.js'
import { useChart } from '../../parts/charts/useChart.js'
import { useLiveReload } from '../../parts/charts/useLiveReload.js'
import { resolved } from '../../parts/rules.js'
import { Failure } from '../../parts/states.js'
import { t } from '../../parts/texts.js'
import { saveAsTile } from '../dashboard/saveAsTile.js'

export default {
  name: 'ChartView',
  props: { entity: Object, filter: Object, q: String, settings: Object, reloadKey: null },
  emits: ['settings', 'preview', 'narrow'],
  setup(props, { emit }) {
    const isTable = ref(false)
    const chart = computed(() => ({ ...standardChart(props.entity), ...pickSettings(props.settings) }))
    const asked = computed(() => ({ ...chart.value, groups: shownGroups(props.entity, chart.value) }))
    const { state, load } = useChart(() => ({ entity: props.entity, chart: asked.value, filter: resolved(props.filter), q: props.q }))
    watch(() => props.reloadKey, load)
    useLiveReload(() => [props.entity.name], load)

    const set = (changes) => emit('settings', changes)
    const setType = (type) => set({ type, groups: needsTwo(type) && !chart.value.groups[1] ? [chart.value.groups[0], secondOf(props.entity, chart.value.groups[0])].filter(Boolean) : chart.value.groups })
    const setGroup = (place, key) => {
      const groups = [...chart.value.groups]
      groups[place] = key && isDated(props.entity.field[key]) ? `${key}:month` : key
      set({ groups: groups.filter(Boolean) })
    }
    const setBucket = (place, bucket) => set({ groups: chart.value.groups.map((text, i) => (i === place ? `${text.split(':')[0]}:${bucket}` : text)) })
    const groupTools = (place) => {
      const group = groupOf(props.entity, chart.value.groups[place])
      const fields = groupFields(props.entity).map((field) => ({ key: field.key, label: field.label }))
      return html`
        <${Choice} key=${`group${place}`} label=${t(place ? 'chart.second' : 'chart.group')} value=${group?.key} none=${t('chart.noGroup')} items=${place ? [{ key: '', label: t('chart.noGroup') }, { line: true }, ...fields] : fields} onChoose=${(key) => setGroup(place, key)} />
        ${group?.bucket && html`<${Choice} key=${`bucket${place}`} label=${t('chart.by')} value=${group.bucket} items=${BUCKETS.map((key) => ({ key, label: t(`chart.bucket.${key}`) }))} onChoose=${(bucket) => setBucket(place, bucket)} />`}`
    }
    const measures = computed(() => [{ key: 'count', label: t('chart.count') }, ...['sum', 'avg', 'min', 'max'].flatMap((name) => {
      const fields = sumFields(props.entity)
      return fields.length ? [{ heading: t(`chart.name.${name}`) }, ...fields.map((field) => ({ key: `${name}:${field.key}`, label: measureLabel({ name, field }) }))] : []
    })])
    const narrow = (rule) => rule && emit('narrow', rule)
    const keep = () => saveAsTile({ entity: props.entity.name, filter: props.filter, q: props.q, chart: asked.value, kind: asked.value.type === 'number' ? 'number' : 'chart' }, props.entity)

    return () => html`
      <div class="gx-view-tools">
        <${Choice} label=${t('chart.type')} value=${chart.value.type} items=${TYPES.map((key) => ({ key, label: t(`chart.type.${key}`) }))} onChoose=${setType} />
        ${chart.value.type !== 'number' && groupTools(0)}
        ${['bar', 'stacked', 'line', 'heat'].includes(chart.value.type) && groupTools(1)}
        <${Choice} label=${t('chart.measure')} value=${measureOf(props.entity, chart.value.measure).text} items=${measures.value} onChoose=${(measure) => set({ measure })} />
        <span class="gx-grow"></span>
        <${Button} kind="quiet" icon="table_rows" label=${t('chart.table')} active=${isTable.value} aria-pressed=${String(isTable.value)} onClick=${() => (isTable.value = !isTable.value)} />
        ${entityNamed('dashboard')?.can.create && html`<${Button} kind="quiet" icon="dashboard_customize" label=${t('chart.keep')} onClick=${keep} />`}
      </div>
      <div class="gx-chart-view" aria-busy=${String(state.isBusy)}>
        ${state.problem ? html`<${Failure} problem=${state.problem} retry=${load} />`
          : state.model ? html`<${Chart} model=${state.model} type=${chart.value.type} isTable=${isTable.value} onPick=${narrow} />` : html`<${ChartBones} />`}
      </div>`
  },
}

const pickSettings = ({ type, groups, measure } = {}) => Object.fromEntries(Object.entries({ type, groups, measure }).filter(([, value]) => value))

/** A pie has one group, a number none. */
export function shownGroups(entity, { type, groups }) {
  const valid = groups.filter((text) => groupOf(entity, text)).map((text) => groupOf(entity, text).name)
  return valid.slice(0, type === 'number' ? 0 : type === 'pie' || type === 'funnel' ? 1 : 2)
}

export function secondOf(entity, first) {
  const other = groupFields(entity).find((field) => field.key !== first?.split(':')[0] && field.options?.length > 1)
  return other?.key
}
