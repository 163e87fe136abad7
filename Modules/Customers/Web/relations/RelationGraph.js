/** The customers around one as a picture: colours by kind, words at the lines; a click shows more around a customer. The list beside says the same. */
import { html } from '../../../parts/html.js'
import { computed, onBeforeUnmount, onMounted, reactive, ref, watch } from '../../../parts/libraries.js'
import { api } from '../../../parts/api.js'
import { Choice } from '../../../parts/Choice.js'
import { Button } from '../../../parts/elements.js'
import { Link } from '../../../parts/router.js'
import { look } from '../../../parts/session.js'
import { Failure, Skeleton } from '../../../parts/states.js'
import { language, t } from '../../../parts/texts.js'
import { failed } from '../../../parts/toast.js'
import { graphOptions } from './graphOptions.js'
import { nodeName, tiesOf } from './ties.js'

export const RelationGraph = {
  props: { record: Object, changes: Number },
  setup(props) {
    const state = reactive({ graph: null, problem: null, depth: 1, at: null, expanded: new Set() })
    const load = async () => {
      try {
        const graph = await api.get(`/customers/${props.record.id}/graph`, { depth: state.depth })
        Object.assign(state, { graph, problem: null, at: state.at ?? props.record.id, expanded: new Set() })
      } catch (problem) {
        state.problem = problem
      }
    }
    watch(() => [state.depth, props.changes], load, { immediate: true })
    /** Adds what is around another customer to what is there. */
    const expand = async (id) => {
      state.at = id
      if (state.expanded.has(id) || id === props.record.id) return
      state.expanded.add(id)
      try {
        const more = await api.get(`/customers/${id}/graph`)
        state.graph = merged(state.graph, more, id)
      } catch (problem) {
        failed(problem)
      }
    }
    const node = computed(() => state.graph?.nodes.find(({ id }) => id === state.at))
    const beside = () => html`
      <div class="gx-graph-list">
        <h4>${node.value ? nodeName(node.value) : ''} ${node.value && !node.value.isHidden && node.value.id !== props.record.id && html`<${Link} to=${`/customers/${node.value.id}`} class="gx-link gx-small">${t('page.relations.open')}<//>`}</h4>
        <ul>${tiesOf(state.graph, state.at).map(({ edge, other, word }) => html`<li key=${edge.id}><span class="gx-faint">${word}</span> ${other.isHidden ? html`<span class="gx-faint">${nodeName(other)}</span>` : html`<button type="button" class="gx-as-link gx-cut" onClick=${() => expand(other.id)}>${other.name}</button>`}</li>`)}</ul>
      </div>`
    const depths = computed(() => [1, 2, 3].map((depth) => ({ key: depth, label: t('page.relations.levels', { n: depth }) })))
    return () => {
      if (state.problem && !state.graph) return html`<${Failure} problem=${state.problem} retry=${load} />`
      if (!state.graph) return html`<${Skeleton} lines=${6} />`
      return html`
        <div class="gx-row gx-graph-tools"><${Choice} label=${t('page.relations.depth')} value=${state.depth} items=${depths.value} onChoose=${(depth) => (state.depth = depth)} />
          <span class="gx-faint gx-small">${t('page.relations.hint')}</span></div>
        <div class="gx-graph"><${Picture} graph=${state.graph} root=${props.record.id} at=${state.at} onPick=${expand} />${beside()}</div>
        ${state.graph.isCut && html`<p class="gx-faint gx-small">${t('page.relations.cut')}</p>`}`
    }
  },
}

/** Customers beyond one's rights have marks that hold in one answer only: those of another answer get names of their own. */
function merged(graph, more, around) {
  const rename = (id) => (id.startsWith('hidden-') ? `hidden-${around}-${id}` : id)
  const known = new Set(graph.nodes.map(({ id }) => id)), edges = new Set(graph.edges.map(({ id }) => id))
  const level = (graph.nodes.find(({ id }) => id === around)?.level ?? 0) + 1
  const newEdges = more.edges.filter(({ id }) => !edges.has(id)).map((edge) => ({ ...edge, from: rename(edge.from), to: rename(edge.to) }))
  const wanted = new Set(newEdges.flatMap(({ from, to }) => [from, to]))
  const nodes = more.nodes.map((node) => ({ ...node, id: rename(node.id), level })).filter(({ id }) => !known.has(id) && wanted.has(id))
  return { ...graph, nodes: [...graph.nodes, ...nodes], edges: [...graph.edges, ...newEdges], isCut: graph.isCut || more.isCut }
}

const Picture = {
  props: { graph: Object, root: String, at: String },
  emits: ['pick'],
  setup(props, { emit }) {
    const box = ref(null)
    let chart = null
    let isGone = false
    const draw = () => chart?.setOption(graphOptions(props.graph, props.root, props.at, box.value.clientWidth), { notMerge: false })
    const zoom = (factor) => chart?.dispatchAction({ type: 'graphRoam', seriesIndex: 0, zoom: factor, originX: box.value.clientWidth / 2, originY: box.value.clientHeight / 2 })
    const observer = new ResizeObserver(() => chart && (chart.resize(), draw()))
    onMounted(async () => {
      try {
        const { echarts } = await import('../../../libraries/echarts.js')
        if (isGone) return
        chart = echarts.init(box.value, null, { renderer: 'canvas' })
        chart.on('click', ({ dataType, data }) => dataType === 'node' && !data.isHidden && emit('pick', data.id))
        draw()
        observer.observe(box.value)
      } catch (problem) {
        failed(problem)
      }
    })
    onBeforeUnmount(() => {
      isGone = true
      observer.disconnect()
      chart?.dispose()
    })
    watch(() => [props.graph, props.at, look.isDark, language.value], draw, { flush: 'post' })
    return () => html`
      <div class="gx-graph-picture"><div ref=${box} class="gx-graph-canvas" role="img" aria-label=${t('page.relations.picture', { n: props.graph.nodes.length, ties: props.graph.edges.length })}></div>
        <div class="gx-graph-zoom"><${Button} kind="quiet" icon="add" hint=${t('page.relations.zoomIn')} onClick=${() => zoom(1.3)} /><${Button} kind="quiet" icon="remove" hint=${t('page.relations.zoomOut')} onClick=${() => zoom(1 / 1.3)} /></div></div>`
  },
}
