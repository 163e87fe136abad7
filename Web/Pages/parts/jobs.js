/** Work of the server that goes on beside the page: how far it is, what came of it. */
import { onBeforeUnmount, onMounted, reactive } from './libraries.js'
import { html } from './html.js'
import { api } from './api.js'
import { exactNumber } from './format.js'
import { t } from './texts.js'

export const isOver = (job) => ['done', 'failed', 'cancelled'].includes(job.state)

export const JOB_COLOURS = { waiting: 'grey', running: 'blue', done: 'green', failed: 'red', cancelled: 'amber' }

/**
 * Calls `look()` again and again while `isNeeded()`, at first soon, then more rarely, up to every 15 seconds; not while the page is hidden.
 * `soon()` begins with short pauses anew.
 */
export function usePolling(look, isNeeded) {
  let timer = 0
  let pause = 1000
  let isAlive = true
  const next = () => {
    clearTimeout(timer)
    if (isAlive && isNeeded() && !document.hidden) timer = setTimeout(run, pause)
  }
  const run = async () => {
    pause = Math.min(pause * 1.4, 15_000)
    await look()
    next()
  }
  const soon = () => {
    pause = 1000
    next()
  }
  onMounted(() => document.addEventListener('visibilitychange', soon))
  onBeforeUnmount(() => {
    isAlive = false
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', soon)
  })
  return { soon }
}

/** Follows a job until it is over, as long as the component lives. */
export function useJob() {
  const state = reactive({ job: null, problem: null })
  const look = async () => {
    try {
      Object.assign(state, { job: await api.get(`/jobs/${state.job.id}`), problem: null })
    } catch (problem) {
      state.problem = problem
    }
  }
  const { soon } = usePolling(look, () => state.job && !isOver(state.job) && !(state.problem?.status >= 400))
  const follow = (job) => {
    state.job = job
    soon()
  }
  return { state, follow }
}

/** How far it is; without a total only that it goes on. */
export const Progress = ({ done, total, label }) => {
  const share = total > 0 ? Math.min(1, (done ?? 0) / total) : null
  return html`
    <div class="gx-progress" role="progressbar" aria-label=${label} aria-valuemin="0" aria-valuemax="100" aria-valuenow=${share === null ? undefined : Math.round(share * 100)}>
      <div class=${['gx-progress-bar', share === null && 'gx-progress-open']} style=${share === null ? undefined : { width: `${share * 100}%` }}></div></div>`
}
Progress.props = ['done', 'total', 'label']

/* What did not go well stands last. */
const TROUBLES = ['skipped', 'refused', 'problems', 'shortened']

/** The counts of a result in words: 已移交 120 条，未能移交 3 条. Nothing is said of what there is none, unless there is none of anything; counts without words of their own are left to the details. */
export function resultWords(job) {
  const result = job.result
  if (!result || typeof result !== 'object' || Array.isArray(result)) return ''
  const counts = Object.entries(result).filter(([key, value]) => typeof value === 'number' && t(`jobs.result.${key}`) !== `jobs.result.${key}`)
    .sort(([one], [other]) => TROUBLES.indexOf(one) - TROUBLES.indexOf(other))
  const some = counts.filter(([, value]) => value > 0)
  return (some.length ? some : counts.slice(0, 1))
    .map(([key, value]) => t(`jobs.result.${key}`, { count: exactNumber(value) })).join(t('jobs.result.between'))
}

/** What went wrong, in words; the server's own detail for those who may see it. */
export const errorWords = (job) => job.error && [t(`jobs.error.${job.error.code}`) === `jobs.error.${job.error.code}` ? t('jobs.error.other', { code: job.error.code }) : t(`jobs.error.${job.error.code}`), job.error.detail].filter(Boolean).join(' ')
