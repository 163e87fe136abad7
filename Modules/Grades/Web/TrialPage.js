/** What a rule would change: how many would go from which grade to which, and who. Nothing is written. */
import { html } from '../../parts/html.js'
import { computed, onBeforeUnmount, reactive, ref, watch } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { Button } from '../../parts/elements.js'
import { exactNumber } from '../../parts/format.js'
import { Progress } from '../../parts/jobs.js'
import { usePages } from '../../parts/pages.js'
import { go, Link } from '../../parts/router.js'
import { Failure, Skeleton } from '../../parts/states.js'
import { t } from '../../parts/texts.js'
import { GradeChip, gradeOptions, points } from './words.js'

const NONE = 'none'
const nameOf = (grade) => grade ?? NONE
const gradeOf = (name) => (name === NONE ? null : name)

export const TrialPage = {
  props: { id: String },
  setup(props) {
    const state = reactive({ rule: null, counts: {}, done: 0, total: null, isOver: false, problem: null })
    const chosen = ref(null)
    let isAlive = true
    onBeforeUnmount(() => (isAlive = false))
    const run = async () => {
      Object.assign(state, { counts: {}, done: 0, total: null, isOver: false, problem: null })
      try {
        state.rule = await api.get(`/grade-rules/${props.id}`, { fields: 'name,isActive' })
        let after
        do {
          const part = await api.get(`/grade-rules/${props.id}/trial`, { after })
          for (const { from, to, count } of part.matrix) {
            const key = `${nameOf(from)} ${nameOf(to)}`
            state.counts[key] = (state.counts[key] ?? 0) + count
          }
          Object.assign(state, { done: state.done + part.customers, total: part.total })
          after = part.next
        } while (after && isAlive)
        state.isOver = true
      } catch (problem) {
        state.problem = problem
      }
    }
    run()
    const grades = computed(() => [...gradeOptions().map(({ key }) => key), NONE].filter((key) => Object.keys(state.counts).some((pair) => pair.split(' ').includes(key))))
    const moving = computed(() => Object.entries(state.counts).filter(([pair]) => pair.split(' ')[0] !== pair.split(' ')[1]).reduce((sum, [, count]) => sum + count, 0))
    const better = (from, to) => grades.value.indexOf(to) < grades.value.indexOf(from)
    const cell = (from, to) => {
      const count = state.counts[`${from} ${to}`] ?? 0
      if (!count) return html`<td key=${to} class="gx-number gx-faint">·</td>`
      if (from === to) return html`<td key=${to} class="gx-number gx-matrix-same">${exactNumber(count)}</td>`
      const isOn = chosen.value?.from === from && chosen.value?.to === to
      return html`<td key=${to} class="gx-number"><button type="button" class=${['gx-matrix-cell', better(from, to) ? 'gx-matrix-up' : 'gx-matrix-down', isOn && 'gx-on']} aria-pressed=${String(isOn)} onClick=${() => (chosen.value = isOn ? null : { from, to })}>${exactNumber(count)}</button></td>`
    }
    const matrix = () => html`
      <div class="gx-matrix-frame"><table class="gx-moves"><caption class="gx-only-reader">${t('page.grades.matrix')}</caption>
        <thead><tr><th class="gx-faint">${t('page.grades.matrixHead')}</th>${grades.value.map((to) => html`<th key=${to} scope="col"><${GradeChip} grade=${gradeOf(to)} /></th>`)}</tr></thead>
        <tbody>${grades.value.map((from) => html`<tr key=${from}><th scope="row"><${GradeChip} grade=${gradeOf(from)} /></th>${grades.value.map((to) => cell(from, to))}</tr>`)}</tbody></table></div>`
    return () => {
      if (state.problem) return html`<${Failure} problem=${state.problem} retry=${run} />`
      if (!state.rule) return html`<${Skeleton} lines=${8} />`
      return html`
        <div class="gx-head"><h1><${Link} to="/grade-rules" class="gx-faint">${t('page.grades.title')}<//> / ${state.rule.name}</h1><span class="gx-grow"></span>
          <${Button} icon="edit" label=${t('page.grades.edit')} onClick=${() => go(`/grade-rules/${props.id}`)} /></div>
        <div class="gx-scroll gx-grade-page">
          <p class="gx-faint">${t('page.grades.trialHelp')}</p>
          ${!state.isOver && html`<${Progress} done=${state.done} total=${state.total} label=${t('page.grades.trial')} />`}
          <p aria-live="polite">${t('page.grades.moving', { moving: exactNumber(moving.value), done: exactNumber(state.done) })}</p>
          ${grades.value.length > 0 && matrix()}
          ${state.isOver && moving.value > 0 && html`<${Movers} key=${JSON.stringify(chosen.value)} id=${props.id} pair=${chosen.value} />`}
        </div>`
    }
  },
}

const Movers = {
  props: { id: String, pair: Object },
  setup(props) {
    const list = usePages((after) => api.get(`/grade-rules/${props.id}/movers`, { ...props.pair, after, limit: 50 }))
    // A stretch without anybody who moves is no end.
    watch(() => [list.isLoading, list.items.length], () => !list.isLoading && !list.items.length && list.next && list.more())
    const row = (mover) => html`
      <tr key=${mover.id}><td><${Link} to=${`/customers/${mover.id}`} class="gx-strong">${mover.name}<//><div class="gx-faint gx-small">${mover.code}</div></td>
        <td><span class="gx-row"><${GradeChip} grade=${mover.from} /><span class="gx-faint">→</span><${GradeChip} grade=${mover.to} /></span>${mover.isOverridden && html`<div class="gx-faint gx-small">${t('page.grades.keptByHand')}</div>`}</td>
        <td class="gx-number">${mover.oldScore !== null && html`<span class="gx-faint">${points(mover.oldScore)} → </span>`}${points(mover.score)}</td>
        <td class="gx-wide-only gx-small gx-faint">${mover.points.filter((part) => Number(part.points) !== 0).map((part) => `${part.name} ${points(part.points)}`).join(' · ')}</td></tr>`
    return () => html`
      <h2>${t('page.grades.movers')}</h2>
      ${list.problem ? html`<${Failure} problem=${list.problem} retry=${list.reload} />` : !list.isLoaded ? html`<${Skeleton} lines=${5} />`
        : html`<table class="gx-admin-rows"><thead><tr><th>${t('page.grades.customer')}</th><th>${t('page.grades.change')}</th><th class="gx-number">${t('page.grades.score')}</th><th class="gx-wide-only">${t('page.grades.evidence')}</th></tr></thead><tbody>${list.items.map(row)}</tbody></table>
          ${list.next && html`<div><${Button} kind="quiet" label=${t('page.grades.more')} busy=${list.isLoading} onClick=${list.more} /></div>`}`}`
  },
}
