/** A rule: for whom it is, what gives points, from where each grade begins, and beside it what it comes to for one customer. */
import { html } from '../../parts/html.js'
import { onMounted, reactive, watch } from '../../parts/libraries.js'
import { api, ifVersion, once } from '../../parts/api.js'
import { entityNamed } from '../../parts/catalogue.js'
import { Button } from '../../parts/elements.js'
import { Editor } from '../../parts/fields/Editor.js'
import { ReferencePicker } from '../../parts/fields/ReferencePicker.js'
import { go, Link } from '../../parts/router.js'
import { Failure, Skeleton } from '../../parts/states.js'
import { t } from '../../parts/texts.js'
import { done, failed } from '../../parts/toast.js'
import { AuthorityEditor } from './AuthorityEditor.js'
import { Breakdown } from './Breakdown.js'
import { CriterionEditor, newCriterion } from './CriterionEditor.js'
import { GradesEditor } from './GradesEditor.js'
import { GradeChip } from './words.js'

const PLAIN = ['name', 'isActive', 'priority', 'kinds', 'scopeUnit', 'since', 'until', 'graceDays']
const PAUSE = 500
const fresh = () => ({
  name: '', isActive: false, priority: 100, kinds: [], scopeUnit: null, since: null, until: null, mode: 'points', graceDays: 0, authority: {}, criteria: [newCriterion()],
  grades: [{ grade: 'vip', from: '80' }, { grade: 'a', from: '60' }, { grade: 'b', from: '40' }, { grade: 'c' }],
})

export const RuleEditor = {
  props: { id: String },
  setup(props) {
    const entity = entityNamed('gradeRule')
    const state = reactive({ rule: props.id ? null : fresh(), problem: null, errors: {}, isBusy: false, isChanged: false, customer: null, trial: null, trialProblem: null })
    const load = async () => {
      try {
        Object.assign(state, { rule: await api.get(`/grade-rules/${props.id}`), problem: null })
      } catch (problem) {
        state.problem = problem
      }
    }
    onMounted(() => props.id && load())
    const body = () => ({ ...Object.fromEntries(PLAIN.map((key) => [key, state.rule[key] ?? null])), mode: state.rule.mode, criteria: state.rule.criteria, grades: state.rule.grades, authority: state.rule.authority ?? {} })
    const save = async () => {
      Object.assign(state, { isBusy: true, errors: {} })
      try {
        const saved = props.id ? await api.patch(`/grade-rules/${props.id}`, body(), { headers: ifVersion(state.rule.version) }) : await api.post('/grade-rules', body(), { headers: once() })
        done(t('form.saved'))
        if (props.id) Object.assign(state, { rule: saved, isChanged: false })
        else go(`/grade-rules/${saved.id}`, {}, { replace: true })
      } catch (problem) {
        state.errors = problem.fields ?? {}
        failed(problem)
      } finally {
        state.isBusy = false
      }
    }

    // What is written is tried while it is written.
    let timer = 0
    const attempt = async () => {
      if (!state.customer) return
      try {
        const { mode, criteria, grades } = body()
        Object.assign(state, { trial: await api.post('/grade-rules/test', { mode, criteria, grades, customer: state.customer }), trialProblem: null })
      } catch (problem) {
        Object.assign(state, { trial: null, trialProblem: problem })
      }
    }
    watch(() => [state.customer, JSON.stringify([state.rule?.mode, state.rule?.criteria, state.rule?.grades])], () => {
      clearTimeout(timer)
      timer = setTimeout(attempt, PAUSE)
    })

    const put = (key, value) => Object.assign(state, { isChanged: true }) && (state.rule[key] = value)
    const errorsAt = (place) => Object.entries(state.errors).filter(([key]) => key === place || key.startsWith(`${place}.`) || key.startsWith(`${place}[`)).map(([, message]) => message)
    const errors = (place) => errorsAt(place).map((message) => html`<p class="gx-error" role="alert">${message}</p>`)
    const field = (key) => html`
      <div key=${key} class="gx-field" data-field=${key}><span class="gx-label">${entity.field[key].kind === 'flag' ? t('page.grades.state') : entity.field[key].label}</span>
        <${Editor} field=${entity.field[key]} modelValue=${state.rule[key]} label=${entity.field[key].label} onUpdate:modelValue=${(value) => put(key, value)} />${errors(key)}</div>`
    const criteria = () => html`
      <section class="gx-grade-section"><h2>${entity.field.criteria.label}</h2>${errorsAt('criteria').length > 0 && state.errors.criteria && errors('criteria').slice(0, 1)}
        ${state.rule.criteria.map((criterion, i) => html`
          <${CriterionEditor} key=${i} modelValue=${criterion} problems=${errorsAt(`criteria[${i}]`)} onUpdate:modelValue=${(next) => put('criteria', state.rule.criteria.map((old, j) => (j === i ? next : old)))}
            onRemove=${() => put('criteria', state.rule.criteria.filter((_, j) => j !== i))} />`)}
        <div><${Button} kind="quiet" class="gx-flush" icon="add" label=${t('page.grades.addCriterion')} onClick=${() => put('criteria', [...state.rule.criteria, newCriterion()])} /></div></section>`
    const trial = () => html`
      <aside class="gx-grade-try"><h2>${t('page.grades.try')}</h2>
        <${ReferencePicker} target="customer" modelValue=${state.customer} label=${t('page.grades.tryCustomer')} placeholder=${t('page.grades.tryCustomer')} onUpdate:modelValue=${(id) => (state.customer = id)} />
        ${state.trialProblem ? html`<p class="gx-faint gx-small">${Object.values(state.trialProblem.fields ?? {})[0] ?? state.trialProblem.message}</p>`
          : state.trial ? html`<div class="gx-row"><${GradeChip} grade=${state.trial.grade} /></div><${Breakdown} calculation=${state.trial} />` : html`<p class="gx-faint gx-small">${t('page.grades.tryHelp')}</p>`}</aside>`
    return () => {
      if (state.problem) return html`<${Failure} problem=${state.problem} retry=${load} />`
      if (!state.rule) return html`<${Skeleton} lines=${10} />`
      return html`
        <div class="gx-head"><h1><${Link} to="/grade-rules" class="gx-faint">${t('page.grades.title')}<//> / ${state.rule.name || t('page.grades.new')}</h1><span class="gx-grow"></span>
          ${props.id && html`<${Button} icon="science" label=${t('page.grades.trial')} disabled=${state.isChanged} onClick=${() => go(`/grade-rules/${props.id}/trial`)} />`}
          <${Button} kind="primary" label=${t('action.save')} busy=${state.isBusy} onClick=${save} /></div>
        <div class="gx-scroll gx-grade-page gx-grade-editor">
          <div class="gx-grade-form">
            <section class="gx-grade-section gx-grade-fields">${PLAIN.map(field)}</section>
            <section class="gx-grade-section"><h2>${entity.field.mode.label}</h2><div class="gx-row" role="radiogroup" aria-label=${entity.field.mode.label}>${['points', 'conditions'].map((mode) => html`
              <button key=${mode} type="button" role="radio" aria-checked=${String(state.rule.mode === mode)} class=${['gx-admin-pill', state.rule.mode === mode && 'gx-on']} onClick=${() => put('mode', mode)}>${entity.field.mode.option[mode].label}</button>`)}</div></section>
            ${state.rule.mode === 'points' && criteria()}
            <section class="gx-grade-section"><h2>${entity.field.grades.label}</h2><${GradesEditor} mode=${state.rule.mode} modelValue=${state.rule.grades} onUpdate:modelValue=${(grades) => put('grades', grades)} />${errors('grades')}</section>
            <section class="gx-grade-section"><h2>${entity.field.authority.label}</h2><${AuthorityEditor} grades=${state.rule.grades} modelValue=${state.rule.authority ?? {}} onUpdate:modelValue=${(authority) => put('authority', authority)} />${errors('authority')}</section>
          </div>
          ${trial()}
        </div>`
    }
  },
}
