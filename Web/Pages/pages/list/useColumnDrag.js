/** Moving a column by its head, and making it wider or narrower by its edge. */
import { reactive } from '../../parts/libraries.js'

export function useColumnDrag(props, emit) {
  const state = reactive({ from: -1, over: -1 })
  let moved = false

  const handlers = (index) => ({
    draggable: true,
    onDragstart: (event) => {
      state.from = index
      event.dataTransfer.effectAllowed = 'move'
      event.dataTransfer.setData('text/plain', String(index))
    },
    onDragover: (event) => {
      if (state.from < 0) return
      event.preventDefault()
      state.over = index
    },
    onDragend: () => Object.assign(state, { from: -1, over: -1 }),
    onDrop: (event) => {
      event.preventDefault()
      const columns = [...props.columns]
      columns.splice(index, 0, ...columns.splice(state.from, 1))
      Object.assign(state, { from: -1, over: -1 })
      emit('columns', columns)
    },
  })

  function resize(event, index) {
    event.preventDefault()
    event.stopPropagation()
    const head = event.target.parentElement
    const start = event.clientX
    const width = head.getBoundingClientRect().width
    const follow = ({ clientX }) => {
      moved = true
      emit('columns', props.columns.map((column, i) => (i === index ? { ...column, width: Math.max(60, Math.round(width + clientX - start)) } : column)))
    }
    const stop = () => {
      window.removeEventListener('pointermove', follow)
      setTimeout(() => (moved = false))
    }
    window.addEventListener('pointermove', follow)
    window.addEventListener('pointerup', stop, { once: true })
  }

  return { state, handlers, resize, hasMoved: () => moved }
}
