/** One number, large; with `before`, how it stands to the period before. */
import { html } from '../html.js'
import { Hint, Icon } from '../elements.js'
import { shortNumber, currencySymbol } from '../format.js'
import { t } from '../texts.js'
import { exactText } from './options.js'

export const Figure = (props, { emit }) => {
  const value = props.part.series[0]?.values[0] ?? null
  return html`
    <button type="button" class="gx-figure" onClick=${() => emit('pick')}>
      <span class="gx-figure-value">${value === null ? '—' : figure(value, props.part.currency)}<${Hint} text=${exactText(value, props.model, props.part)} /></span>
      ${props.before !== undefined && trend(Number(value ?? 0), Number(props.before ?? 0), props.beforeText)}
    </button>`
}
Figure.props = ['model', 'part', 'before', 'beforeText']
Figure.emits = ['pick']

/** Below ten thousand people want the number itself. */
function figure(value, currency) {
  const symbol = currency ? currencySymbol(currency) : ''
  return symbol + (Math.abs(Number(value)) < 10_000 ? exactShort(value) : shortNumber(value))
}

const exactShort = (value) => Number(Number(value).toFixed(2)).toLocaleString('en-US')

function trend(now, before, text) {
  const change = now - before
  const percent = before ? Math.abs(change / before) * 100 : null
  const sign = change > 0 ? 'up' : change < 0 ? 'down' : 'flat'
  // Of nothing there is no percentage.
  const amount = percent === null ? (change ? `+${shortNumber(change)}` : '') : `${percent >= 1000 ? '>999' : percent.toFixed(percent < 10 ? 1 : 0)}%`
  return html`
    <span class="gx-figure-trend">
      <span class=${['gx-row', { up: 'gx-good', down: 'gx-bad', flat: '' }[sign]]}><${Icon} name=${{ up: 'arrow_upward', down: 'arrow_downward', flat: 'remove' }[sign]} />
        <span class="gx-only-reader">${t(`chart.trend.${sign}`)}</span>${amount}</span>
      <span class="gx-cut">${text}</span></span>`
}
