/** One job: what it is, how far, what came of it, and what can be done. */
import { html } from '../../parts/html.js'
import { Button, Chip, Hint, Icon } from '../../parts/elements.js'
import { exactNumber, fullInstant, relativeInstant } from '../../parts/format.js'
import { entityNamed } from '../../parts/catalogue.js'
import { errorWords, isOver, JOB_COLOURS, Progress, resultWords } from '../../parts/jobs.js'
import { Link } from '../../parts/router.js'
import { session } from '../../parts/session.js'
import { t } from '../../parts/texts.js'
import { knownTitle } from '../../parts/titles.js'
import { runPlace } from '../import/runs.js'
import { JobCourse } from './JobCourse.js'

const ICONS = { import: 'upload_file', handOver: 'move_up', export: 'download', letters: 'description', bulkChange: 'edit_note', undoBulkChange: 'undo', check: 'fact_check', deliver: 'send' }

/** The file that a job has made, as long as it is kept. */
const hasFile = (job) => job.state === 'done' && Boolean(job.result?.name) && (!job.result.until || Date.parse(job.result.until) > Date.now())

/** 1 分 20 秒: how long it ran. */
function lasted(job) {
  if (!job.startedAt || !job.endedAt) return ''
  const seconds = Math.max(0, Math.round((Date.parse(job.endedAt) - Date.parse(job.startedAt)) / 1000))
  return seconds < 60 ? t('jobs.seconds', { n: seconds }) : t('jobs.minutes', { minutes: Math.floor(seconds / 60), seconds: seconds % 60 })
}

export const JobRow = (props, { emit }) => {
  const { job, isOpen } = props
  const about = entityNamed(job.payload?.entity ?? job.payload?.mapping?.entity)?.pluralLabel
  const isImport = job.kind === 'import'
  const who = job.createdBy && job.createdBy !== session.user.id ? knownTitle('user', job.createdBy) : ''
  return html`
    <li class="gx-line-row gx-job"><${Icon} name=${ICONS[job.kind] ?? 'settings_suggest'} />
      <div class="gx-grow gx-job-text"><div class="gx-row gx-wrap"><b>${job.label}</b>${about && html`<span class="gx-faint">${about}</span>`}<${Chip} colour=${JOB_COLOURS[job.state]} label=${job.isCancelAsked && !isOver(job) ? t('jobs.stopping') : t(`jobs.state.${job.state}`)} /></div>
        ${job.state === 'running' && html`<div class="gx-row"><${Progress} done=${job.progress.done} total=${job.progress.total} label=${job.label} /><span class="gx-faint gx-small gx-nowrap">${job.progress.total ? t('jobs.progress', { done: exactNumber(job.progress.done ?? 0), total: exactNumber(job.progress.total) }) : job.progress.message}</span></div>`}
        ${isOver(job) && resultWords(job) && html`<span>${resultWords(job)}</span>`}
        ${job.error && html`<span class="gx-bad">${errorWords(job)}</span>`}
        <span class="gx-faint gx-small gx-when">${[relativeInstant(job.createdAt), who, lasted(job), job.attempts > 1 && t('jobs.attempts', { n: job.attempts })].filter(Boolean).join(' · ')}<${Hint} text=${fullInstant(job.createdAt)} /></span>
        <button type="button" class="gx-link gx-plain gx-small gx-job-more" aria-expanded=${String(isOpen)} onClick=${() => emit('turn')}>${t('jobs.course')}<${Icon} name=${isOpen ? 'expand_less' : 'expand_more'} /></button>
        ${isOpen && html`<${JobCourse} job=${job} />`}</div>
      <div class="gx-job-tools">${hasFile(job) && html`<a class="gx-button" href=${`/api/v1/jobs/${job.id}/file`} download><${Icon} name="download" /><span>${t('jobs.download')}</span></a>`}
      ${!isOver(job) && !job.isCancelAsked && html`<${Button} kind="quiet" label=${t('jobs.cancel')} onClick=${() => emit('cancel')} />`}
      ${isImport && job.createdBy === session.user.id && html`<${Link} class="gx-button" ...${runPlace(job)}>${() => t('jobs.open')}<//>`}
      ${isImport && job.state === 'cancelled' && html`<${Button} label=${t('jobs.continue')} icon="play_arrow" onClick=${() => emit('retry')} />`}
      ${job.state === 'failed' && html`<${Button} label=${t('jobs.retry')} icon="refresh" onClick=${() => emit('retry')} />`}</div></li>`
}
JobRow.props = ['job', 'isOpen']
JobRow.emits = ['cancel', 'retry', 'turn']
