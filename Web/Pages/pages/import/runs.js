/** What the jobs of imports are called and where they are shown. */
import { JOB_COLOURS } from '../../parts/jobs.js'
import { t } from '../../parts/texts.js'

/** An import that somebody stopped can go on: it is paused, not over. */
export const isPaused = (job) => job.state === 'cancelled'
export const runLabel = (job) => (isPaused(job) ? t('import.paused') : t(`jobs.state.${job.state}`))
export const runColour = (job) => JOB_COLOURS[job.state]

/** How a file is read otherwise than was found. */
export const READING = ['sheet', 'encoding', 'separator', 'header']

/** A trial stands beside the columns that it tries; an import has a page of its own. */
export function runPlace(job) {
  const { file, dryRun, mapping, header, with: other, ...payload } = job.payload
  if (!dryRun) return { to: `/import/jobs/${job.id}` }
  const reading = Object.fromEntries(READING.filter((name) => payload[name] !== undefined).map((name) => [name, payload[name]]))
  return { to: `/import/${file}`, query: { entity: mapping?.entity, ...reading, header: header === false ? 'false' : undefined, with: other, trial: job.id } }
}
