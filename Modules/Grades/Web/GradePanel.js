/** On a customer's page: the grade, since when and on what ground, what is missing to the next, and what it entitles to. */
import { html } from '../../parts/html.js'
import { reactive } from '../../parts/libraries.js'
import { api, once } from '../../parts/api.js'
import { ask, open } from '../../parts/Dialog.js'
import { Button, Icon } from '../../parts/elements.js'
import { relativeDay } from '../../parts/format.js'
import { useRecordData } from '../../parts/panels.js'
import { Failure, Skeleton } from '../../parts/states.js'
import { t } from '../../parts/texts.js'
import { done, failed } from '../../parts/toast.js'
import { Breakdown } from './Breakdown.js'
import { OverrideDialog } from './OverrideDialog.js'
import { GradeChip, points } from './words.js'

const ICONS = { discount: 'percent', priority: 'low_priority', lane: 'support_agent', gift: 'redeem', other: 'star_border' }

export default {
  props: { entity: Object, record: Object },
  emits: ['saved'],
  setup(props, { emit }) {
    const state = reactive({ grade: null, problem: null, isOpen: false, changes: [] })
    const load = async () => {
      try {
        const id = props.record.id
        const [grade, changes] = await Promise.all([
          api.get(`/customers/${id}/grade`),
          api.get('/grade-changes', { filter: { customer: id }, sort: '-changedOn,-createdAt', limit: 5 }).catch(() => ({ data: [] })),
        ])
        if (id === props.record.id) Object.assign(state, { grade, changes: changes.data, problem: null })
      } catch (problem) {
        state.problem = problem
      }
    }
    useRecordData(props, load, ['gradeRule', 'gradeBenefit', 'gradeChange'])

    const override = async () => {
      const answer = await open(OverrideDialog, { customer: props.record, grade: state.grade })
      if (answer) (state.grade = answer, done(t('page.grades.overridden')), emit('saved'))
    }
    const end = async () => {
      if (!(await ask({ title: t('page.grades.end'), text: t('page.grades.endHelp'), yes: t('page.grades.end') }))) return
      try {
        state.grade = await api.post(`/customers/${props.record.id}/grade-override/end`, {}, { headers: once() })
        done(t('page.grades.ended'))
        emit('saved')
      } catch (problem) {
        failed(problem)
      }
    }
    const standing = (grade) => {
      if (grade.gradeOverridden) return t(grade.gradeUntil ? 'page.grades.byHandUntil' : 'page.grades.byHand', { day: grade.gradeUntil })
      if (grade.gradePendingSince) return t('page.grades.grace', { grade: label(grade.gradePending), since: grade.gradePendingSince, until: grade.gradeUntil })
      return grade.gradeFrom ? t('page.grades.since', { day: relativeDay(grade.gradeFrom) }) : ''
    }
    const label = (key) => props.entity.field.grade.option[key]?.label ?? key ?? t('page.grades.none')
    const benefit = (one) => html`
      <li key=${one.id}><${Icon} name=${ICONS[one.kind] ?? 'star_border'} size="small" /><span>${one.name}</span>${one.value && html`<b>${points(one.value)}${one.kind === 'discount' ? '%' : ''}</b>`}${one.text && html`<span class="gx-faint">${one.text}</span>`}</li>`
    const change = (one) => html`<li key=${one.id}><span>${one.name}</span><span class="gx-faint">${one.changedOn}${one.reason ? ` · ${one.reason}` : ''}</span></li>`

    return () => {
      if (state.problem && !state.grade) return html`<${Failure} problem=${state.problem} retry=${load} />`
      if (!state.grade) return html`<${Skeleton} lines=${3} />`
      const { grade } = state
      const mayChange = grade.settable.length > 0 && props.entity.can.edit
      return html`
        <div class="gx-grade">
          <div class="gx-row gx-grade-head"><${GradeChip} grade=${grade.grade} />${grade.gradeScore !== null && html`<span>${t('page.grades.points', { points: points(grade.gradeScore) })}</span>`}
            <span class="gx-faint gx-small gx-grow">${standing(grade)}</span>
            ${mayChange && grade.gradeOverridden && html`<${Button} kind="quiet" label=${t('page.grades.end')} onClick=${end} />`}
            ${mayChange && html`<${Button} kind="quiet" icon="edit" hint=${t('page.grades.override')} onClick=${override} />`}</div>
          ${grade.gradeReason && html`<p class="gx-prose gx-small">${grade.gradeReason}</p>`}
          ${grade.entitlements.length > 0 && html`<ul class="gx-grade-benefits" aria-label=${t('page.grades.benefits')}>${grade.entitlements.map(benefit)}</ul>`}
          ${grade.calculation && html`
            <button type="button" class="gx-grade-more" aria-expanded=${String(state.isOpen)} onClick=${() => (state.isOpen = !state.isOpen)}>
              <${Icon} name=${state.isOpen ? 'expand_less' : 'expand_more'} size="small" />${t('page.grades.why', { rule: grade.rule.name })}</button>
            ${state.isOpen && html`<${Breakdown} calculation=${grade.calculation} />
              ${state.changes.length > 0 && html`<h4 class="gx-faint gx-small">${t('page.grades.history')}</h4><ul class="gx-grade-history">${state.changes.map(change)}</ul>`}`}`}
          ${!grade.rule && html`<p class="gx-faint gx-small">${t('page.grades.noRule')}</p>`}
        </div>`
    }
  },
}
