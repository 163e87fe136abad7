/** Loads a chart and loads it anew when the question, the language or the data change. What was shown stays until the new is there. */
import { onBeforeUnmount, shallowReactive, watch } from '../libraries.js'
import { language } from '../texts.js'
import { askChart } from './model.js'

/** @param ask A function that gives `{ entity, chart, filter, q }`, or null when there is nothing to ask. */
export function useChart(ask) {
  const state = shallowReactive({ model: null, problem: null, isBusy: false })
  let asking = null
  const load = async () => {
    asking?.abort()
    const question = ask()
    if (!question) return
    const mine = (asking = new AbortController())
    state.isBusy = true
    try {
      const model = await askChart(question.entity, question.chart, { ...question, signal: mine.signal })
      if (!mine.signal.aborted) Object.assign(state, { model, problem: null, isBusy: false })
    } catch (problem) {
      if (!mine.signal.aborted) Object.assign(state, { problem, isBusy: false })
    }
  }
  watch(() => [JSON.stringify({ ...ask(), entity: ask()?.entity.name }), language.value], load, { immediate: true })
  onBeforeUnmount(() => asking?.abort())
  return { state, load }
}
