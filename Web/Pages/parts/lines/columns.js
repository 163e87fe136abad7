/** Which fields of a line stand in its table, what they come to, and how they read. */
import { kindOf } from '../catalogue.js'
import { addExact } from '../charts/exact.js'
import { currencySymbol, exactNumber } from '../format.js'
import { isEmpty, titleOf } from '../fields/Value.js'
import { t } from '../texts.js'
import { formulaValue } from './formula.js'

/** What needs more room than a cell has is changed on the line's own page. */
const TOO_LARGE = new Set(['richText', 'address', 'json', 'attachments', 'references'])
const MOST = 10

/** The fields of a line beside its header, at most as many as a table holds: those of lists before others. */
export function lineColumns(line) {
  const fields = line.fields.filter((field) => !field.is.system && !field.retired && field.key !== line.header.field && !['owner', 'unit'].includes(field.key) && !TOO_LARGE.has(kindOf(field)))
  const weight = (field) => (field.key === line.title || field.required ? 0 : field.is.listed ? 1 : 2)
  const kept = new Set([...fields].sort((one, other) => weight(one) - weight(other)).slice(0, MOST))
  return fields.filter((field) => kept.has(field))
}

/** A cell's value while it is being typed: formulas as far as they can be told here, else as they were saved last. */
export function cellValue(field, row) {
  if (field.kind !== 'formula') return row.values[field.key]
  const value = formulaValue(field, row.values)
  return value !== undefined ? value : row.isTouched ? null : row.values[field.key]
}

/** What a column of numbers adds up to, `[{ amount, currency }]`, one for each currency; undefined for what is not added. */
export function columnTotals(field, rows) {
  const kind = kindOf(field)
  if (!['integer', 'decimal', 'money'].includes(kind) || field.right === 'masked') return undefined
  const totals = new Map()
  for (const row of rows) {
    const value = cellValue(field, row)
    const amount = kind === 'money' ? value?.amount : value
    if (isEmpty(amount) || !/^[+-]?\d+(\.\d+)?$/.test(String(amount))) continue
    const currency = kind === 'money' ? value.currency : ''
    totals.set(currency, addExact(totals.get(currency) ?? '0', String(amount)))
  }
  return [...totals].map(([currency, amount]) => ({ amount, currency }))
}

export const totalText = ({ amount, currency }) => (currency ? currencySymbol(currency) : '') + exactNumber(amount)

/** A value in a few words, without anything to click. */
export function cellText(field, value, record) {
  if (isEmpty(value)) return ''
  if (field.right === 'masked') return String(value)
  switch (kindOf(field)) {
    case 'integer': case 'decimal': return exactNumber(value)
    case 'percent': return `${exactNumber(value)}%`
    case 'money': return totalText(value)
    case 'flag': return t(value ? 'value.yes' : 'value.no')
    case 'choice': return field.option[value]?.label ?? value
    case 'choices': return value.map((key) => field.option[key]?.label ?? key).join(t('list.comma'))
    case 'reference': return titleOf(record, field, value) ?? ''
    default: return String(value)
  }
}
