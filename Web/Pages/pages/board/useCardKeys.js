/** Moving cards by keyboard: space takes one, arrows choose the column, space lays it down, Escape puts it back; without one, arrows walk. */
import { nextTick, reactive } from '../../parts/libraries.js'
import { t } from '../../parts/texts.js'

/** @param board `{ keys(), labelOf(key), recordsOf(key), move(record, from, to), mayMove(), open(record) }` */
export function useCardKeys(board) {
  const state = reactive({ taken: null, from: null, to: null, message: '' })
  const say = (key, values) => (state.message = t(`board.say.${key}`, values))
  const nameOf = (record) => board.titleOf(record)

  function press(event, record, column) {
    if (event.target !== event.currentTarget) return
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    const isOwn = step || ['ArrowUp', 'ArrowDown', ' ', 'Enter', 'Escape'].includes(event.key)
    if (!isOwn || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Escape' && !state.taken) return
    event.preventDefault()
    event.stopPropagation()
    if (state.taken) return carry(event.key, step)
    if (event.key === 'Enter') return board.open(record)
    if (event.key === ' ') return take(record, column)
    walk(column, record, step, { ArrowUp: -1, ArrowDown: 1 }[event.key] ?? 0)
  }
  function take(record, column) {
    if (!board.mayMove()) return
    Object.assign(state, { taken: record, from: column, to: column })
    say('taken', { name: nameOf(record), column: board.labelOf(column) })
  }
  async function carry(key, step) {
    const { taken, from, to } = state
    if (step) {
      const keys = board.keys()
      state.to = keys[Math.min(keys.length - 1, Math.max(0, keys.indexOf(to) + step))]
      say('over', { column: board.labelOf(state.to) })
      return document.querySelector(`.gx-board-column-cards[data-key="${CSS.escape(state.to)}"]`)?.closest('.gx-board-column').scrollIntoView({ block: 'nearest', inline: 'nearest' })
    }
    if (key === ' ' || key === 'Enter') {
      Object.assign(state, { taken: null, from: null, to: null })
      say('dropped', { name: nameOf(taken), column: board.labelOf(to) })
      board.move(taken, from, to)
      return focus(taken.id)
    }
    if (key === 'Escape') {
      Object.assign(state, { taken: null, from: null, to: null })
      say('back', { name: nameOf(taken), column: board.labelOf(from) })
    }
  }
  function walk(column, record, sideways, down) {
    const keys = board.keys()
    const records = board.recordsOf(column)
    const place = records.findIndex(({ id }) => id === record.id)
    if (down) return focus(records[place + down]?.id)
    for (let i = keys.indexOf(column) + sideways; keys[i] !== undefined; i += sideways) {
      const others = board.recordsOf(keys[i])
      if (others.length) return focus(others[Math.min(place, others.length - 1)].id)
    }
  }
  const focus = (id) => id && nextTick(() => document.querySelector(`.gx-board-card[data-id="${CSS.escape(id)}"]`)?.focus())
  return { state, press }
}
