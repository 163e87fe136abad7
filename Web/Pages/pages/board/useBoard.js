/** The columns of a board with their cards, each paged by its own query; moving cards between them; counts and sums from the server. */
import { nextTick, reactive, watch } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { addExact, subtractExact } from '../../parts/charts/exact.js'
import { changeRecord } from '../../parts/forms/changeRecord.js'
import { useLive } from '../../parts/live.js'
import { together } from '../../parts/rules.js'
import { t } from '../../parts/texts.js'
import { done, failed } from '../../parts/toast.js'

const PAGE = 20
export const NONE = ''

/** @param board A function that gives `{ entity, field, cardFields, sumField, filter, q }`. */
export function useBoard(board) {
  const state = reactive({ columns: {}, counts: null, problem: null })
  const valueOf = (key) => (key === NONE ? null : key)
  const ruleOf = (key) => ({ [board().field.key]: key === NONE ? { empty: true } : key })
  let generation = 0

  const params = () => {
    const { entity, field, cardFields } = board()
    const keys = [entity.title, field.key, 'modifiedAt', 'createdAt', 'lastContactAt', 'owner', ...cardFields.map(({ key }) => key)].filter((key) => entity.field[key])
    const expand = [...new Set(keys)].filter((key) => ['reference', 'references'].includes(entity.field[key].kind))
    return { fields: [...new Set(keys)].join(','), expand: expand.join(',') }
  }
  const columnOf = (key) => (state.columns[key] ??= { records: [], next: null, isLoaded: false, isBusy: false, problem: null })

  /** The first page of a column, or the next one. */
  async function load(key) {
    const column = columnOf(key)
    if (column.isBusy || (column.isLoaded && !column.next)) return
    const mine = generation
    Object.assign(column, { isBusy: true, problem: null })
    try {
      const answer = await api.get(`/${board().entity.resource}`, { ...params(), filter: together(board().filter, ruleOf(key)), q: board().q, sort: '-modifiedAt', limit: PAGE, cursor: column.next })
      if (mine !== generation) return
      const known = new Set(column.records.map(({ id }) => id))
      Object.assign(column, { records: [...column.records, ...answer.data.filter(({ id }) => !known.has(id))], next: answer.page.next, isLoaded: true })
    } catch (problem) {
      if (mine === generation) column.problem = problem
    } finally {
      if (mine === generation) column.isBusy = false
    }
  }

  /** How many and how much there is in each column, whatever is loaded of it. Sums are kept by currency. */
  async function count() {
    const { entity, field, sumField, filter, q } = board()
    const mine = generation
    const sum = sumField && `sum:${sumField.key}`
    try {
      const answer = await api.get(`/${entity.resource}/aggregate`, { group: field.key, measure: ['count', sum].filter(Boolean).join(','), filter, q })
      if (mine !== generation) return
      const counts = {}
      for (const { group, measures } of answer.data) {
        const own = (counts[group[field.key] ?? NONE] ??= { count: 0, sums: {} })
        own.count += measures.count
        const amount = sum && measures[sum]
        if (amount !== null && amount !== undefined && amount !== '') own.sums[amount.currency ?? ''] = String(amount.amount ?? amount)
      }
      Object.assign(state, { counts, problem: null })
    } catch (problem) {
      if (mine === generation) state.problem = problem
    }
  }

  function reload() {
    generation++
    const shown = Object.keys(state.columns)
    state.columns = {}
    count()
    nextTick(() => shown.forEach(load))
  }

  /** Moves at once; the server is told, and when it refuses, the card goes back with the reason. */
  async function move(record, from, to, place = 0) {
    const { entity, field } = board()
    if (from === to) return
    shift(record, from, to, place)
    try {
      const changed = await changeRecord(entity, record, { [field.key]: valueOf(to) })
      if (!changed) return shift(record, to, from, 0)
      replace(to, { ...record, ...known(record, changed), expanded: record.expanded })
      done(t('board.moved', { name: record[entity.title] ?? '', column: labelOf(to) }), () => moveBack(changed.id, to, from))
    } catch (problem) {
      shift(record, to, from, 0)
      failed(problem)
      if (problem.code === 'stale') refresh(record.id)
    }
  }
  const moveBack = async (id, from, to) => {
    const record = columnOf(from).records.find((other) => other.id === id)
    if (record) await move(record, from, to)
  }
  const known = (record, changed) => Object.fromEntries(Object.keys(record).filter((key) => key in changed).map((key) => [key, changed[key]]))
  const labelOf = (key) => (key === NONE ? t('chart.none') : board().field.option[key]?.label ?? key)

  function shift(record, from, to, place) {
    const [source, target] = [columnOf(from), columnOf(to)]
    source.records = source.records.filter(({ id }) => id !== record.id)
    target.records = [...target.records.slice(0, place), record, ...target.records.slice(place)]
    add(from, -1, record)
    add(to, 1, record)
  }
  function add(key, sign, record) {
    if (!state.counts) return
    const own = (state.counts[key] ??= { count: 0, sums: {} })
    own.count += sign
    const value = record[board().sumField?.key]
    if (value === null || value === undefined) return
    const currency = value.currency ?? ''
    own.sums[currency] = (sign > 0 ? addExact : subtractExact)(own.sums[currency] ?? '0', String(value.amount ?? value))
  }
  function replace(key, record) {
    const column = columnOf(key)
    column.records = column.records.map((other) => (other.id === record.id ? record : other))
  }

  /** A card that changed elsewhere: drawn anew, moved to its column, or taken away when it no longer belongs here. */
  async function refresh(id) {
    const { entity, field, filter, q } = board()
    const answer = await api.get(`/${entity.resource}`, { ...params(), filter: together(filter, { id: { in: [id] } }), q, limit: 1 }).catch(() => null)
    if (!answer) return
    const [record] = answer.data
    for (const column of Object.values(state.columns)) {
      const isHere = record && column === columnOf(record[field.key] ?? NONE) && column.records.some((other) => other.id === id)
      if (!isHere) column.records = column.records.filter((other) => other.id !== id)
    }
    if (!record) return
    const column = columnOf(record[field.key] ?? NONE)
    if (column.records.some((other) => other.id === id)) replace(record[field.key] ?? NONE, record)
    else column.records = [record, ...column.records]
  }
  let timer = 0
  const countSoon = () => {
    clearTimeout(timer)
    timer = setTimeout(count, 1500)
  }
  useLive((change) => {
    if (!change) return reload()
    if (change.entity !== board().entity.name) return
    const shown = Object.values(state.columns).flatMap((column) => column.records).find(({ id }) => id === change.record)
    // One's own move is known already.
    if (!shown || !change.version || shown.version < change.version) refresh(change.record)
    countSoon()
  })

  watch(() => JSON.stringify([board().entity.name, board().field.key, params(), board().sumField?.key, board().filter, board().q]), reload)
  count()
  return { state, load, move, reload, columnOf, labelOf }
}
