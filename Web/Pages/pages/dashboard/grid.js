/** Where tiles lie: twelve columns, rows of one height, nothing on top of another, no gaps above. */
export const COLUMNS = 12
export const ROW = 56
export const GAP = 16

const SIZES = { number: { w: 3, h: 2 }, chart: { w: 6, h: 5 }, list: { w: 6, h: 5 }, text: { w: 4, h: 2 } }
const LEAST = { number: { w: 2, h: 2 }, chart: { w: 3, h: 3 }, list: { w: 3, h: 3 }, text: { w: 2, h: 1 } }

export const sizeOf = (tile) => SIZES[tile.kind] ?? SIZES.chart
const leastOf = (tile) => LEAST[tile.kind] ?? LEAST.chart

const meet = (one, other) => one.id !== other.id && one.x < other.x + other.w && other.x < one.x + one.w && one.y < other.y + other.h && other.y < one.y + one.h

/** The tile within the grid and not too small to say something. */
export function fitted(tile) {
  const least = leastOf(tile)
  const w = Math.min(COLUMNS, Math.max(least.w, tile.w))
  return { ...tile, w, h: Math.min(20, Math.max(least.h, tile.h)), x: Math.min(COLUMNS - w, Math.max(0, tile.x)), y: Math.max(0, tile.y) }
}

const byPlace = (one, other) => one.y - other.y || one.x - other.x

/** Lets every tile rise as far as it can; the one that was just moved is laid first, and the others give way to it. */
export function packed(tiles, moved) {
  const order = [...tiles].sort((one, other) => (other.id === moved) - (one.id === moved) || byPlace(one, other))
  const laid = []
  for (const tile of order) {
    const place = { ...tile }
    while (laid.some((other) => meet(place, other))) place.y++
    laid.push(place)
  }
  // A second time from the top, so that gaps close under the moved one as well.
  const risen = []
  for (const tile of laid.sort(byPlace)) {
    const place = { ...tile }
    while (place.y > 0 && !risen.some((other) => meet({ ...place, y: place.y - 1 }, other))) place.y--
    risen.push(place)
  }
  return risen
}

/** The tiles after one was moved or resized. */
export function changed(tiles, id, changes) {
  return packed(tiles.map((tile) => (tile.id === id ? fitted({ ...tile, ...changes }) : tile)), id)
}
