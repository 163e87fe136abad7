/** The tiles of a dashboard where they lie; one below the other on a phone. */
import { html } from '../../parts/html.js'
import { ref } from '../../parts/libraries.js'
import { useNarrow } from '../../parts/useNarrow.js'
import { Tile } from './Tile.js'
import { arranged, useTileDrag } from './useTileDrag.js'

/** On a phone a tile is as high as its kind needs. */
const NARROW_ROWS = { number: 2, chart: 5 }

export const DashboardGrid = {
  props: { tiles: Array, period: String, isEditing: Boolean, reloads: Number },
  emits: ['tiles', 'edit', 'copy', 'remove'],
  setup(props, { emit }) {
    const grid = ref(null)
    const isNarrow = useNarrow(800)
    const drag = useTileDrag({ grid: () => grid.value, tiles: () => props.tiles, set: (tiles) => emit('tiles', tiles) })
    const place = (tile) => (isNarrow.value ? { gridRow: `span ${NARROW_ROWS[tile.kind] ?? tile.h}` } : { gridColumn: `${tile.x + 1} / span ${tile.w}`, gridRow: `${tile.y + 1} / span ${tile.h}` })
    return () => html`
      <div class=${['gx-dashboard-grid', props.isEditing && !isNarrow.value && 'gx-dashboard-lines']} ref=${grid}>
        ${[...props.tiles].sort((one, other) => one.y - other.y || one.x - other.x).map((tile) => html`
          <${Tile} key=${tile.id} tile=${tile} period=${props.period} place=${place(tile)} isEditing=${props.isEditing} isMoving=${drag.moving.value === tile.id} reloads=${props.reloads}
            onGrab=${(event) => !isNarrow.value && drag.begin(event, tile, false)} onResize=${(event) => drag.begin(event, tile, true)} onArrange=${(command) => emit('tiles', arranged(props.tiles, tile.id, command))}
            onEdit=${() => emit('edit', tile)} onCopy=${() => emit('copy', tile)} onRemove=${() => emit('remove', tile)} />`)}
      </div>`
  },
}
