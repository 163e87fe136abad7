/** The ties of a customer by what the others are to it, with their time; one is ended or taken away here. */
import { html } from '../../../parts/html.js'
import { computed, reactive, watch } from '../../../parts/libraries.js'
import { api } from '../../../parts/api.js'
import { entityNamed } from '../../../parts/catalogue.js'
import { ask } from '../../../parts/Dialog.js'
import { Button, Chip, Icon, Menu } from '../../../parts/elements.js'
import { addDays, today } from '../../../parts/format.js'
import { Link } from '../../../parts/router.js'
import { t } from '../../../parts/texts.js'
import { done, failed } from '../../../parts/toast.js'
import { groupedTies, nodeName, termText, tiesOf } from './ties.js'

export const ICONS = { person: 'person', organisation: 'business', household: 'home', group: 'account_tree' }

/** Of one sort so many are shown at first; one more is shown as well, since a button would take its place. */
const SHOWN = 8

export const RelationList = {
  props: { graph: Object, record: Object, past: Boolean },
  emits: ['past', 'change'],
  setup(props, { emit }) {
    const groups = computed(() => groupedTies(tiesOf(props.graph, props.record.id)))
    const opened = reactive(new Set())
    watch(() => props.record.id, () => opened.clear())
    const shown = ({ word, members }) => (opened.has(word) || members.length <= SHOWN + 1 ? members : members.slice(0, SHOWN))
    const isOver = ({ edge }) => edge.until && edge.until < today()
    const act = async (work, message) => {
      try {
        await work()
        done(message)
      } catch (problem) {
        failed({ ...problem, status: problem.status, message: Object.values(problem.fields ?? {})[0] ?? problem.message })
      }
      emit('change')
    }
    const end = ({ edge, other }) => {
      const message = t('page.relations.ended', { name: nodeName(other) })
      // The parent of today is a field of the customer below; the tie follows it.
      if (edge.type === 'parent') return act(() => api.patch(`/customers/${edge.to}`, { parent: null }), message)
      const day = edge.since && edge.since >= today() ? edge.since : addDays(today(), -1)
      return act(() => api.patch(`/customer-relations/${edge.id}`, { until: day }), message)
    }
    const remove = async ({ edge, other }) => {
      if (!(await ask({ title: t('page.relations.remove', { name: nodeName(other) }), text: t('page.relations.removeHelp'), yes: t('action.delete'), danger: true }))) return
      await act(() => api.delete(`/customer-relations/${edge.id}`), t('page.relations.removed'))
    }
    const menu = (tie) => [
      !isOver(tie) && { label: t('page.relations.end'), icon: 'event_busy', run: () => end(tie) },
      (tie.edge.type !== 'parent' || isOver(tie)) && entityNamed('customerRelation').can.delete && { label: t('action.delete'), icon: 'delete', danger: true, run: () => remove(tie) },
    ]
    const strength = (edge) => edge.strength && entityNamed('customerRelation').field.strength?.option[edge.strength]
    const row = (tie) => {
      const { edge, other } = tie
      return html`
        <li key=${edge.id} class=${['gx-tie', isOver(tie) && 'gx-tie-over']}>
          <${Icon} name=${other.isHidden ? 'lock' : ICONS[other.kind] ?? 'people'} size="small" />
          <span class="gx-tie-name gx-cut">${other.isHidden ? html`<span class="gx-faint">${nodeName(other)}</span>` : html`<${Link} to=${`/customers/${other.id}`} class="gx-link">${other.name}<//>`}</span>
          ${strength(edge) && html`<${Chip} colour=${strength(edge).colour} label=${strength(edge).label} />`}
          <span class="gx-faint gx-small gx-tie-term">${[termText(edge), edge.notes].filter(Boolean).join(' · ')}</span>
          ${edge.mayChange && html`<${Button} kind="quiet" class="gx-button-small" icon="more_horiz" hint=${t('page.relations.more', { name: nodeName(other) })}><${Menu} items=${() => menu(tie)} anchor="bottom right" self="top right" /><//>`}
        </li>`
    }
    return () => html`
      ${groups.value.map((group) => html`
        <div key=${group.word} class="gx-ties"><h4>${group.word} <span class="gx-faint">${group.members.length}</span></h4><ul>${shown(group).map(row)}</ul>
          ${shown(group).length < group.members.length && html`<${Button} kind="quiet" icon="expand_more" label=${t('page.relations.all', { n: group.members.length })} onClick=${() => opened.add(group.word)} />`}</div>`)}
      ${!groups.value.length && html`<p class="gx-faint gx-related-none">${t(props.past ? 'page.relations.noneEver' : 'page.relations.none')}</p>`}
      ${props.graph.isCut && html`<p class="gx-faint gx-small">${t('page.relations.cut')}</p>`}
      <button type="button" class="gx-pill" aria-pressed=${String(props.past)} onClick=${() => emit('past')}>${t(props.past ? 'page.relations.hidePast' : 'page.relations.showPast')}</button>`
  },
}
