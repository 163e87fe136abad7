/** Moving and resizing a tile with mouse, pen or finger: the others give way while it moves; Escape puts all back. */
import { onBeforeUnmount, ref } from '../../parts/libraries.js'
import { COLUMNS, GAP, ROW, changed } from './grid.js'

/** @param place `{ grid(), tiles(), set(tiles) }` */
export function useTileDrag({ grid, tiles, set }) {
  const moving = ref(null)
  let start = null

  function begin(event, tile, isResize) {
    if (event.button) return
    event.preventDefault()
    start = { tile, isResize, x: event.clientX, y: event.clientY, tiles: tiles(), column: (grid().clientWidth + GAP) / COLUMNS }
    moving.value = tile.id
    window.addEventListener('pointermove', move)
    window.addEventListener('pointerup', end)
    window.addEventListener('pointercancel', putBack)
    window.addEventListener('keydown', key, true)
  }
  function move(event) {
    const across = Math.round((event.clientX - start.x) / start.column)
    const down = Math.round((event.clientY - start.y) / (ROW + GAP))
    const { tile } = start
    set(changed(start.tiles, tile.id, start.isResize ? { w: Math.min(COLUMNS - tile.x, tile.w + across), h: tile.h + down } : { x: tile.x + across, y: tile.y + down }))
  }
  function end() {
    moving.value = null
    start = null
    window.removeEventListener('pointermove', move)
    window.removeEventListener('pointerup', end)
    window.removeEventListener('pointercancel', putBack)
    window.removeEventListener('keydown', key, true)
  }
  function putBack() {
    if (start) set(start.tiles)
    end()
  }
  function key(event) {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    putBack()
  }
  onBeforeUnmount(end)
  return { moving, begin }
}

const overlap = (one, other) => one.x < other.x + other.w && other.x < one.x + one.w

/** The same by a command of the menu. */
export function arranged(tiles, id, command) {
  const tile = tiles.find((other) => other.id === id)
  const above = tiles.filter((other) => other.id !== id && overlap(tile, other) && other.y < tile.y).sort((one, other) => other.y - one.y)[0]
  const below = tiles.filter((other) => other.id !== id && overlap(tile, other) && other.y >= tile.y + tile.h).sort((one, other) => one.y - other.y)[0]
  const changes = {
    left: { x: tile.x - 1 }, right: { x: tile.x + 1 }, up: { y: above?.y ?? 0 }, down: { y: tile.y + (below?.h ?? 1) },
    wider: { w: tile.w + 1, x: Math.min(tile.x, COLUMNS - tile.w - 1) }, narrower: { w: tile.w - 1 }, taller: { h: tile.h + 1 }, shorter: { h: tile.h - 1 },
  }[command]
  return changed(tiles, id, changes)
}
