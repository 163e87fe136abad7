/** The check-ups of before, each a way to its result while that is kept. */
import { html } from '../../parts/html.js'
import { api } from '../../parts/api.js'
import { Button, Chip, Icon } from '../../parts/elements.js'
import { exactNumber, relativeInstant } from '../../parts/format.js'
import { JOB_COLOURS } from '../../parts/jobs.js'
import { usePages } from '../../parts/pages.js'
import { Link } from '../../parts/router.js'
import { Failure, Skeleton } from '../../parts/states.js'
import { t } from '../../parts/texts.js'

export const PastFileChecks = {
  setup() {
    const list = usePages((before) => api.get('/jobs', { kind: 'checkFile', before, limit: 10 }))
    const found = ({ state, result }) => state === 'done' && t('page.fileCheck.found', { rows: exactNumber(result.rows), findings: exactNumber(result.findings), known: exactNumber(result.known) })
    const row = (job) => html`
      <li class="gx-line-row" key=${job.id}><${Icon} name="troubleshoot" />
        <div class="gx-grow gx-job-text"><div class="gx-row gx-wrap"><${Link} class="gx-link gx-cut" to=${`/file-check/jobs/${job.id}`}>${() => job.payload.name}<//>
          <${Chip} colour=${JOB_COLOURS[job.state]} label=${t(`jobs.state.${job.state}`)} /></div>
          <span class="gx-faint gx-small">${[relativeInstant(job.createdAt), found(job)].filter(Boolean).join(' · ')}</span></div></li>`
    return () => html`
      <section class="gx-column"><h2>${t('page.fileCheck.past')}</h2>
        ${list.problem ? html`<${Failure} problem=${list.problem} retry=${list.reload} />` : !list.isLoaded ? html`<${Skeleton} lines=${3} />`
          : !list.items.length ? html`<p class="gx-faint">${t('page.fileCheck.pastNone')}</p>`
          : html`<ul class="gx-admin-lines">${list.items.map(row)}</ul>${list.next && html`<div><${Button} kind="quiet" label=${t('admin.more')} busy=${list.isLoading} onClick=${list.more} /></div>`}`}
      </section>`
  },
}
