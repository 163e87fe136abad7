/** A check-up at work, and what it found. */
import { html } from '../../parts/html.js'
import { computed, reactive, watch } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { Button, Chip, Icon } from '../../parts/elements.js'
import { fullInstant } from '../../parts/format.js'
import { errorWords, isOver, JOB_COLOURS, Progress, useJob } from '../../parts/jobs.js'
import { go } from '../../parts/router.js'
import { Empty, Failure, Skeleton } from '../../parts/states.js'
import { t } from '../../parts/texts.js'
import { failed } from '../../parts/toast.js'
import { READING } from '../../pages/import/runs.js'
import { FileCheckFindings } from './FileCheckFindings.js'
import { FileCheckPairs } from './FileCheckPairs.js'
import { FileCheckSummary } from './FileCheckSummary.js'

const FILES = ['report', 'findings', 'pairs']

export const FileCheckRun = {
  props: { id: String },
  setup(props) {
    const state = reactive({ problem: null, summary: null, isGone: false })
    const run = useJob()
    const job = computed(() => run.state.job)
    const load = () => api.get(`/jobs/${props.id}`).then((found) => (found.kind === 'checkFile' ? run.follow(found) : go('/jobs', {}, { replace: true })), (problem) => (state.problem = problem))
    load()
    const loadSummary = () => api.get(`/quality/file-checks/${props.id}`).then((summary) => (state.summary = summary), (problem) => (problem.status === 404 ? (state.isGone = true) : (state.problem = problem)))
    watch(() => job.value?.state === 'done', (isDone) => isDone && loadSummary(), { immediate: true })
    const cancel = () => api.post(`/jobs/${props.id}/cancel`).then(run.follow, failed)
    const importFile = () => {
      const { file, header, ...payload } = job.value.payload
      const reading = Object.fromEntries(READING.filter((name) => payload[name] !== undefined).map((name) => [name, payload[name]]))
      go(`/import/${file}`, { entity: 'customer', ...reading, header: header === false ? 'false' : undefined })
    }
    const progress = () => html`
      <div class="gx-import-running"><${Progress} done=${job.value.progress.done} total=${job.value.progress.total} label=${t('page.fileCheck.running')} />
        <p class="gx-faint" role="status">${t(job.value.state === 'waiting' ? 'import.waiting' : 'page.fileCheck.running')}</p>
        <${Button} label=${t('action.cancel')} disabled=${job.value.isCancelAsked} onClick=${cancel} /></div>`
    const tools = () => html`
      <div class="gx-row gx-wrap"><${Button} kind="primary" label=${t('page.fileCheck.import')} onClick=${importFile} />
        <${Button} label=${t('page.fileCheck.another')} onClick=${() => go('/file-check')} />
        ${FILES.map((part) => html`<a class="gx-button gx-button-quiet" href=${`/api/v1/quality/file-checks/${props.id}/file?part=${part}`} download><${Icon} name="download" /><span>${t(`page.fileCheck.file.${part}`)}</span></a>`)}</div>`
    const result = () => html`
      ${tools()}
      <${FileCheckSummary} summary=${state.summary} />
      ${state.summary.totals.findings > 0 && html`<${FileCheckFindings} id=${props.id} summary=${state.summary} />`}
      <${FileCheckPairs} id=${props.id} summary=${state.summary} />`
    const body = () => html`
      <div class="gx-row gx-wrap"><h2 class="gx-cut">${job.value.payload.name}</h2><${Chip} colour=${JOB_COLOURS[job.value.state]} label=${t(`jobs.state.${job.value.state}`)} /><span class="gx-faint">${fullInstant(job.value.createdAt)}</span></div>
      ${!isOver(job.value) && progress()}
      ${job.value.state === 'failed' && html`<div class="gx-import-problem" role="alert"><p>${errorWords(job.value)}</p></div>`}
      ${['failed', 'cancelled'].includes(job.value.state) && html`<div><${Button} label=${t('page.fileCheck.another')} onClick=${() => go('/file-check')} /></div>`}
      ${state.isGone && html`<${Empty} icon="history" title=${t('page.fileCheck.gone')} text=${t('page.fileCheck.goneHelp')} label=${t('page.fileCheck.another')} action=${() => go('/file-check')} />`}
      ${job.value.state === 'done' && !state.isGone && (state.summary ? result() : html`<${Skeleton} lines=${8} />`)}`
    return () => html`<div class="gx-scroll gx-import" tabindex="0" role="region" aria-label=${t('page.fileCheck.title')}>${state.problem ? html`<${Failure} problem=${state.problem} retry=${load} />` : !job.value ? html`<${Skeleton} lines=${6} />` : body()}</div>`
  },
}
