/**
 * Dragging something to a place, with mouse, pen and touch: `useDragging({ drop(thing, place) })`. Places are elements with `data-drop`; with
 * touch one holds a moment first, so that the page still scrolls.
 */
import { onBeforeUnmount, reactive } from './libraries.js'

const FAR_ENOUGH = 5, HOLD = 280

export function useDragging({ drop }) {
  /** What is dragged, over which place, and where its picture stands. */
  const state = reactive({ thing: null, over: null, x: 0, y: 0 })
  let start = null
  let justDragged = false

  function press(event, thing) {
    if (event.button) return
    start = { thing, x: event.clientX, y: event.clientY, isTouch: event.pointerType === 'touch', timer: 0 }
    if (start.isTouch) start.timer = setTimeout(() => start && begin(start.x, start.y), HOLD)
    window.addEventListener('pointermove', move)
    window.addEventListener('pointerup', end)
    window.addEventListener('pointercancel', cancel)
    window.addEventListener('keydown', key, true)
    window.addEventListener('touchmove', hold, { passive: false })
  }
  function begin(x, y) {
    state.thing = start.thing
    follow(x, y)
  }
  function move(event) {
    const isFar = Math.hypot(event.clientX - start.x, event.clientY - start.y) > FAR_ENOUGH
    if (!state.thing && isFar) {
      if (start.isTouch) return cancel()
      begin(event.clientX, event.clientY)
    }
    if (state.thing) follow(event.clientX, event.clientY)
  }
  function follow(x, y) {
    const place = document.elementsFromPoint(x, y).map((element) => element.closest('[data-drop]')).find(Boolean)
    Object.assign(state, { x, y, over: place?.dataset.drop ?? null })
  }
  function end() {
    const { thing, over } = state
    cancel()
    if (!thing) return
    // The click that follows is not meant.
    justDragged = true
    setTimeout(() => (justDragged = false))
    if (over) drop(thing, over)
  }
  function cancel() {
    clearTimeout(start?.timer)
    start = null
    Object.assign(state, { thing: null, over: null })
    window.removeEventListener('pointermove', move)
    window.removeEventListener('pointerup', end)
    window.removeEventListener('pointercancel', cancel)
    window.removeEventListener('keydown', key, true)
    window.removeEventListener('touchmove', hold)
  }
  const hold = (event) => state.thing && event.preventDefault()
  const key = (event) => {
    if (event.key !== 'Escape' || !state.thing) return
    event.stopPropagation()
    cancel()
  }
  onBeforeUnmount(cancel)
  return { state, press, wasDragged: () => justDragged }
}
