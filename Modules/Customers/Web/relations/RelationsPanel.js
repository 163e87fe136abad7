/** With whom a customer is tied: as a list, as a picture, and what all that belong to it come to. */
import { html } from '../../../parts/html.js'
import { reactive } from '../../../parts/libraries.js'
import { api } from '../../../parts/api.js'
import { entityNamed } from '../../../parts/catalogue.js'
import { open } from '../../../parts/Dialog.js'
import { Button } from '../../../parts/elements.js'
import { useRecordData } from '../../../parts/panels.js'
import { Failure, Skeleton } from '../../../parts/states.js'
import { t } from '../../../parts/texts.js'
import { GroupTotals } from './GroupTotals.js'
import { RelationDialog } from './RelationDialog.js'
import { RelationGraph } from './RelationGraph.js'
import { RelationList } from './RelationList.js'

const VIEWS = ['list', 'graph', 'totals']

export default {
  props: { entity: Object, record: Object, isNarrow: Boolean },
  setup(props) {
    const state = reactive({ view: 'list', past: false, graph: null, problem: null, changes: 0 })
    const load = async () => {
      const id = props.record.id
      try {
        const graph = await api.get(`/customers/${id}/graph`, { past: state.past || undefined })
        if (id === props.record.id) Object.assign(state, { graph, problem: null, changes: state.changes + 1 })
      } catch (problem) {
        state.problem = problem
      }
    }
    useRecordData(props, load, ['customerRelation'])
    const add = async () => (await open(RelationDialog, { record: props.record, offers: state.graph.offers })) && load()
    const content = () => {
      if (state.view === 'graph') return html`<${RelationGraph} key=${props.record.id} record=${props.record} changes=${state.changes} />`
      if (state.view === 'totals') return html`<${GroupTotals} key=${props.record.id} record=${props.record} changes=${state.changes} />`
      return html`<${RelationList} graph=${state.graph} record=${props.record} past=${state.past} onPast=${() => ((state.past = !state.past), load())} onChange=${load} />`
    }
    return () => {
      if (state.problem && !state.graph) return html`<${Failure} problem=${state.problem} retry=${load} />`
      if (!state.graph) return html`<${Skeleton} lines=${3} />`
      return html`
        <div class="gx-row gx-relations-tools">
          <div class="gx-segments" role="group" aria-label=${t('page.relations.view')}>${VIEWS.map((view) => html`<button type="button" key=${view} class=${state.view === view && 'gx-on'} aria-pressed=${String(state.view === view)} onClick=${() => (state.view = view)}>${t(`page.relations.view.${view}`)}</button>`)}</div>
          <span class="gx-grow"></span>
          ${entityNamed('customerRelation')?.can.create && html`<${Button} kind="quiet" icon="add" label=${t('page.relations.add')} onClick=${add} />`}
        </div>
        ${content()}`
    }
  },
}
