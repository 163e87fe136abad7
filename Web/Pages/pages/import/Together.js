/** The other files of one taking in: what was brought with this one, and a way to bring the next, whose rows belong to its records. */
import { html } from '../../parts/html.js'
import { api } from '../../parts/api.js'
import { entityNamed } from '../../parts/catalogue.js'
import { Button, Chip, Icon } from '../../parts/elements.js'
import { resultWords } from '../../parts/jobs.js'
import { go, Link } from '../../parts/router.js'
import { t } from '../../parts/texts.js'
import { childrenOf } from './plan.js'
import { runColour, runLabel, runPlace } from './runs.js'

const SEARCHED = 200

/** The imports that were brought with one, newest first, without it. */
export async function importsWith(job) {
  const first = job.payload.with ?? job.id
  const { data } = await api.get('/jobs', { kind: 'import', limit: SEARCHED })
  return data.filter((other) => other.id !== job.id && !other.payload.dryRun && (other.id === first || other.payload.with === first))
}

export const Together = {
  props: { job: Object, others: Array },
  setup(props) {
    const kinds = () => {
      const entity = entityNamed(props.job.payload.mapping.entity)
      return entity ? childrenOf(entity) : []
    }
    const row = (job) => html`
      <li class="gx-line-row" key=${job.id}><${Icon} name="upload_file" />
        <div class="gx-grow gx-job-text"><div class="gx-row gx-wrap"><${Link} class="gx-link gx-cut" ...${runPlace(job)}>${() => job.payload.name}<//><${Chip} colour=${runColour(job)} label=${runLabel(job)} /></div>
          <span class="gx-faint gx-small">${[entityNamed(job.payload.mapping?.entity)?.pluralLabel, resultWords(job)].filter(Boolean).join(' · ')}</span></div></li>`
    return () => (props.others.length > 0 || kinds().length > 0) && html`
      <section class="gx-column"><h2>${t('import.together')}</h2>${kinds().length > 0 && html`<p class="gx-faint">${t('import.together.help')}</p>`}
        ${props.others.length > 0 && html`<ul class="gx-admin-lines">${props.others.map(row)}</ul>`}
        <div class="gx-row gx-wrap">${kinds().map((child) => html`
          <${Button} key=${child.name} icon="playlist_add" label=${t('import.together.add', { name: child.pluralLabel })} onClick=${() => go('/import', { entity: child.name, with: props.job.id })} />`)}</div></section>`
  },
}
