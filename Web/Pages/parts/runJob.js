/** Starts work that the server does beside the requests, follows it to its end, and tells what came of it. */
import { api, once } from './api.js'
import { isOver } from './jobs.js'
import { t } from './texts.js'
import { done, failed } from './toast.js'

/** Starts a job; resolves when it has ended. */
export async function runJob(kind, payload) {
  let job = await api.post('/jobs', { kind, payload }, { headers: once() })
  let pause = 300
  while (!isOver(job)) {
    await new Promise((resolve) => setTimeout(resolve, pause))
    pause = Math.min(pause * 1.4, 3000)
    job = await api.get(`/jobs/${job.id}`)
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
    done(outcome, changed ? () => undoMany(job, afterwards) : undefined)
    afterwards()
  } catch (problem) {
    failed(problem)
  }
}

async function undoMany(job, afterwards) {
  const undone = await runJob('undoBulkChange', { job: job.id })
  done(t('bulk.undone', { n: undone.result?.changed ?? 0 }))
  afterwards()
}
