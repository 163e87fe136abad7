/** A list that is read page by page, for as long as the reader wants more. */
import { reactive } from './libraries.js'

/**
 * `load(cursor)` resolves with an answer `{ data, page: { next, total } }`. `reload()` begins anew and keeps what is shown until the new first
 * page is there; an answer that was overtaken is thrown away.
 */
export function usePages(load) {
  const list = reactive({ items: [], next: null, total: null, isLoading: true, isLoaded: false, problem: null, reload, more })
  let asked = 0

  async function fetchPage(cursor) {
    const mine = ++asked
    list.isLoading = true
    try {
      const answer = await load(cursor)
      if (mine !== asked) return
      Object.assign(list, {
        items: cursor ? [...list.items, ...answer.data] : answer.data, next: answer.page?.next ?? null, isLoaded: true, problem: null,
        total: answer.page?.total ?? (cursor ? list.total : null),
      })
    } catch (problem) {
      if (mine === asked) list.problem = problem
    } finally {
      if (mine === asked) list.isLoading = false
    }
  }

  function reload() {
    return fetchPage(undefined)
  }

  function more() {
    return list.next && !list.isLoading ? fetchPage(list.next) : undefined
  }

  reload()
  return list
}

/** Every page of a list, for what is small by nature; `most` bounds it. */
export async function allPages(load, most = 10_000) {
  const items = []
  let cursor
  do {
    const answer = await load(cursor)
    items.push(...answer.data)
    cursor = answer.page?.next
  } while (cursor && items.length < most)
  return items
}
