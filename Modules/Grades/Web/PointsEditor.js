/** How a value becomes points: bands, an even line, points for each option, or for any value at all. */
import { html } from '../../parts/html.js'
import { Button } from '../../parts/elements.js'
import { t } from '../../parts/texts.js'
import { newScale, optionsOf, wayOf, waysOf } from './measures.js'

export const PointsEditor = (props, { emit }) => {
  const way = wayOf(props.modelValue)
  const ways = waysOf(props.value)
  const put = (scale) => emit('update:modelValue', scale)
  return html`
    <div class="gx-points">
      <div class="gx-row gx-wrap" role="radiogroup" aria-label=${t('page.grades.way')}>${ways.length > 1 && ways.map((key) => html`
        <button key=${key} type="button" role="radio" aria-checked=${String(way === key)} class=${['gx-admin-pill', way === key && 'gx-on']} onClick=${() => way !== key && put(newScale(key, props.value))}>${t(`page.grades.way.${key}`)}</button>`)}
        <span class="gx-grow"></span><label class="gx-row"><span class="gx-faint">${t('page.grades.otherwise')}</span>${number(props.otherwise ?? '0', t('page.grades.otherwise'), (points) => emit('otherwise', points))}</label></div>
      ${editors[way]?.(props.modelValue[way], (scale) => put({ [way]: scale }), props.value)}
    </div>`
}
PointsEditor.props = ['value', 'modelValue', 'otherwise']
PointsEditor.emits = ['update:modelValue', 'otherwise']

const number = (value, label, put) => html`<input class="gx-input gx-number gx-points-number" inputmode="decimal" value=${typeof value === 'object' ? value?.amount : value} aria-label=${label} onInput=${(event) => put(event.target.value.replace(/[,，\s]/g, ''))} />`

const editors = {
  bands: (bands, put) => {
    const change = (i, changes) => put(bands.map((band, j) => (j === i ? { ...band, ...changes } : band)))
    return html`
      <div class="gx-bands">${bands.map((band, i) => html`
        <div key=${i} class="gx-row"><span class="gx-faint">${t('page.grades.from')}</span>${number(band.from, t('page.grades.from'), (from) => change(i, { from }))}
          <span class="gx-faint">→</span>${number(band.points, t('page.grades.pointsLabel'), (points) => change(i, { points }))}<span class="gx-faint">${t('page.grades.pointsUnit')}</span>
          ${bands.length > 1 && html`<${Button} kind="quiet" icon="close" hint=${t('page.grades.removeBand')} onClick=${() => put(bands.filter((_, j) => j !== i))} />`}</div>`)}
        <div><${Button} kind="quiet" class="gx-flush" icon="add" label=${t('page.grades.addBand')} onClick=${() => put([...bands, { from: '', points: '' }])} /></div></div>`
  },
  linear: (line, put) => html`
    <div class="gx-row gx-wrap"><span class="gx-faint">${t('page.grades.from')}</span>${number(line.from, t('page.grades.from'), (from) => put({ ...line, from }))}
      <span class="gx-faint">${t('page.grades.to')}</span>${number(line.to, t('page.grades.to'), (to) => put({ ...line, to }))}
      <span class="gx-faint">${t('page.grades.most')}</span>${number(line.points, t('page.grades.pointsLabel'), (points) => put({ ...line, points }))}<span class="gx-faint">${t('page.grades.pointsUnit')}</span></div>`,
  options: (options, put, value) => html`
    <div class="gx-option-points">${optionsOf(value).map(({ key, label, yes }) => {
      const name = label ?? t(yes ? 'value.yes' : 'value.no')
      return html`<label key=${key} class="gx-row"><span class="gx-cut gx-grow">${name}</span>${number(options[key] ?? '0', name, (points) => put({ ...options, [key]: points }))}</label>`
    })}</div>`,
  filled: (points, put) => html`<div class="gx-row"><span class="gx-faint">${t('page.grades.ifFilled')}</span>${number(points, t('page.grades.pointsLabel'), put)}<span class="gx-faint">${t('page.grades.pointsUnit')}</span></div>`,
}
