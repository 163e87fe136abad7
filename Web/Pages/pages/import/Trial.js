/** A trial of an import: how far it is, what would come of it, and the first rows that would be refused. */
import { html } from '../../parts/html.js'
import { entityNamed } from '../../parts/catalogue.js'
import { Button } from '../../parts/elements.js'
import { errorWords, isOver, Progress } from '../../parts/jobs.js'
import { t } from '../../parts/texts.js'
import { Outcome } from './Outcome.js'
import { RefusedRows } from './RefusedRows.js'

/** `isOld` says that something was changed since. */
export const Trial = ({ job, isOld }, { emit }) => {
  const entity = entityNamed(job.payload.mapping.entity)
  const over = () => html`
    ${job.error && job.state === 'failed' ? html`<p class="gx-bad">${errorWords(job)}</p>` : html`<${Outcome} entity=${entity} result=${job.result ?? {}} />`}
    ${job.result?.refused > 0 && html`<${RefusedRows} key=${job.id} id=${job.id} isBrief />`}`
  const going = () => html`
    <div class="gx-row"><${Progress} done=${job.progress.done} total=${job.progress.total} label=${t('import.trying')} /><${Button} kind="quiet" label=${t('action.cancel')} disabled=${job.isCancelAsked} onClick=${() => emit('stop')} /></div>`
  return html`
    <section class="gx-column gx-import-trial" role="status"><h2>${t('import.trial')}</h2>
      <p class="gx-faint">${t(!isOver(job) ? 'import.trying' : job.state === 'cancelled' ? 'import.trialStopped' : isOld ? 'import.trialOld' : 'import.trialHelp')}</p>
      ${isOver(job) ? over() : going()}</section>`
}
Trial.props = ['job', 'isOld']
Trial.emits = ['stop']
