/**
 * Rows that are put in order by dragging, or with Alt and the arrow keys where one is focused. The order is told, and whoever holds the list
 * changes it.
 */
import { h, onBeforeUnmount, onMounted, ref } from './libraries.js'
import { Sortable } from '../libraries/sortable.js'

/** Moves one item of a copy of the list. */
export function moved(list, from, to) {
  const copy = [...list]
  copy.splice(to, 0, ...copy.splice(from, 1))
  return copy
}

/**
 * `onMove(from, to)` within the list. Lists of one `group` take each other's rows: then `onTake({ key, to, from })` tells where a row with
 * `data-key` came from (its list's `name`) and where it goes.
 */
export const DragList = {
  props: { tag: { type: String, default: 'div' }, handle: String, group: String, name: String, disabled: Boolean },
  emits: ['move', 'take'],
  setup(props, { slots, emit }) {
    const place = ref(null)
    let sortable = null
    let after = null
    onMounted(() => {
      sortable = Sortable.create(place.value, {
        animation: 120, handle: props.handle, group: props.group, disabled: props.disabled, draggable: '[data-key]', ghostClass: 'gx-drag-ghost', delayOnTouchOnly: true, delay: 120,
        onChoose: ({ item }) => (after = item.nextSibling),
        onEnd: ({ item, from, to, oldDraggableIndex, newDraggableIndex }) => {
          // The library has moved the element; it goes back, so that the page's own drawing stays the only truth.
          from.insertBefore(item, after)
          if (from !== to) emit('take', { key: item.dataset.key, from: props.name, to: to.dataset.list, index: newDraggableIndex })
          else if (oldDraggableIndex !== newDraggableIndex) emit('move', oldDraggableIndex, newDraggableIndex)
        },
      })
    })
    onBeforeUnmount(() => sortable?.destroy())
    const press = (event) => {
      const step = event.altKey && { ArrowUp: -1, ArrowDown: 1 }[event.key]
      const row = event.target.closest('[data-key]')
      if (!step || !row || row.parentElement !== place.value) return
      event.preventDefault()
      const rows = [...place.value.children].filter((child) => child.dataset.key !== undefined)
      const from = rows.indexOf(row)
      if (rows[from + step]) emit('move', from, from + step)
    }
    return () => h(props.tag, { ref: place, onKeydown: press, 'data-list': props.name }, slots.default?.())
  },
}
