/** Sums of decimal texts without rounding: what stands in a table must be right to the last digit. */

/** `0.1` and `0.2` are `0.3`. */
export function addExact(one, other) {
  const places = Math.max(decimals(one), decimals(other))
  return written(units(one, places) + units(other, places), places)
}

export const subtractExact = (one, other) => addExact(one, String(other).startsWith('-') ? String(other).slice(1) : `-${other}`)

const decimals = (text) => String(text).split('.')[1]?.length ?? 0

function units(text, places) {
  const [whole, rest = ''] = String(text).split('.')
  return BigInt(whole + rest.padEnd(places, '0'))
}

function written(value, places) {
  const sign = value < 0n ? '-' : ''
  const digits = String(value < 0n ? -value : value).padStart(places + 1, '0')
  return sign + (places ? `${digits.slice(0, -places)}.${digits.slice(-places)}` : digits)
}
