/** Keys of what is made at run time, proposed from its English name: `Fleet size` → `x_fleet_size`. */

const words = (name) => (name ?? '').toLowerCase().replace(/[^a-z0-9]+/g, '_').replace(/^_+|_+$/g, '')

/** A key with the prefix that keeps it apart from everything built in; numbered where there is no English name or it is taken. */
export function proposedKey(name, otherwise, taken, longest) {
  const base = words(name).replace(/^(\d)/, 'n$1') || otherwise
  return unused('x_' + base, taken, longest)
}

/** An option's key: plain for a field made at run time, with the prefix for a built-in one, behind the option that it refines. */
export function proposedOptionKey(name, { isBuiltIn, refines, taken }) {
  const own = (isBuiltIn ? 'x_' : '') + (words(name) || 'option')
  return unused((refines ? refines + '.' : '') + own, taken, 40)
}

function unused(key, taken, longest) {
  const start = key.slice(0, longest - 3).replace(/_+$/, '')
  if (!taken.has(start)) return start
  for (let i = 2; ; i++) if (!taken.has(`${start}_${i}`)) return `${start}_${i}`
}
