/** A check-up in numbers: the whole file, then each column. */
import { html } from '../../parts/html.js'
import { exactNumber } from '../../parts/format.js'
import { t } from '../../parts/texts.js'

/** 12.3 %, never 0 for what is there nor 100 for what is not all. */
function share(part, whole) {
  if (!whole) return ''
  const tenths = Math.round((part * 1000) / whole)
  return `${(part > 0 && part < whole ? Math.min(Math.max(tenths, 1), 999) : tenths) / 10} %`
}

const TOTALS = [['rows'], ['unusable', 'bad'], ['surplus', 'warn'], ['known', 'warn'], ['findings', 'warn']]

export const FileCheckSummary = ({ summary }) => {
  const { totals, columns, broken } = summary
  const total = ([key, colour]) => html`
    <div class="gx-count"><span class="gx-faint">${t(`page.fileCheck.total.${key}`)}</span><b class=${colour && totals[key] > 0 ? `gx-${colour}` : ''}>${exactNumber(totals[key])}</b>
      ${['unusable', 'surplus', 'known'].includes(key) && html`<span class="gx-faint gx-small">${share(totals[key], totals.rows)}</span>`}</div>`
  const tallies = (list, colour) => list.map(({ kind, label, count }) => html`<span key=${kind} class=${['gx-check-tally', `gx-${colour}`]}>${t('page.fileCheck.tally', { label, count: exactNumber(count) })}</span>`)
  const row = (column, i) => html`
    <tr key=${i}><th scope="row"><b class="gx-cut">${column.name}</b><span class="gx-faint gx-small">${column.label}</span></th>
      <td class="gx-check-filled"><meter class="gx-quality-meter" min="0" max=${totals.rows || 1} value=${column.filled} aria-label=${t('page.fileCheck.filled')}></meter><span class="gx-number">${share(column.filled, totals.rows)}</span></td>
      <td class="gx-check-tallies">${column.invalid.length || column.suspicious.length || column.notes.length
        ? [tallies(column.invalid, 'bad'), tallies(column.suspicious, 'warn'), tallies(column.notes, 'faint')] : html`<span class="gx-faint">–</span>`}</td></tr>`
  return html`
    <section class="gx-column"><div class="gx-counts">${TOTALS.map(total)}</div>
      <p class="gx-faint gx-small">${t('page.fileCheck.unusableHelp')}</p>
      ${broken.length > 0 && html`<div class="gx-import-problem" role="note"><p>${t('page.fileCheck.unread', { n: totals.unread, count: exactNumber(totals.unread) })}</p>${broken.map(({ kind, label, count }) => html`<p key=${kind} class="gx-error">${t('page.fileCheck.tally', { label, count: exactNumber(count) })}</p>`)}</div>`}</section>
    <section class="gx-column"><h2>${t('page.fileCheck.columns')}</h2>
      <div class="gx-check-wide"><table class="gx-admin-rows gx-check-columns"><thead><tr><th>${t('page.fileCheck.column')}</th><th>${t('page.fileCheck.filled')}</th><th>${t('page.fileCheck.problems')}</th></tr></thead><tbody>${columns.map(row)}</tbody></table></div></section>`
}
FileCheckSummary.props = ['summary']
