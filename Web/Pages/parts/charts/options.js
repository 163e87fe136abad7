/** What ECharts is told to draw for a part of a model: shapes, axes, colours from the tokens. Tool tips are drawn, not styled, because of the CSP. */
import { language, t } from '../texts.js'
import { currencySymbol, exactNumber, shortNumber } from '../format.js'
import { kindOf } from '../catalogue.js'
import { colourOf, isTold, token } from './palette.js'
import { measureLabel } from './questions.js'

/** An exact value with its unit, as tables and tool tips show it. */
export const exactText = (value, { measure }, { currency }) => (value === null || value === undefined ? '—' : `${currency ? currencySymbol(currency) : ''}${exactNumber(value)}${isPercent(measure) ? '%' : ''}`)
const isPercent = ({ field }) => field && kindOf(field) === 'percent'
const shortText = (value, { measure }, { currency }) => `${currency ? currencySymbol(currency) : ''}${shortNumber(value)}${isPercent(measure) ? '%' : ''}`

/** @param {{ width: number, height: number }} box */
export function chartOptions(type, model, part, box) {
  const make = { bar, stacked: bar, line, pie, funnel, heat }[type] ?? bar
  const fonts = { fontFamily: getComputedStyle(document.body).fontFamily, color: token('ink-2'), fontSize: 12 }
  return { animationDuration: 240, aria: { enabled: false }, textStyle: fonts, ...make(model, part, box, type) }
}

const number = (value) => (value === null || value === undefined ? null : Number(value))
const hint = (formatter, more = {}) => ({
  renderMode: 'richText', confine: true, backgroundColor: token('bg-raised'), borderColor: token('line-strong'), borderWidth: 1, padding: [8, 12], textStyle: { color: token('ink'), fontSize: 12.5, lineHeight: 20 }, formatter, ...more,
})
const share = (value, values) => {
  const sum = values.reduce((all, one) => all + (Number(one) || 0), 0)
  return sum ? ` · ${(Number(value) / sum * 100).toFixed(1)}%` : ''
}
const valueAxis = (model, part) => ({
  type: 'value', splitNumber: 4, minInterval: model.measure.name === 'count' ? 1 : undefined, axisLabel: { color: token('ink-3'), formatter: (value) => shortText(value, model, part) }, splitLine: { lineStyle: { color: token('line-soft') } },
})
const nameAxis = (categories, more = {}) => ({
  type: 'category', data: categories.map((one) => one.label), axisTick: { show: false }, axisLine: { lineStyle: { color: token('line-strong') } }, axisLabel: { color: token('ink-2'), ...more },
})
const legend = (isShown) => (isShown ? { type: 'scroll', bottom: 0, icon: 'circle', itemWidth: 8, itemHeight: 8, itemGap: 14, textStyle: { color: token('ink-2') }, pageIconColor: token('ink-2'), pageIconInactiveColor: token('line-strong'), pageTextStyle: { color: token('ink-3') } } : { show: false })

/** Long names stand at the left of lying bars; time always runs from left to right. */
export const liesDown = (model, part, box) => !model.groups[0]?.bucket && (part.categories.length > 8 || part.categories.some((one) => textWidth(one.label) > Math.max(4, box.width / part.categories.length / 13)))
const textWidth = (text) => [...text].reduce((sum, letter) => sum + (letter.charCodeAt(0) > 255 ? 1 : 0.55), 0)

function bar(model, part, box, type) {
  const isLying = liesDown(model, part, box)
  // A rest of many would make all others look small: it stands below the picture, in words.
  const categories = part.categories.filter((one) => !one.isRest)
  const isMany = part.series.length > 1
  const isChoice = !isMany && isTold(categories)
  const names = nameAxis(categories, isLying ? { width: Math.min(120, box.width / 3), overflow: 'truncate', interval: 0 } : { hideOverlap: true, interval: 'auto' })
  const colour = (one, i) => (isChoice ? colourOf(one, i, categories) : token(one.isNone ? 'chart-none' : 'chart-blue'))
  const hasRoom = !isMany && (isLying ? true : box.width / categories.length > 36)
  return {
    grid: { left: 4, right: isLying && hasRoom ? 52 : 12, top: hasRoom && !isLying ? 24 : 12, bottom: isMany ? 30 : 2, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    legend: legend(isMany),
    tooltip: isMany ? axisHint(model, part) : hint(({ dataIndex }) => lineOf(categories[dataIndex].label, part.series[0].values[dataIndex], model, part) + (model.groups.length && model.measure.name !== 'avg' ? share(part.series[0].values[dataIndex], part.series[0].values) : '')),
    [isLying ? 'yAxis' : 'xAxis']: { ...names, inverse: isLying },
    [isLying ? 'xAxis' : 'yAxis']: { ...valueAxis(model, part), ...(isLying ? { splitNumber: 3 } : {}) },
    series: part.series.map((one, i) => ({
      type: 'bar', name: one.label, stack: type === 'stacked' || isMany ? 'all' : undefined, barMaxWidth: isLying ? 18 : 44, barCategoryGap: '32%', cursor: 'pointer',
      itemStyle: { borderRadius: isMany ? 0 : isLying ? [0, 3, 3, 0] : [3, 3, 0, 0], color: isMany ? colourOf(one, i, part.series) : undefined },
      label: hasRoom ? { show: true, position: isLying ? 'right' : 'top', color: token('ink-2'), fontSize: 11.5, formatter: ({ value }) => (value === null || value === undefined ? '' : shortText(value, model, part)) } : undefined,
      data: one.values.slice(0, categories.length).map((value, j) => (isMany ? number(value) : { value: number(value), itemStyle: { color: colour(categories[j], j) } })),
    })),
  }
}

const lineOf = (label, value, model, part) => `${label}\n${measureLabel(model.measure)}  ${exactText(value, model, part)}`
const axisHint = (model, part) => hint((points) => [points[0]?.name, ...points.filter(({ dataIndex, seriesIndex }) => part.series[seriesIndex].values[dataIndex] !== null).map(({ dataIndex, seriesIndex }) => `${part.series[seriesIndex].label || measureLabel(model.measure)}  ${exactText(part.series[seriesIndex].values[dataIndex], model, part)}`)].join('\n'), { trigger: 'axis', axisPointer: { type: 'shadow', shadowStyle: { color: token('bg-hover'), opacity: 0.6 } } })

function line(model, part, box) {
  const shown = part.categories.map((one, i) => ({ ...one, place: i })).filter((one) => !one.isNone || !model.groups[0]?.bucket)
  const isMany = part.series.length > 1
  return {
    grid: { left: 4, right: 16, top: 16, bottom: isMany ? 30 : 2, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    legend: legend(isMany),
    tooltip: hint((points) => [points[0]?.name, ...points.map(({ dataIndex, seriesIndex }) => `${part.series[seriesIndex].label || measureLabel(model.measure)}  ${exactText(part.series[seriesIndex].values[shown[dataIndex].place], model, part)}`)].join('\n'), { trigger: 'axis' }),
    xAxis: { ...nameAxis(shown, { hideOverlap: true }), boundaryGap: shown.length < 3 },
    yAxis: valueAxis(model, part),
    series: part.series.map((one, i) => {
      const colour = isMany ? colourOf(one, i, part.series) : token('chart-blue')
      // A bucket without records counts nothing, but has no average.
      const empty = model.measure.name === 'count' || model.measure.name === 'sum' ? 0 : null
      return { type: 'line', name: one.label, symbolSize: 6, showSymbol: shown.length < 40, cursor: 'pointer', triggerLineEvent: true, lineStyle: { width: 2, color: colour }, itemStyle: { color: colour }, areaStyle: isMany ? undefined : { color: colour, opacity: 0.08 }, data: shown.map(({ place }) => number(one.values[place]) ?? empty) }
    }),
    places: shown.map(({ place }) => place),
  }
}

function pie(model, part, box) {
  const { values } = part.series[0]
  const hasRoom = box.width > 420
  return {
    tooltip: hint(({ dataIndex }) => lineOf(part.categories[dataIndex].label, values[dataIndex], model, part) + share(values[dataIndex], values)),
    legend: hasRoom ? { ...legend(true), orient: 'vertical', right: 8, top: 'middle', bottom: undefined } : legend(true),
    series: [{
      type: 'pie', radius: ['48%', '74%'], center: hasRoom ? ['38%', '50%'] : ['50%', '44%'], cursor: 'pointer', padAngle: 1, itemStyle: { borderRadius: 3 }, label: { show: hasRoom, color: token('ink-2'), formatter: ({ percent }) => `${Math.round(percent)}%` }, labelLine: { length: 8, length2: 6, lineStyle: { color: token('line-strong') } }, minShowLabelAngle: 12,
      data: part.categories.map((one, i) => ({ name: one.label, value: number(values[i]) ?? 0, itemStyle: { color: colourOf(one, i, part.categories) } })),
    }],
  }
}

function funnel(model, part) {
  const { values } = part.series[0]
  return {
    tooltip: hint(({ dataIndex }) => lineOf(part.categories[dataIndex].label, values[dataIndex], model, part)),
    series: [{
      type: 'funnel', sort: 'none', left: '6%', right: '28%', top: 8, bottom: 8, minSize: '4%', gap: 2, cursor: 'pointer', label: { position: 'right', color: token('ink-2'), formatter: ({ name, dataIndex }) => `${name}  ${shortText(values[dataIndex] ?? 0, model, part)}` }, labelLine: { lineStyle: { color: token('line-strong') } },
      itemStyle: { borderWidth: 0 }, data: part.categories.map((one, i) => ({ name: one.label, value: number(values[i]) ?? 0, itemStyle: { color: colourOf(one, i, part.categories) } })),
    }],
  }
}

function heat(model, part) {
  const cells = part.series.flatMap((one, y) => one.values.map((value, x) => [x, y, number(value)])).filter((cell) => cell[2] !== null)
  const most = Math.max(...cells.map((cell) => cell[2]), 1)
  return {
    grid: { left: 4, right: 12, top: 8, bottom: 40, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    tooltip: hint(({ value }) => `${part.categories[value[0]].label} · ${part.series[value[1]].label}\n${measureLabel(model.measure)}  ${exactText(part.series[value[1]].values[value[0]], model, part)}`),
    xAxis: { ...nameAxis(part.categories, { hideOverlap: true, width: 80, overflow: 'truncate' }), splitArea: { show: false } },
    yAxis: { ...nameAxis(part.series, { width: 110, overflow: 'truncate' }), inverse: true },
    visualMap: { min: 0, max: most, calculable: false, orient: 'horizontal', left: 'center', bottom: 0, itemHeight: 110, itemWidth: 10, text: [shortText(most, model, part), '0'], textStyle: { color: token('ink-3') }, inRange: { color: [token('chart-low'), token('chart-high')] } },
    series: [{ type: 'heatmap', cursor: 'pointer', itemStyle: { borderColor: token('bg'), borderWidth: 2, borderRadius: 4 }, emphasis: { itemStyle: { borderColor: token('ink-2') } }, data: cells }],
  }
}

/** One sentence for those who cannot see the picture. */
export const summary = (model) => t(model.groups.length ? 'chart.summary' : 'chart.summaryAll', { measure: measureLabel(model.measure), groups: model.groups.map((group) => group.field.label).join(language.value === 'en' ? ', ' : '、') })
