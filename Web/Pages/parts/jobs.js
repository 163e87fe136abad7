/** Work that the server does beside the requests: started, watched, and told about. */
import { reactive } from './libraries.js'
import { api, once } from './api.js'
import { t } from './texts.js'
import { done, failed } from './toast.js'

/** Jobs that were started here and still run. */
export const running = reactive([])

export const isOver = (job) => ['done', 'failed', 'cancelled'].includes(job.state)

/** Starts a job and follows it to its end; `onProgress(job)` is called on the way. Resolves with the ended job. */
export async function runJob(kind, payload, onProgress = () => {}) {
  let job = await api.post('/jobs', { kind, payload }, { headers: once() })
  running.push(job)
  let pause = 300
  try {
    while (!isOver(job)) {
      await new Promise((resolve) => setTimeout(resolve, pause))
      pause = Math.min(pause * 1.4, 3000)
      job = await api.get(`/jobs/${job.id}`)
      Object.assign(running.find((other) => other.id === job.id) ?? {}, job)
      onProgress(job)
    }
  } finally {
    running.splice(running.findIndex((other) => other.id === job.id), 1)
  }
  return job
}

/** A change of many records, with its outcome in words and a way back. */
export async function changeMany(payload, afterwards = () => {}) {
  try {
    const job = await runJob('bulkChange', payload)
    if (job.state !== 'done') throw new Error(job.error?.detail ?? t('jobs.failed'))
    const { changed = 0, refused = 0, reasons = [] } = job.result ?? {}
    const outcome = t('bulk.changed', { n: changed }) + (refused ? ' ' + t('bulk.refused', { n: refused }) + (reasons[0] ? ' ' + reasons[0].message : '') : '')
    done(outcome, changed ? async () => {
      const undone = await runJob('undoBulkChange', { job: job.id })
      done(t('bulk.undone', { n: undone.result?.restored ?? undone.result?.changed ?? 0 }))
      afterwards()
    } : undefined)
    afterwards()
    return job
  } catch (problem) {
    failed(problem)
  }
}
