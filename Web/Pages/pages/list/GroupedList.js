/** The list in groups, each with its count and sums; a group's records come when it is opened. */
import { html } from '../../parts/html.js'
import { reactive, watch } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { fieldAt, kindOf } from '../../parts/catalogue.js'
import { Button, Icon } from '../../parts/elements.js'
import { currencySymbol, exactNumber, instantOf, shortNumber } from '../../parts/format.js'
import { isNumeric, Value } from '../../parts/fields/Value.js'
import { Link } from '../../parts/router.js'
import { together } from '../../parts/rules.js'
import { Failure, Skeleton } from '../../parts/states.js'
import { knownTitle } from '../../parts/titles.js'
import { t } from '../../parts/texts.js'
import { valueAt } from './ListTable.js'

const STEP = 20

export const GroupedList = {
  props: { entity: Object, columns: Array, group: String, sums: Array, query: Function, reloadKey: Number },
  emits: ['preview'],
  setup(props, { emit }) {
    const state = reactive({ groups: null, problem: null })
    const field = () => fieldAt(props.entity, props.group.split(':')[0])
    const bucket = () => props.group.split(':')[1]

    const load = async () => {
      state.problem = null
      try {
        const { filter, q } = props.query()
        const answer = await api.get(`/${props.entity.resource}/aggregate`, { filter, q, group: props.group, measure: ['count', ...props.sums.map((key) => `sum:${key}`)].join(',') })
        state.groups = merged(answer.data)
      } catch (problem) {
        state.problem = problem
      }
    }
    /** Money of two currencies comes in two rows of the same group. */
    const merged = (data) => {
      const groups = new Map()
      for (const { group, measures } of data) {
        const value = group[props.group]
        const known = groups.get(value) ?? { value, count: 0, sums: [], rows: [], next: null, isOpen: false, isBusy: false }
        known.count += measures.count
        known.sums.push(...props.sums.map((key) => measures[`sum:${key}`]).filter(Boolean))
        groups.set(value, known)
      }
      const order = (field().options ?? []).map((option) => option.key)
      const rank = ({ value }) => (value === null ? 1e9 : order.includes(value) ? order.indexOf(value) : 0)
      return [...groups.values()].sort((one, other) => rank(one) - rank(other) || (bucket() ? String(other.value).localeCompare(String(one.value)) : other.count - one.count))
    }
    watch(() => [props.group, props.sums, props.reloadKey], load, { immediate: true })

    /** The rule of the records in one group. */
    const ruleOf = ({ value }) => {
      const path = props.group.split(':')[0]
      if (value === null) return { [path]: { empty: true } }
      if (!bucket()) return { [path]: { eq: value } }
      return { [path]: { between: bounds(value, bucket(), kindOf(field()) === 'dateTime') } }
    }
    const more = async (group) => {
      group.isBusy = true
      try {
        const { filter, q, sort, fields, expand } = props.query()
        const answer = await api.get(`/${props.entity.resource}`, { filter: together(filter, ruleOf(group)), q, sort, fields, expand, limit: STEP, cursor: group.next })
        group.rows.push(...answer.data)
        group.next = answer.page.next
      } catch (problem) {
        state.problem = problem
      }
      group.isBusy = false
    }
    const toggle = (group) => {
      group.isOpen = !group.isOpen
      if (group.isOpen && !group.rows.length) more(group)
    }
    const title = ({ value }) => {
      if (value === null) return html`<span class="gx-faint">${t('group.none', { name: field().label })}</span>`
      if (bucket()) return html`<span>${value.slice(0, { year: 4, month: 7, quarter: 7 }[bucket()] ?? 10)}</span>`
      const record = { expanded: { [props.group]: { title: kindOf(field()) === 'reference' ? knownTitle(field().details.target, value) : '' } } }
      return html`<${Value} field=${field()} value=${value} record=${record} entity=${props.entity} isShort />`
    }
    const row = (record) => html`
      <div key=${record.id} class="gx-tr gx-group-record" role="row" onClick=${(event) => event.target.closest('a, button') || emit('preview', record)}>
        <span class="gx-td"></span>${props.columns.map(({ key }) => {
          const column = fieldAt(props.entity, key)
          const content = html`<${Value} field=${column} value=${valueAt(record, key)} record=${record} entity=${props.entity} isShort />`
          return html`<span key=${key} class=${['gx-td', isNumeric(column) && 'gx-right']} role="gridcell">${key === props.entity.title ? html`<${Link} to=${`/${props.entity.resource}/${record.id}`} class="gx-cut">${content}<//>` : content}</span>`
        })}</div>`
    return () => {
      if (state.problem) return html`<${Failure} problem=${state.problem} retry=${load} />`
      if (!state.groups) return html`<${Skeleton} lines=${8} />`
      return html`
        <div class="gx-grid gx-grouped" style=${{ '--gx-columns': `44px ${props.columns.map(({ key, width }) => `${width ?? (key === props.entity.title ? 240 : 150)}px`).join(' ')}` }}>
          ${state.groups.map((group) => html`
            <section key=${String(group.value)}>
              <button type="button" class="gx-group-head" aria-expanded=${String(group.isOpen)} onClick=${() => toggle(group)}><${Icon} name=${group.isOpen ? 'expand_more' : 'chevron_right'} />${title(group)}<span class="gx-faint">${exactNumber(group.count)}</span>
                ${group.sums.map((sum) => html`<b>${typeof sum === 'object' ? currencySymbol(sum.currency) + shortNumber(sum.amount) : shortNumber(sum)}</b>`)}</button>
              ${group.isOpen && html`${group.rows.map(row)}${group.isBusy && html`<${Skeleton} lines=${2} />`}${group.next && !group.isBusy && html`<${Button} kind="quiet" class="gx-group-more" label=${t('list.more')} onClick=${() => more(group)} />`}`}
            </section>`)}
        </div>`
    }
  },
}

/** The first and last moment of a bucket that begins on a day. */
function bounds(first, bucket, isInstant) {
  const end = new Date(first)
  if (bucket === 'day') end.setUTCDate(end.getUTCDate() + 1)
  else if (bucket === 'week') end.setUTCDate(end.getUTCDate() + 7)
  else end.setUTCMonth(end.getUTCMonth() + { month: 1, quarter: 3, year: 12 }[bucket])
  end.setUTCDate(end.getUTCDate() - 1)
  const last = end.toISOString().slice(0, 10)
  return isInstant ? [instantOf(first), new Date(Date.parse(instantOf(last)) + 86_399_999).toISOString()] : [first, last]
}
