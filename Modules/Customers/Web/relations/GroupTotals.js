/** What a customer comes to with all that belong to it: members, and sums by currency. */
import { html } from '../../../parts/html.js'
import { reactive, watch } from '../../../parts/libraries.js'
import { api } from '../../../parts/api.js'
import { entityNamed } from '../../../parts/catalogue.js'
import { Icon } from '../../../parts/elements.js'
import { exactNumber, money } from '../../../parts/format.js'
import { Link } from '../../../parts/router.js'
import { Failure, Skeleton } from '../../../parts/states.js'
import { t } from '../../../parts/texts.js'
import { ICONS } from './RelationList.js'

export const GroupTotals = {
  props: { record: Object, changes: Number },
  setup(props) {
    const state = reactive({ group: null, problem: null })
    const load = async () => {
      try {
        Object.assign(state, { group: await api.get(`/customers/${props.record.id}/group`), problem: null })
      } catch (problem) {
        state.problem = problem
      }
    }
    watch(() => [props.record.id, props.changes], load, { immediate: true })
    const kindLabel = (kind) => entityNamed('customer').field.kind?.option[kind]?.label ?? kind
    const sum = (value) => (typeof value === 'object' ? money(value) : exactNumber(value))
    return () => {
      const { group } = state
      if (state.problem && !group) return html`<${Failure} problem=${state.problem} retry=${load} />`
      if (!group) return html`<${Skeleton} lines=${4} />`
      return html`
        <p class="gx-group-line">${t('page.group.members', { n: exactNumber(group.members) })} ${Object.entries(group.kinds).map(([kind, n]) => html`<span key=${kind} class="gx-faint">${kindLabel(kind)} ${exactNumber(n)}</span>`)}
          ${group.hidden > 0 && html`<span class="gx-faint">${t('page.group.hidden', { n: exactNumber(group.hidden) })}</span>`}
          ${group.root && html`<span>${t('page.group.root')} <${Link} to=${`/customers/${group.root.id}`} class="gx-link">${group.root.name}<//></span>`}</p>
        ${group.isCut && html`<p class="gx-faint gx-small">${t('page.group.cut')}</p>`}
        <table class="gx-table gx-group-sums"><tbody>${group.totals.map((total) => html`<tr key=${total.field + (total.sum.currency ?? '')}><th scope="row">${total.label}</th><td class="gx-right gx-number">${sum(total.sum)}</td><td class="gx-faint gx-small">${t('page.group.of', { n: exactNumber(total.count) })}</td></tr>`)}</tbody></table>
        ${!group.totals.length && html`<p class="gx-faint gx-related-none">${t('page.group.noSums')}</p>`}
        ${group.list.length > 1 && html`<ul class="gx-group-tree">${inOrder(group.list).map((member) => html`<li key=${member.id} class=${`gx-depth-${Math.min(member.depth, 6)}`}><${Icon} name=${ICONS[member.kind] ?? 'people'} size="small" /><${Link} to=${`/customers/${member.id}`} class="gx-link gx-cut">${member.name}<//></li>`)}</ul>`}`
    }
  },
}

/** Each below the one that it belongs to; who belongs to nobody that is shown comes first. */
function inOrder(list) {
  const known = new Set(list.map(({ id }) => id))
  const below = (id) => list.filter((member) => member.parent === id).flatMap((member) => [member, ...below(member.id)])
  return list.filter(({ parent }) => !known.has(parent)).flatMap((member) => [member, ...below(member.id)])
}
