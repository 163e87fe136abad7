/** An import at work and what came of it: pause, go on, take back; the rows that were refused. */
import { html } from '../../parts/html.js'
import { computed, reactive } from '../../parts/libraries.js'
import { api, once } from '../../parts/api.js'
import { entityNamed } from '../../parts/catalogue.js'
import { ask } from '../../parts/Dialog.js'
import { Button, Chip, Icon } from '../../parts/elements.js'
import { exactNumber, fullInstant } from '../../parts/format.js'
import { errorWords, isOver, Progress, useJob } from '../../parts/jobs.js'
import { go } from '../../parts/router.js'
import { session } from '../../parts/session.js'
import { Failure, Skeleton } from '../../parts/states.js'
import { t } from '../../parts/texts.js'
import { failed } from '../../parts/toast.js'
import { Outcome } from './Outcome.js'
import { importPanelsOf } from './panels.js'
import { RefusedRows } from './RefusedRows.js'
import { isPaused, runColour, runLabel } from './runs.js'
import { importsWith, Together } from './Together.js'
import { upload } from './upload.js'

export const ImportRun = {
  props: { id: String },
  setup(props) {
    const state = reactive({ problem: null, isBusy: false, others: [] })
    const run = useJob()
    const undoing = useJob()
    const job = computed(() => run.state.job)
    const entity = computed(() => entityNamed(job.value?.payload.mapping?.entity))
    const load = async () => {
      try {
        const found = await api.get(`/jobs/${props.id}`)
        if (found.kind !== 'import') return await go('/jobs', {}, { replace: true })
        Object.assign(state, { problem: null })
        run.follow(found)
        const undos = await api.get('/jobs', { kind: 'undoBulkChange', limit: 200 })
        const undo = undos.data.find((other) => other.payload.job === props.id)
        if (undo) undoing.follow(undo)
        const others = await importsWith(found)
        state.others = others.map((other) => ({ ...other, isUndone: undos.data.some(({ payload, state }) => payload.job === other.id && !['failed', 'cancelled'].includes(state)) }))
      } catch (problem) {
        state.problem = problem
      }
    }
    load()
    const change = async (verb) => {
      state.isBusy = true
      try {
        run.follow(await api.post(`/jobs/${props.id}/${verb}`))
      } catch (problem) {
        failed(problem)
      } finally {
        state.isBusy = false
      }
    }
    const undo = async (together) => {
      const text = [t('import.undoHelp'), open.value.length > 0 && t(together ? 'import.undoTogetherHelp' : 'import.undoAloneHelp', { names: open.value.map(({ payload }) => payload.name).join(t('list.comma')) })].filter(Boolean).join(' ')
      if (!(await ask({ title: t(together ? 'import.undoTogether' : 'import.undo'), text, yes: t('import.undoYes'), danger: true }))) return
      await api.post('/jobs', { kind: 'undoBulkChange', payload: together ? { job: props.id, together } : { job: props.id } }, { headers: once() }).then(undoing.follow, failed)
    }
    const sendAgain = async (rows) => {
      try {
        const { id } = await upload(rows, t('import.mendedName', { name: (job.value.payload.name ?? '').replace(/\.\w+$/, '') })).promise
        go(`/import/${id}`, { entity: entity.value?.name })
      } catch (problem) {
        failed(problem)
      }
    }
    /** What it made, else what it changed. Who made a record stays; who changed it last may be the program by now, as when it graded it. */
    const show = () => {
      const [by, at] = job.value.result?.created > 0 ? ['createdBy', 'createdAt'] : ['modifiedBy', 'modifiedAt']
      const rule = { [by]: { eq: session.user.id }, [at]: { between: [job.value.createdAt, job.value.endedAt] } }
      go(`/${entity.value.resource}`, { view: 'all', filter: JSON.stringify(rule) })
    }
    const progress = () => html`
      <div class="gx-import-running"><${Progress} done=${job.value.progress.done} total=${job.value.progress.total} label=${t('import.running')} />
        <p class="gx-faint">${t(job.value.state === 'waiting' ? 'import.waiting' : job.value.isCancelAsked ? 'import.pausing' : 'import.runningHelp', { done: exactNumber(job.value.progress.done ?? 0) })}</p>
        <${Button} icon="pause" label=${t('import.pause')} disabled=${job.value.isCancelAsked || state.isBusy} onClick=${() => change('cancel')} /></div>`
    const undone = () => html`
      <div class="gx-import-note" role="status"><p>${isOver(undoing.state.job) ? (undoing.state.job.state === 'done' ? t('import.undone', { n: undoing.state.job.result?.changed ?? 0, count: exactNumber(undoing.state.job.result?.changed ?? 0) }) + (undoing.state.job.result?.kept ? t('import.undoneKept', { n: undoing.state.job.result.kept, count: exactNumber(undoing.state.job.result.kept) }) : '') : t('import.undoFailed')) : t('import.undoing')}</p></div>`
    /** What was brought with it and is still there. */
    const open = computed(() => state.others.filter((other) => !other.isUndone))
    const isUndone = computed(() => undoing.state.job && !['failed', 'cancelled'].includes(undoing.state.job.state))
    const tools = () => html`
      <div class="gx-row gx-wrap">
        ${(isPaused(job.value) || job.value.state === 'failed') && !isUndone.value && html`<${Button} kind="primary" icon="play_arrow" label=${t('import.goOn')} busy=${state.isBusy} onClick=${() => change('retry')} />`}
        ${job.value.state === 'done' && !isUndone.value && entity.value && html`<${Button} kind="primary" label=${t('import.show', { name: entity.value.pluralLabel })} onClick=${show} />`}
        <${Button} label=${t('import.again')} onClick=${() => go('/import', { entity: entity.value?.name })} />
        ${!isUndone.value && (job.value.result?.created > 0 || job.value.result?.updated > 0) && html`<${Button} kind="quiet" icon="undo" label=${t('import.undo')} onClick=${() => undo(false)} />`}
        ${!isUndone.value && open.value.length > 0 && html`<${Button} kind="quiet" icon="undo" label=${t('import.undoTogether')} onClick=${() => undo(true)} />`}</div>`
    const refused = () => html`
      <section class="gx-column"><div class="gx-row gx-wrap"><h2 class="gx-grow">${t('import.refused', { n: job.value.result.refused, count: exactNumber(job.value.result.refused) })}</h2>
        ${entity.value?.can.export && html`<a class="gx-button" href=${`/api/v1/imports/${props.id}/refused`} download><${Icon} name="download" /><span>${t('import.download')}</span></a>`}</div>
        <${RefusedRows} key=${job.value.result.refused} id=${props.id} onSend=${sendAgain} /></section>`
    const body = () => html`
      <div class="gx-row gx-wrap"><h2 class="gx-cut">${job.value.payload.name}</h2><${Chip} colour=${runColour(job.value)} label=${runLabel(job.value)} /><span class="gx-faint">${[entity.value?.pluralLabel, fullInstant(job.value.createdAt)].filter(Boolean).join(' · ')}</span></div>
      ${undoing.state.job && undone()}
      ${!isOver(job.value) && progress()}
      ${job.value.state === 'failed' && html`<div class="gx-import-problem" role="alert"><p>${errorWords(job.value)}</p></div>`}
      ${isPaused(job.value) && !isUndone.value && html`<p class="gx-faint">${t('import.pausedHelp')}</p>`}
      ${job.value.result && html`<${Outcome} entity=${entity.value} result=${job.value.result} />`}
      ${isOver(job.value) && tools()}
      ${isOver(job.value) && !job.value.payload.dryRun && job.value.result?.created > 0 && importPanelsOf(entity.value?.name).map((Panel) => html`<${Panel} job=${job.value} />`)}
      ${isOver(job.value) && job.value.result?.refused > 0 && refused()}
      ${job.value.state === 'done' && !isUndone.value && html`<${Together} job=${job.value} others=${state.others} />`}`
    return () => html`<div class="gx-scroll gx-import">${state.problem ? html`<${Failure} problem=${state.problem} retry=${load} />` : !job.value ? html`<${Skeleton} lines=${6} />` : body()}</div>`
  },
}
