/** Rows that come from a spreadsheet through the clipboard: cells between tabs, read by the kinds of the columns they fall into. */
import { entityNamed, kindOf } from '../catalogue.js'
import { readDay } from '../fields/DateInput.js'
import { readNumber, readNumberOf } from '../fields/Editor.js'
import { findRecords } from '../fields/ReferencePicker.js'
import { parse } from '../separated.js'
import { t } from '../texts.js'

/** The cells of a copied range; null for a single one, which is pasted like any text. */
export const copiedCells = (text) => (/[\t\n]/.test(text.trim()) ? parse(text, '\t') : null)

/** A cell's value as the API takes it: `{ value, title }`, or a note why there is none. */
export async function readCell(field, text) {
  const words = text.trim()
  if (!words) return { value: null }
  const same = (other) => String(other).toLowerCase() === words.toLowerCase()
  switch (kindOf(field)) {
    case 'integer': case 'decimal': return { value: readNumberOf(field, words) }
    case 'percent': return { value: readNumber(words.replace(/%$/, '')) }
    case 'money': return { value: { amount: readNumber(words.replace(/^[^\d.+-]+/, '')), currency: field.details.currency } }
    case 'date': return { value: readDay(words) ?? words }
    case 'flag': return { value: same(t('value.yes')) || ['true', '1', 'yes', '✓'].some(same) }
    case 'choice': {
      const option = field.options.find((option) => !option.retired && (same(option.key) || same(option.label)))
      return option ? { value: option.key } : { value: null, note: t('lines.noOption', { text: words }) }
    }
    case 'reference': {
      const target = entityNamed(field.details.target)
      const found = target ? (await findRecords(target, words)).filter((option) => same(option.label) || same(option.detail ?? '')) : []
      return found.length === 1 ? { value: found[0].key, title: found[0].label } : { value: null, note: t('lines.noRecord', { text: words }) }
    }
    default: return { value: text }
  }
}
