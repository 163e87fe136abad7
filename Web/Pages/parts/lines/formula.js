/**
 * What a simple formula comes to while somebody types: numbers, fields, + - * / and brackets, exact to the last digit. Anything else is left to
 * the server and gives undefined; null where a part is missing.
 */
const TOKEN = /\s*(?:(\d+(?:\.\d+)?)|([A-Za-z_]\w*)|([-+*/()]))/y
/** The server rounds what does not divide evenly to as many places. */
const DIVISION = 10

export function formulaValue(field, values) {
  const tree = parsed(field.details.formula)
  if (!tree) return undefined
  const result = tree(values)
  if (!result) return result
  if (field.details.result === 'money') return result.currency ? { amount: text(rounded(result, currencyPlaces(result.currency))), currency: result.currency } : undefined
  if (result.currency) return undefined
  const places = { integer: 0, decimal: field.details.places ?? 0, percent: field.details.places ?? 2 }[field.details.result]
  if (places === undefined) return undefined
  const shown = text(rounded(result, places))
  return field.details.result === 'integer' ? Number(shown) : shown
}

const known = new Map()
function parsed(source) {
  if (!known.has(source)) known.set(source, parse(source))
  return known.get(source)
}

/** A function of the values; null for what is not simple. */
function parse(source) {
  const tokens = []
  TOKEN.lastIndex = 0
  const end = source.trimEnd().length
  while (TOKEN.lastIndex < end) {
    const match = TOKEN.exec(source)
    if (!match) return null
    tokens.push(match)
  }
  let place = 0
  const sign = (...signs) => signs.includes(tokens[place]?.[3]) && tokens[place++][3]
  const operation = (next, ...signs) => () => {
    let left = next()
    for (let found; left && (found = sign(...signs)); ) {
      const [first, second] = [left, next()]
      if (!second) return null
      const run = OPERATIONS[found]
      left = (values) => both(first(values), second(values), run)
    }
    return left
  }
  const factor = () => {
    if (sign('-')) {
      const inner = factor()
      return inner && ((values) => both({ units: -1n, places: 0 }, inner(values), OPERATIONS['*']))
    }
    if (sign('(')) {
      const inner = sum()
      return sign(')') ? inner : null
    }
    const token = tokens[place++]
    if (token?.[1]) return () => number(token[1])
    if (token?.[2] && tokens[place]?.[3] !== '(') return (values) => number(values[token[2]])
    return null
  }
  const product = operation(factor, '*', '/')
  const sum = operation(product, '+', '-')
  const tree = sum()
  return place === tokens.length ? tree : null
}

/** Null where a part is missing, undefined where it is no number. */
const both = (left, right, run) => (left === undefined || right === undefined ? undefined : left && right ? run(left, right) : null)

function number(value) {
  if (value === null || value === undefined || value === '') return null
  const amount = String(value.amount ?? value)
  if (!/^[+-]?\d+(\.\d+)?$/.test(amount)) return undefined
  const [whole, rest = ''] = amount.split('.')
  return { units: BigInt(whole + rest), places: rest.length, currency: value.currency }
}

const scaled = ({ units, places }, to) => units * 10n ** BigInt(to - places)
const add = (factor) => (left, right) => {
  if (left.currency !== right.currency) return null
  const places = Math.max(left.places, right.places)
  return { units: scaled(left, places) + factor * scaled(right, places), places, currency: left.currency }
}
const OPERATIONS = {
  '+': add(1n), '-': add(-1n),
  '*': (left, right) => (left.currency && right.currency ? null : settled({ units: left.units * right.units, places: left.places + right.places, currency: left.currency ?? right.currency })),
  '/': (left, right) => {
    if (!right.units || (right.currency && right.currency !== left.currency)) return null
    const places = Math.max(left.places, right.places)
    const quotient = { units: half(scaled(left, places) * 10n ** BigInt(DIVISION), scaled(right, places)), places: DIVISION, currency: right.currency ? undefined : left.currency }
    return settled(quotient)
  },
}

/** Money is whole in its smallest unit at every step. */
const settled = (value) => (value.currency ? { ...rounded(value, currencyPlaces(value.currency)), currency: value.currency } : value)
const rounded = (value, places) => ({ ...value, units: places >= value.places ? scaled(value, places) : half(value.units, 10n ** BigInt(value.places - places)), places })

/** Rounds half away from zero, as invoices do. */
function half(units, divisor) {
  const isNegative = units < 0n !== divisor < 0n
  const [whole, by] = [units < 0n ? -units : units, divisor < 0n ? -divisor : divisor]
  const result = (whole * 2n + by) / (by * 2n)
  return isNegative ? -result : result
}

function text({ units, places }) {
  const digits = String(units < 0n ? -units : units).padStart(places + 1, '0')
  return (units < 0n ? '-' : '') + (places ? `${digits.slice(0, -places)}.${digits.slice(-places)}` : digits)
}

const currencyPlaces = (currency) => new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits
