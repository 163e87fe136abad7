/** The foot of a table of lines: what its columns of numbers add up to. */
import { html } from '../html.js'
import { isNumeric } from '../fields/Value.js'
import { t } from '../texts.js'
import { columnTotals, totalText } from './columns.js'

/** `before` and `after` are the cells beside the columns. */
export const LineTotals = ({ columns, rows, before = 0, after = 0 }) => {
  const totals = columns.map((field) => columnTotals(field, rows))
  if (!rows.length || !totals.some((total) => total?.length)) return null
  const name = totals[0]?.length ? null : t('lines.total')
  return html`
    <tfoot><tr class="gx-line-totals">${before > 0 && html`<td colspan=${before}></td>`}
      ${columns.map((field, i) => html`<td key=${field.key} data-total=${field.key} class=${isNumeric(field) && 'gx-right'}>${i === 0 && name ? name : (totals[i] ?? []).map((total) => html`<span class="gx-number gx-line-total">${totalText(total)}</span>`)}</td>`)}
      ${after > 0 && html`<td colspan=${after}></td>`}</tr></tfoot>`
}
LineTotals.props = ['columns', 'rows', 'before', 'after']
