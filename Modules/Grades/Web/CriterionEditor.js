/** One criterion: its name and weight, what is looked at, and how that becomes points. */
import { html } from '../../parts/html.js'
import { entityNamed } from '../../parts/catalogue.js'
import { open } from '../../parts/Dialog.js'
import { Button } from '../../parts/elements.js'
import { Picker } from '../../parts/fields/Picker.js'
import { t } from '../../parts/texts.js'
import { FilterBuilder } from '../../pages/list/FilterBuilder.js'
import { PointsEditor } from './PointsEditor.js'
import { counted, customerFields, dateFields, newScale, newValue, numberFields, sourceOf, wayOf, waysOf } from './measures.js'

export const newCriterion = () => ({ name: '', weight: '1', value: newValue('since'), points: { bands: [{ from: '0', points: '20' }, { from: '91', points: '10' }, { from: '366', points: '0' }] } })

const SOURCES = ['field', 'filled', 'since', 'over']
const FUNCTIONS = ['count', 'sum', 'min', 'max', 'newest']
const PERIODS = ['', '30', '90', '180', '365', '730']

export const CriterionEditor = (props, { emit }) => {
  const criterion = props.modelValue
  const put = (changes) => emit('update:modelValue', { ...criterion, ...changes })
  const look = (value) => put({ value, points: waysOf(value).includes(wayOf(criterion.points)) && sourceOf(value) === sourceOf(criterion.value) && wayOf(criterion.points) !== 'options' ? criterion.points : newScale(waysOf(value)[0], value) })
  return html`
    <div class="gx-criterion" role="group" aria-label=${criterion.name || t('page.grades.criterion')}>
      <div class="gx-row"><input class="gx-input gx-grow" value=${criterion.name} maxlength="80" placeholder=${t('page.grades.criterionName')} aria-label=${t('page.grades.criterionName')} onInput=${(event) => put({ name: event.target.value })} />
        <label class="gx-row gx-criterion-weight"><span class="gx-faint">${t('page.grades.weight')}</span><input class="gx-input gx-number" inputmode="decimal" value=${criterion.weight ?? '1'} onInput=${(event) => put({ weight: event.target.value })} /></label>
        <${Button} kind="quiet" icon="close" hint=${t('page.grades.removeCriterion', { name: criterion.name })} onClick=${() => emit('remove')} /></div>
      <div class="gx-row gx-wrap">
        <select class="gx-input gx-criterion-source" aria-label=${t('page.grades.source')} onChange=${(event) => look(newValue(event.target.value))}>
          ${SOURCES.map((key) => html`<option value=${key} selected=${key === sourceOf(criterion.value)}>${t(`page.grades.source.${key}`)}</option>`)}</select>
        ${sources[sourceOf(criterion.value)](criterion.value, look)}</div>
      <${PointsEditor} value=${criterion.value} modelValue=${criterion.points} otherwise=${criterion.otherwise} onUpdate:modelValue=${(points) => put({ points })} onOtherwise=${(otherwise) => put({ otherwise })} />
      ${props.problems.map((problem) => html`<p class="gx-error" role="alert">${problem}</p>`)}
    </div>`
}
CriterionEditor.props = ['modelValue', 'problems']
CriterionEditor.emits = ['update:modelValue', 'remove']

const select = (label, options, chosen, choose) => html`
  <select class="gx-input" aria-label=${label} onChange=${(event) => choose(event.target.value)}>${options.map(({ key, label }) => html`<option value=${key} selected=${key === chosen}>${label}</option>`)}</select>`

const sources = {
  field: (value, put) => html`<div class="gx-grow"><${Picker} required label=${t('page.grades.source.field')} modelValue=${value.field} options=${customerFields()} onUpdate:modelValue=${(field) => put({ field })} /></div>`,
  filled: (value, put) => html`<div class="gx-grow"><${Picker} multiple label=${t('page.grades.source.filled')} modelValue=${value.filled} options=${customerFields()} onUpdate:modelValue=${(filled) => put({ filled })} /></div>`,
  since: (value, put) => html`
    <div class="gx-grow"><${Picker} required label=${t('page.grades.source.since')} modelValue=${value.since} options=${dateFields(entityNamed('customer'))} onUpdate:modelValue=${(since) => put({ ...value, since })} /></div>
    ${select(t('page.grades.in'), ['days', 'years'].map((key) => ({ key, label: t(`page.grades.in.${key}`) })), value.unit, (unit) => put({ ...value, unit }))}`,
  over: (value, put) => {
    const entity = entityNamed(value.over)
    const choose = (key) => {
      const [over, by] = key.split('.')
      put({ over, by, function: 'count' })
    }
    const turn = (name) => put({ ...value, function: name, field: name === 'count' ? undefined : value.field ?? numberFields(entity)[0]?.key })
    const period = (days) => put({ ...value, days: days ? Number(days) : undefined, at: days || value.function === 'newest' ? value.at ?? 'createdAt' : undefined })
    return html`
      ${select(t('page.grades.source.over'), counted(), `${value.over}.${value.by}`, choose)}
      ${select(t('page.grades.function'), FUNCTIONS.filter((name) => name === 'count' || numberFields(entity).length).map((key) => ({ key, label: t(`page.grades.function.${key}`) })), value.function, turn)}
      ${value.function !== 'count' && select(t('page.grades.of'), numberFields(entity), value.field, (field) => put({ ...value, field }))}
      ${select(t('page.grades.period'), PERIODS.map((key) => ({ key, label: key ? t('page.grades.lastDays', { n: key }) : t('page.grades.ever') })), String(value.days ?? ''), period)}
      ${(value.days || value.function === 'newest') && select(t('page.grades.at'), dateFields(entity), value.at ?? 'createdAt', (at) => put({ ...value, at }))}
      <${Button} kind="quiet" icon="filter_list" label=${t(value.filter ? 'page.grades.filtered' : 'page.grades.filter')} active=${Boolean(value.filter)} onClick=${() => open(FilterBuilder, { entity, filter: value.filter ?? null, onFilter: (filter) => put({ ...value, filter: filter ?? undefined }) })} />`
  },
}
