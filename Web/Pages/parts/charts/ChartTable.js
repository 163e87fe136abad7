/** The numbers of a chart, exactly. `isHidden` leaves it to screen readers. */
import { html } from '../html.js'
import { measureLabel } from './questions.js'
import { exactText, summary } from './options.js'

export const ChartTable = (props, { emit }) => {
  const { model, part } = props
  const [first] = model.groups
  const mayPick = (category) => !props.isHidden && !category.isRest
  const row = (category, place) => html`
    <tr key=${category.key}>
      <td>${mayPick(category) ? html`<button type="button" onClick=${() => emit('pick', place)}>${category.label}</button>` : category.label}</td>
      ${part.series.map((series, i) => html`<td class="gx-number">${mayPick(category) && part.series.length > 1 && series.values[place] !== null ? html`<button type="button" onClick=${() => emit('pick', place, i)}>${exactText(series.values[place], model, part)}</button>` : exactText(series.values[place], model, part)}</td>`)}
    </tr>`
  return html`
    <div class=${props.isHidden ? 'gx-only-reader' : 'gx-chart-table'} tabindex=${props.isHidden ? undefined : 0} role=${props.isHidden ? undefined : 'region'} aria-label=${props.isHidden ? undefined : summary(model)}>
      <table><caption class="gx-only-reader">${summary(model)}</caption>
        <thead><tr><th scope="col">${first?.field.label ?? ''}</th>${part.series.map((series) => html`<th scope="col" class="gx-number">${series.label || measureLabel(model.measure)}</th>`)}</tr></thead>
        <tbody>${part.categories.map(row)}</tbody></table></div>`
}
ChartTable.props = ['model', 'part', 'isHidden']
ChartTable.emits = ['pick']
