/** The key-account projects of a customer: how each stands, who leads it, how much of its plan is done and what comes next. */
import { html } from '../../parts/html.js'
import { reactive } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { entityNamed } from '../../parts/catalogue.js'
import { Button, Chip, Person } from '../../parts/elements.js'
import { createRecord } from '../../parts/forms/create.js'
import { money, relativeDay, today } from '../../parts/format.js'
import { useRecordData } from '../../parts/panels.js'
import { Link } from '../../parts/router.js'
import { Failure, Skeleton } from '../../parts/states.js'
import { t } from '../../parts/texts.js'

const SHOWN = 20
const MOST_STEPS = 200

/** How much of a plan is done; `next` is the step whose day comes first. */
export function planOf(steps) {
  const open = steps.filter((step) => !step.doneOn)
  return { all: steps.length, done: steps.length - open.length, next: open.toSorted((one, other) => (one.due ?? '9').localeCompare(other.due ?? '9'))[0] }
}

export default {
  props: { entity: Object, record: Object },
  setup(props) {
    const entity = entityNamed('keyProject')
    const state = reactive({ projects: null, total: 0, steps: [], problem: null })
    const load = async () => {
      const id = props.record.id
      try {
        const list = await api.get('/key-projects', { filter: { customer: { eq: id } }, sort: '-createdAt', limit: SHOWN, count: true, expand: 'leader' })
        const projects = list.data.map((project) => project.id)
        const steps = projects.length && entityNamed('keyProjectStep') ? (await api.get('/key-project-steps', { filter: { project: { in: projects } }, sort: 'due', limit: MOST_STEPS })).data : []
        if (id === props.record.id) Object.assign(state, { projects: list.data, total: list.page.total ?? list.data.length, steps, problem: null })
      } catch (problem) {
        state.problem = problem
      }
    }
    useRecordData(props, load, ['keyProject', 'keyProjectStep'])
    const add = async () => (await createRecord(entity, { customer: props.record.id }, { stay: true })) && load()

    const chip = (project, key) => html`<${Chip} colour=${entity.field[key].option[project[key]]?.colour} label=${entity.field[key].option[project[key]]?.label ?? ''} />`
    const term = ({ startsOn, endsOn }) => (startsOn || endsOn ? `${startsOn ?? '…'} → ${endsOn ?? '…'}` : '')
    const plan = (project) => {
      const { all, done, next } = planOf(state.steps.filter((step) => step.project === project.id))
      if (!all) return null
      return html`
        <div class="gx-project-plan"><progress class="gx-invest-bar gx-invest-gain" max=${all} value=${done} aria-label=${t('page.projects.plan')}></progress><span class="gx-small gx-faint">${t('page.projects.done', { done, all })}</span></div>
        ${next && project.state !== 'closed' && html`<p class="gx-small gx-project-next"><span class="gx-faint">${t('page.projects.next')}</span><span class="gx-cut">${next.name}</span>${next.due && html`<span class=${next.due < today() ? 'gx-bad' : 'gx-faint'}>${relativeDay(next.due)}</span>`}</p>`}`
    }
    const row = (project) => html`
      <li key=${project.id} class="gx-project">
        <div class="gx-row gx-project-head"><${Link} to=${`/key-projects/${project.id}`} class="gx-cut gx-strong">${project.name}<//>${chip(project, 'state')}<span class="gx-wide-only">${chip(project, 'level')}</span><span class="gx-grow"></span><span class="gx-number">${money(project.actualRevenue ?? project.expectedRevenue)}</span></div>
        <div class="gx-row gx-small gx-faint gx-project-facts">${project.leader && html`<${Person} name=${project.expanded?.leader?.title ?? ''} />`}<span>${term(project)}</span></div>
        ${plan(project)}
      </li>`
    return () => {
      if (state.problem) return html`<${Failure} problem=${state.problem} retry=${load} />`
      if (!state.projects) return html`<${Skeleton} lines=${3} />`
      return html`
        <div class="gx-projects">
          ${entity.can.create && !props.record.deletedAt && html`<div class="gx-row"><span class="gx-grow"></span><${Button} icon="add" label=${t('page.projects.add')} onClick=${add} /></div>`}
          ${state.projects.length ? html`<ul>${state.projects.map(row)}</ul>` : html`<p class="gx-faint">${t('page.projects.none')}</p>`}
          ${state.total > state.projects.length && html`<p class="gx-faint gx-small">${t('page.projects.newest', { n: state.projects.length, all: state.total })}</p>`}
        </div>`
    }
  },
}
