/** Import of a table: file, columns, what shall happen, result. */
import { html } from '../../parts/html.js'
import { computed, reactive, watch } from '../../parts/libraries.js'
import { entities } from '../../parts/catalogue.js'
import { ask } from '../../parts/Dialog.js'
import { Button } from '../../parts/elements.js'
import { Progress } from '../../parts/jobs.js'
import { route, setQuery, useLeaveGuard } from '../../parts/router.js'
import { Empty } from '../../parts/states.js'
import { t } from '../../parts/texts.js'
import { listedEntities } from '../../shell/navigation.js'
import { mappingOf, proposed, remember } from './columns.js'
import { inUTF8, readTable } from './csv.js'
import { FileStep } from './FileStep.js'
import { ImportOptions } from './ImportOptions.js'
import { ImportResult } from './ImportResult.js'
import { MappingTable } from './MappingTable.js'
import { missingFields } from './missing.js'
import { send } from './send.js'

export default {
  setup() {
    const importable = computed(() => entities.value.filter((entity) => !entity.retired && (entity.can.create || entity.can.edit)))
    // What people work with stands before what is administered.
    const ordered = computed(() => [true, false].flatMap((isListed) => importable.value.filter((entity) => listedEntities.value.includes(entity) === isListed)))
    const entity = computed(() => ordered.value.find((entity) => entity.name === route.query.entity) ?? ordered.value[0])
    const state = reactive({ step: 'file', file: null, table: null, plan: null, problem: null, share: 0, result: null, running: null })
    useLeaveGuard(() => ask({ title: t('import.leave'), text: t('import.leaveHelp'), yes: t('import.leaveYes'), danger: true }), () => state.step === 'running')

    const take = async (file) => {
      Object.assign(state, { file, problem: null, table: null, plan: null })
      try {
        const table = await readTable(file)
        if (!table.headers.some(Boolean) || !table.rows.length) throw new Error(t('import.empty'))
        state.table = table
        await propose()
        state.step = 'columns'
      } catch (problem) {
        state.problem = problem
      }
    }
    const propose = async () => (state.plan = reactive(await proposed(entity.value, state.table.headers)))
    watch(() => entity.value?.name, () => state.table && state.step === 'columns' && propose())

    const missing = computed(() => (state.plan ? missingFields(entity.value, state.plan) : []))
    /** `blob` holds mended rows of the time before; otherwise the file goes. */
    const run = async (blob) => {
      Object.assign(state, { step: 'running', problem: null, share: 0 })
      remember(entity.value, state.table.headers, state.plan)
      try {
        const body = blob ?? (await inUTF8(state.file, state.table.encoding))
        state.running = send(body, mappingOf(entity.value, state.table.headers, state.plan), (share) => (state.share = share))
        const result = await state.running.promise
        Object.assign(state, { step: 'result', result })
      } catch (problem) {
        Object.assign(state, { step: 'columns', problem: problem.name === 'AbortError' ? new Error(t('import.stopped')) : problem })
      } finally {
        state.running = null
      }
    }
    const again = () => Object.assign(state, { step: 'file', file: null, table: null, plan: null, problem: null, result: null })
    const trouble = () => state.problem && html`
      <div class="gx-import-problem" role="alert"><p class="gx-bad">${state.problem.message}</p>${(state.problem.errors ?? []).map((error) => html`<p class="gx-error">${error.message}</p>`)}</div>`
    const steps = () => html`<ol class="gx-steps">${['file', 'columns', 'result'].map((step) => html`<li class=${(state.step === step || (state.step === 'running' && step === 'result')) && 'gx-on'} aria-current=${state.step === step ? 'step' : undefined}>${t(`import.step.${step}`)}</li>`)}</ol>`
    const columns = () => html`
      <${MappingTable} entity=${entity.value} table=${state.table} plan=${state.plan} fileName=${state.file.name} />
      <${ImportOptions} entity=${entity.value} table=${state.table} plan=${state.plan} missing=${missing.value} />
      ${trouble()}`
    const running = () => html`
      <div class="gx-import-running"><h2>${t('import.running')}</h2><${Progress} done=${state.share} total=${state.share < 1 ? 1 : 0} label=${t('import.running')} /><p class="gx-faint">${t(state.share < 1 ? 'import.sending' : 'import.writing')}</p>
        <${Button} label=${t('import.stop')} onClick=${() => state.running?.cancel()} /></div>`
    return () => !entity.value ? html`<${Empty} icon="upload_file" title=${t('state.forbidden')} text=${t('state.forbidden.help')} />` : html`
      <div class="gx-head gx-wrap"><h1>${t('nav.import')}</h1>${steps()}</div>
      <div class="gx-scroll gx-import">
        ${['file', 'columns'].includes(state.step) && html`<label class="gx-field gx-import-entity"><span class="gx-label">${t('import.what')}</span><select class="gx-input" onChange=${(event) => setQuery({ entity: event.target.value })}>${ordered.value.map((other) => html`<option value=${other.name} selected=${other === entity.value}>${other.pluralLabel}</option>`)}</select></label>`}
        ${state.step === 'file' && html`<${FileStep} entity=${entity.value} onFile=${take} />${trouble()}`}
        ${state.step === 'columns' && columns()}
        ${state.step === 'running' && running()}
        ${state.step === 'result' && html`<${ImportResult} key=${state.result.id} entity=${entity.value} result=${state.result} onAgain=${again} onSend=${run} />`}
      </div>
      ${state.step === 'columns' && html`<footer class="gx-save-bar"><span class="gx-grow gx-warn">${missing.value.length > 0 && t('import.missing', { fields: missing.value.map((field) => field.label).join(t('list.comma')) })}</span>
        <${Button} kind="quiet" label=${t('import.otherFile')} onClick=${again} /><${Button} kind="primary" label=${t('import.start')} disabled=${!state.plan.columns.some(({ target }) => target) || (state.plan.mode !== 'create' && !state.plan.match.length)} onClick=${() => run()} /></footer>`}`
  },
}
