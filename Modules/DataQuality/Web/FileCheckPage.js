/** The check-up of a file: `/file-check` brings one and shows those of before, `/file-check/<file>` matches its columns, `/file-check/jobs/<job>` tells what was found. */
import { html } from '../../parts/html.js'
import { computed } from '../../parts/libraries.js'
import { entityNamed } from '../../parts/catalogue.js'
import { route } from '../../parts/router.js'
import { Empty } from '../../parts/states.js'
import { t } from '../../parts/texts.js'
import { FileStep } from '../../pages/import/FileStep.js'
import { FileCheckColumns } from './FileCheckColumns.js'
import { FileCheckRun } from './FileCheckRun.js'
import { PastFileChecks } from './PastFileChecks.js'

const STEPS = ['file', 'columns', 'result']

export default {
  setup() {
    const entity = computed(() => entityNamed('customer'))
    const place = computed(() => {
      const [first, second] = route.steps.slice(1)
      return first === 'jobs' ? { step: 'result', job: second } : first ? { step: 'columns', file: first } : { step: 'file' }
    })
    const steps = () => html`<ol class="gx-steps">${STEPS.map((step) => html`<li class=${place.value.step === step && 'gx-on'} aria-current=${place.value.step === step ? 'step' : undefined}>${t(`import.step.${step}`)}</li>`)}</ol>`
    const body = () => {
      const { step, file, job } = place.value
      if (step === 'result') return html`<${FileCheckRun} key=${job} id=${job} />`
      if (step === 'columns') return html`<${FileCheckColumns} key=${file} file=${file} entity=${entity.value} />`
      return html`<div class="gx-scroll gx-import"><p class="gx-faint">${t('page.fileCheck.help')}</p><${FileStep} entity=${entity.value} to="/file-check" /><${PastFileChecks} /></div>`
    }
    return () => !entity.value?.can.create ? html`<${Empty} icon="troubleshoot" title=${t('state.forbidden')} text=${t('state.forbidden.help')} />` : html`
      <div class="gx-head gx-wrap"><h1>${t('page.fileCheck.title')}</h1>${steps()}</div>${body()}`
  },
}
