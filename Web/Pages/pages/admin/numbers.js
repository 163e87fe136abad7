/** Rules by which records are numbered: `K{yy}{seq:8}`. */
import { today } from '../../parts/format.js'

const PLACE = /\{(yyyy|yy|mm|dd|seq:(\d{1,2}))\}/g

/** The first number that a rule would give today; empty where the rule cannot be read. */
export function numberExample(rule) {
  const [year, month, day] = today().split('-')
  let sequences = 0
  const text = rule.replace(PLACE, (_, name, digits) => {
    if (digits === undefined) return { yyyy: year, yy: year.slice(2), mm: month, dd: day }[name]
    sequences += 1
    return '1'.padStart(Number(digits), '0')
  })
  return sequences === 1 && !/[{}]/.test(text) ? text : ''
}
