/**
 * The rows of a list at any place in it, held in pages of a hundred: what is looked at is asked for, what was looked at stays for a while. So a
 * scroll bar over a million rows works, and coming back shows what was there.
 */
import { computed, reactive } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'

const PAGE = 100
const KEPT = 60

/** `query()` gives `{ path, params }` of the list; when it changes, call `reload`. */
export function useRows(query) {
  const state = reactive({ total: null, isExact: false, problem: null, isLoading: true, sums: null })
  let pages = reactive(new Map())
  let controller = new AbortController()
  let generation = 0

  const length = computed(() => {
    if (state.total !== null) return state.total
    const last = Math.max(-1, ...[...pages].filter(([, page]) => page.rows).map(([number]) => number))
    const page = pages.get(last)
    // As long as nobody has counted, there is at least one more page where the last one leads on.
    return last < 0 ? 0 : last * PAGE + page.rows.length + (page.next ? 1 : 0)
  })

  const row = (index) => pages.get(Math.floor(index / PAGE))?.rows?.[index % PAGE]

  /** Starts anew; what is shown stays until the first page is there. */
  async function reload({ keep = false } = {}) {
    controller.abort()
    controller = new AbortController()
    const mine = ++generation
    Object.assign(state, { isLoading: true, problem: null })
    if (!keep) Object.assign(state, { total: null, isExact: false })
    try {
      const { path, params } = query()
      const first = await api.get(path, { ...params, limit: PAGE }, { signal: controller.signal })
      if (mine !== generation) return
      pages.clear()
      pages.set(0, { rows: first.data, next: first.page.next })
      if (!first.page.next) Object.assign(state, { total: first.data.length, isExact: true })
      else count(mine)
    } catch (problem) {
      if (problem.name === 'AbortError' || mine !== generation) return
      state.problem = problem
    } finally {
      if (mine === generation) state.isLoading = false
    }
  }

  /** Counting a million rows takes longer than showing the first ones, so it comes afterwards. */
  async function count(mine) {
    const { path, params } = query()
    const { filter, q, deleted } = params
    const answer = await api.get(`${path}/aggregate`, { filter, q, deleted, measure: 'count' }, { signal: controller.signal }).catch(() => null)
    if (answer && mine === generation) Object.assign(state, { total: answer.data.reduce((sum, group) => sum + group.measures.count, 0), isExact: true })
  }

  /** Sees to it that the rows of these places come. */
  function want(from, to) {
    for (let number = Math.floor(from / PAGE); number <= Math.floor(Math.max(from, to - 1) / PAGE); number++) {
      if (!pages.has(number)) load(number)
    }
  }

  async function load(number) {
    const mine = generation
    const before = pages.get(number - 1)
    pages.set(number, {})
    try {
      const { path, params } = query()
      const place = before?.next ? { cursor: before.next } : { skip: number * PAGE }
      const answer = await api.get(path, { ...params, ...place, limit: PAGE }, { signal: controller.signal })
      if (mine !== generation) return
      pages.set(number, { rows: answer.data, next: answer.page.next })
      if (!answer.page.next) Object.assign(state, { total: number * PAGE + answer.data.length, isExact: true })
      forget(number)
    } catch (problem) {
      if (mine !== generation) return
      pages.delete(number)
      if (problem.name !== 'AbortError') state.problem = problem
    }
  }

  /** Pages far from where one looks are let go. */
  function forget(around) {
    if (pages.size <= KEPT) return
    const far = [...pages.keys()].sort((one, other) => Math.abs(other - around) - Math.abs(one - around))
    for (const number of far.slice(0, pages.size - KEPT)) pages.delete(number)
  }

  /** Resolves with the row at a place, from the server when it is not here. */
  async function rowAt(index) {
    if (!row(index)) await load(Math.floor(index / PAGE))
    return row(index)
  }

  /** Puts a changed record in the place of the old one, wherever it stands. */
  function replace(record) {
    for (const page of pages.values()) {
      const index = page.rows?.findIndex((other) => other.id === record.id) ?? -1
      if (index >= 0) page.rows[index] = { ...page.rows[index], ...record, expanded: { ...page.rows[index].expanded, ...record.expanded } }
    }
  }

  function indexOf(id) {
    for (const [number, page] of pages) {
      const index = page.rows?.findIndex((record) => record.id === id) ?? -1
      if (index >= 0) return number * PAGE + index
    }
    return -1
  }

  return { state, length, row, rowAt, want, reload, replace, indexOf }
}
