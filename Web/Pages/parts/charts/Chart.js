/**
 * A chart of a model (see model.js): the picture, or its table. Whoever cannot see the picture always has the table. `pick` tells the rule
 * of the bar, slice or cell that was clicked.
 */
import { html } from '../html.js'
import { onBeforeUnmount, onMounted, ref, watch } from '../libraries.js'
import { together } from '../rules.js'
import { look } from '../session.js'
import { language, t } from '../texts.js'
import { failed } from '../toast.js'
import { ChartTable } from './ChartTable.js'
import { Figure } from './Figure.js'
import { chartOptions, exactText, summary } from './options.js'

export const Chart = {
  props: { model: Object, type: String, isTable: Boolean },
  emits: ['pick'],
  setup(props, { emit }) {
    const pick = (part, place, seriesPlace) => {
      const [category, series] = [part.categories[place], part.series[seriesPlace]]
      if (category && !category.isRest && !series?.isRest) emit('pick', together(category.rule, series?.rule))
    }
    return () => {
      const { model, type } = props
      const isShown = model.parts.some((part) => part.categories.length)
      if (!isShown) return html`<div class="gx-chart"><p class="gx-chart-none">${t('chart.empty')}</p></div>`
      if (type === 'number') return model.parts.map((part) => html`<div class="gx-chart" key=${part.currency}><${Figure} model=${model} part=${part} onPick=${() => emit('pick', null)} /></div>`)
      return model.parts.map((part) => html`
        <div class="gx-chart" key=${part.currency}>
          ${model.parts.length > 1 && html`<div class="gx-chart-currency">${part.currency}</div>`}
          ${!props.isTable && html`<${Canvas} model=${model} part=${part} type=${type} onPick=${(place, series) => pick(part, place, series)} />`}
          <${ChartTable} model=${model} part=${part} isHidden=${!props.isTable} onPick=${(place, series) => pick(part, place, series)} />
          ${!props.isTable && ['bar', 'stacked'].includes(type) && part.categories.some((one) => one.isRest) && html`<p class="gx-chart-note">${restText(model, part)}</p>`}
          ${model.isCut && html`<p class="gx-chart-note">${t('chart.cut')}</p>`}
        </div>`)
    }
  },
}

function restText(model, part) {
  const place = part.categories.findIndex((one) => one.isRest)
  return t('chart.restSum', { label: part.categories[place].label, value: part.series.map((series) => `${series.label} ${exactText(series.values[place], model, part)}`.trim()).join(' · ') })
}

/** Lying bars need some room each; the place around scrolls. */
const leastHeight = (type, model, part) => (['bar', 'stacked'].includes(type) && !model.groups[0]?.bucket && part.categories.length > 10 ? { minHeight: `${part.categories.length * 20 + 40}px` } : undefined)

const Canvas = {
  props: { model: Object, part: Object, type: String },
  emits: ['pick'],
  setup(props, { emit }) {
    const box = ref(null)
    let chart = null
    let places = null
    let isGone = false

    const draw = () => {
      if (!chart || !box.value) return
      const size = { width: box.value.clientWidth, height: box.value.clientHeight }
      const { places: shown, ...options } = chartOptions(props.type, props.model, props.part, size)
      places = shown
      chart.setOption(options, { notMerge: true })
    }
    const click = ({ dataIndex, seriesIndex, value }) => {
      if (props.type === 'heat') emit('pick', value[0], value[1])
      else if (dataIndex !== undefined) emit('pick', places ? places[dataIndex] : dataIndex, props.part.series.length > 1 ? seriesIndex : 0)
    }
    // The first size comes at once and starts the drawing; a hidden box has none and waits.
    let drawnWidth = 0
    const observer = new ResizeObserver(([{ contentRect }]) => {
      if (!chart || !contentRect.width || !contentRect.height) return
      chart.resize()
      if (Math.abs(contentRect.width - drawnWidth) > 20) draw()
      drawnWidth = contentRect.width
    })
    onMounted(async () => {
      try {
        // Large, and needed on a few pages only.
        const { echarts } = await import('../../libraries/echarts.js')
        if (isGone) return
        chart = echarts.init(box.value, null, { renderer: 'canvas' })
      } catch (problem) {
        return failed(problem)
      }
      chart.on('click', click)
      observer.observe(box.value)
    })
    onBeforeUnmount(() => {
      isGone = true
      observer.disconnect()
      chart?.dispose()
    })
    watch(() => [props.model, props.part, props.type, look.isDark, language.value], draw, { flush: 'post' })
    return () => html`<div ref=${box} class="gx-chart-canvas" style=${leastHeight(props.type, props.model, props.part)} role="img" aria-label=${summary(props.model)}></div>`
  },
}
