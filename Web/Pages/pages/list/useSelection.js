/** Which records of a list are chosen: some by their ids, or all that match but for some. */
import { reactive } from '../../parts/libraries.js'

export function useSelection() {
  const state = reactive({ isAll: false, ids: new Set(), except: new Set() })
  let anchor = -1

  const has = (id) => (state.isAll ? !state.except.has(id) : state.ids.has(id))
  const set = (id, isChosen) => {
    if (state.isAll) state.except[isChosen ? 'delete' : 'add'](id)
    else state.ids[isChosen ? 'add' : 'delete'](id)
  }
  /** With Shift everything from the last click to this one. */
  function toggle(id, index = -1, isRange = false, rows = null) {
    const isChosen = !has(id)
    if (isRange && anchor >= 0 && index >= 0) {
      for (let i = Math.min(anchor, index); i <= Math.max(anchor, index); i++) {
        const row = rows.row(i)
        if (row) set(row.id, isChosen)
      }
    } else {
      set(id, isChosen)
    }
    anchor = index
  }
  const count = (total) => (state.isAll ? (total ?? 0) - state.except.size : state.ids.size)
  const clear = () => {
    state.isAll = false
    state.ids.clear()
    state.except.clear()
  }
  /** The rows that are here; a second step takes all that match. */
  function toggleAll(rows) {
    if (state.isAll || state.ids.size) return clear()
    for (let i = 0; i < Math.min(rows.length.value, 100); i++) {
      const row = rows.row(i)
      if (row) state.ids.add(row.id)
    }
  }
  const chooseAll = () => {
    state.ids.clear()
    state.isAll = true
  }
  return {
    state, has, toggle, toggleAll, chooseAll, clear, count,
    isAll: () => state.isAll && !state.except.size,
    isSome: () => !(state.isAll && !state.except.size) && (state.isAll || state.ids.size > 0),
  }
}
