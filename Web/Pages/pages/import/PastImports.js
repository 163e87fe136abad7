/** The imports of before, each a way to its result. */
import { html } from '../../parts/html.js'
import { api } from '../../parts/api.js'
import { entityNamed } from '../../parts/catalogue.js'
import { Button, Chip, Icon } from '../../parts/elements.js'
import { relativeInstant } from '../../parts/format.js'
import { resultWords } from '../../parts/jobs.js'
import { usePages } from '../../parts/pages.js'
import { Link } from '../../parts/router.js'
import { Failure, Skeleton } from '../../parts/states.js'
import { t } from '../../parts/texts.js'
import { runColour, runLabel, runPlace } from './runs.js'

export const PastImports = {
  setup() {
    const list = usePages((before) => api.get('/jobs', { kind: 'import', before, limit: 10 }))
    const row = (job) => html`
      <li class="gx-line-row" key=${job.id}><${Icon} name="upload_file" />
        <div class="gx-grow gx-job-text"><div class="gx-row gx-wrap"><${Link} class="gx-link gx-cut" ...${runPlace(job)}>${() => job.payload.name ?? t('nav.import')}<//>
          <${Chip} colour=${runColour(job)} label=${runLabel(job)} />${job.payload.dryRun && html`<${Chip} colour="grey" label=${t('import.trial')} />`}</div>
          <span class="gx-faint gx-small">${[entityNamed(job.payload.mapping?.entity)?.pluralLabel, relativeInstant(job.createdAt), resultWords(job)].filter(Boolean).join(' · ')}</span></div></li>`
    return () => html`
      <section class="gx-column"><h2>${t('import.past')}</h2>
        ${list.problem ? html`<${Failure} problem=${list.problem} retry=${list.reload} />` : !list.isLoaded ? html`<${Skeleton} lines=${3} />`
          : !list.items.length ? html`<p class="gx-faint">${t('import.pastNone')}</p>`
          : html`<ul class="gx-admin-lines">${list.items.map(row)}</ul>${list.next && html`<div><${Button} kind="quiet" label=${t('admin.more')} busy=${list.isLoading} onClick=${list.more} /></div>`}`}
      </section>`
  },
}
