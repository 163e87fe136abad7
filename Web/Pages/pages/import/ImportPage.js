/** Import of files: `/import` begins and shows the imports of before, `/import/<file>` matches columns and tries, `/import/jobs/<job>` runs and tells. */
import { html } from '../../parts/html.js'
import { computed } from '../../parts/libraries.js'
import { entities } from '../../parts/catalogue.js'
import { route, setQuery } from '../../parts/router.js'
import { Empty } from '../../parts/states.js'
import { t } from '../../parts/texts.js'
import { listedEntities } from '../../shell/navigation.js'
import { FileStep } from './FileStep.js'
import { ImportRun } from './ImportRun.js'
import { MatchStep } from './MatchStep.js'
import { PastImports } from './PastImports.js'

const STEPS = ['file', 'columns', 'result']

export default {
  setup() {
    const importable = computed(() => entities.value.filter((entity) => !entity.retired && (entity.can.create || entity.can.edit)))
    // What people work with stands before what is administered.
    const ordered = computed(() => [true, false].flatMap((isListed) => importable.value.filter((entity) => listedEntities.value.includes(entity) === isListed)))
    const entity = computed(() => ordered.value.find((entity) => entity.name === route.query.entity) ?? ordered.value[0])
    const place = computed(() => {
      const [first, second] = route.steps.slice(1)
      return first === 'jobs' ? { step: 'result', job: second } : first ? { step: 'columns', file: first } : { step: 'file' }
    })
    const steps = () => html`<ol class="gx-steps">${STEPS.map((step) => html`<li class=${place.value.step === step && 'gx-on'} aria-current=${place.value.step === step ? 'step' : undefined}>${t(`import.step.${step}`)}</li>`)}</ol>`
    const what = () => html`
      <label class="gx-field gx-import-entity"><span class="gx-label">${t('import.what')}</span><select class="gx-input" onChange=${(event) => setQuery({ entity: event.target.value, trial: undefined })}>${ordered.value.map((other) => html`
        <option value=${other.name} selected=${other === entity.value}>${other.pluralLabel}</option>`)}</select></label>`
    const body = () => {
      const { step, file, job } = place.value
      if (step === 'result') return html`<${ImportRun} key=${job} id=${job} />`
      if (step === 'columns') return html`<${MatchStep} key=${`${file} ${entity.value.name}`} file=${file} entity=${entity.value}>${what}<//>`
      return html`<div class="gx-scroll gx-import">${what()}<${FileStep} entity=${entity.value} /><${PastImports} /></div>`
    }
    return () => !entity.value ? html`<${Empty} icon="upload_file" title=${t('state.forbidden')} text=${t('state.forbidden.help')} />` : html`
      <div class="gx-head gx-wrap"><h1>${t('nav.import')}</h1>${steps()}</div>${body()}`
  },
}
