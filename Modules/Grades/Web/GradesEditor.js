/** The grades from the best to the last: from how many points on, or on what condition. */
import { html } from '../../parts/html.js'
import { entityNamed } from '../../parts/catalogue.js'
import { open } from '../../parts/Dialog.js'
import { Button } from '../../parts/elements.js'
import { t } from '../../parts/texts.js'
import { FilterBuilder } from '../../pages/list/FilterBuilder.js'
import { gradeOptions } from './words.js'

export const GradesEditor = (props, { emit }) => {
  const steps = props.modelValue
  const put = (next) => emit('update:modelValue', next)
  const change = (i, changes) => put(steps.map((step, j) => (j === i ? { ...step, ...changes } : step)))
  const isByPoints = props.mode === 'points'
  const unused = gradeOptions().filter(({ key }) => !steps.some(({ grade }) => grade === key))
  const bound = (step, i) => isByPoints
    ? html`<span class="gx-faint">${t('page.grades.from')}</span><input class="gx-input gx-number gx-points-number" inputmode="decimal" placeholder=${t('page.grades.rest')} value=${step.from ?? ''} aria-label=${t('page.grades.from')} onInput=${(event) => change(i, { from: event.target.value.trim() || undefined, when: undefined })} /><span class="gx-faint">${t('page.grades.pointsUnit')}</span>`
    : html`<${Button} kind="quiet" icon="filter_list" label=${t(step.when ? 'page.grades.condition' : 'page.grades.rest')} active=${Boolean(step.when)} onClick=${() => open(FilterBuilder, { entity: entityNamed('customer'), filter: step.when ?? null, onFilter: (when) => change(i, { when: when ?? undefined, from: undefined }) })} />`
  return html`
    <div class="gx-bands">${steps.map((step, i) => html`
      <div key=${i} class="gx-row"><select class="gx-input gx-grade-choice" aria-label=${t('page.grades.grade')} onChange=${(event) => change(i, { grade: event.target.value })}>
        ${gradeOptions().filter(({ key }) => key === step.grade || unused.some((option) => option.key === key)).map(({ key, label }) => html`<option value=${key} selected=${key === step.grade}>${label}</option>`)}</select>
        ${bound(step, i)}
        ${steps.length > 1 && html`<${Button} kind="quiet" icon="close" hint=${t('page.grades.removeGrade')} onClick=${() => put(steps.filter((_, j) => j !== i))} />`}</div>`)}
      ${unused.length > 0 && html`<div><${Button} kind="quiet" class="gx-flush" icon="add" label=${t('page.grades.addGrade')} onClick=${() => put([...steps, { grade: unused[0].key }])} /></div>`}</div>`
}
GradesEditor.props = ['modelValue', 'mode']
GradesEditor.emits = ['update:modelValue']
