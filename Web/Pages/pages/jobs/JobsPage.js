/** Work of the server beside the pages: one's own, for administrators everybody's. */
import { html } from '../../parts/html.js'
import { reactive, watch } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { entityNamed } from '../../parts/catalogue.js'
import { Button } from '../../parts/elements.js'
import { isOver, usePolling } from '../../parts/jobs.js'
import { usePages } from '../../parts/pages.js'
import { route, setQuery } from '../../parts/router.js'
import { isAdministrator } from '../../parts/session.js'
import { Empty, Failure, Skeleton } from '../../parts/states.js'
import { t } from '../../parts/texts.js'
import { done, failed } from '../../parts/toast.js'
import { MoreFoot } from '../admin/MoreFoot.js'
import { JobRow } from './JobRow.js'
import { ScheduleList } from './ScheduleList.js'
import { SystemSchedules } from './SystemSchedules.js'

const STATES = ['waiting', 'running', 'done', 'failed', 'cancelled']
const LONGEST_LOOK = 200

export default {
  setup() {
    const query = () => ({ state: STATES.includes(route.query.state) ? route.query.state : undefined })
    const list = usePages((before) => api.get('/jobs', { ...query(), before, limit: 50 }))
    // What is shown is asked for anew in one request; what lies further back has ended long ago.
    const look = async () => {
      const answer = await api.get('/jobs', { ...query(), limit: Math.min(LONGEST_LOOK, Math.max(50, list.items.length)) }).catch(() => null)
      if (!answer || list.isLoading) return
      const fresh = new Set(answer.data.map((job) => job.id))
      const older = list.items.filter((job) => !fresh.has(job.id) && BigInt(job.id) < BigInt(answer.data.at(-1)?.id ?? job.id))
      if (!older.length) list.next = answer.page.next
      list.items = [...answer.data, ...older]
    }
    const { soon } = usePolling(look, () => list.items.some((job) => !isOver(job)))
    watch(() => list.isLoaded, soon)
    watch(() => route.query.state, () => list.reload().then(soon))
    const opened = reactive(new Set())
    const turn = ({ id }) => opened.delete(id) || opened.add(id)
    const change = async (job, verb) => {
      try {
        const changed = await api.post(`/jobs/${job.id}/${verb}`)
        list.items = list.items.map((other) => (other.id === job.id ? changed : other))
        done(t(`jobs.${verb}Done`))
        soon()
      } catch (problem) {
        failed(problem)
      }
    }
    const jobs = () => html`
      <div class="gx-filter-line" role="group" aria-label=${t('jobs.state')}>${['', ...STATES].map((state) => html`
        <button type="button" class=${['gx-admin-pill', (route.query.state ?? '') === state && 'gx-on']} aria-pressed=${String((route.query.state ?? '') === state)} onClick=${() => setQuery({ state })}>${t(`jobs.state.${state || 'all'}`)}</button>`)}</div>
      <div class="gx-scroll gx-jobs">
        ${list.problem ? html`<${Failure} problem=${list.problem} retry=${list.reload} />` : !list.isLoaded ? html`<${Skeleton} lines=${8} />`
          : !list.items.length ? html`<${Empty} icon="pending_actions" title=${t('jobs.none')} text=${t('jobs.noneHelp')} />`
          : html`<ul class="gx-admin-lines" aria-live="polite">${list.items.map((job) => html`<${JobRow} key=${job.id} job=${job} isOpen=${opened.has(job.id)} onTurn=${() => turn(job)} onCancel=${() => change(job, 'cancel')} onRetry=${() => change(job, 'retry')} />`)}</ul><${MoreFoot} list=${list} />`}
      </div>`
    const view = () => (route.query.view === 'schedules' && entityNamed('scheduledJob') ? 'schedules' : 'jobs')
    const tabs = () => entityNamed('scheduledJob') && html`
      <div class="gx-tabs" role="tablist">${['jobs', 'schedules'].map((key) => html`<button type="button" role="tab" aria-selected=${String(view() === key)} class=${['gx-tab', view() === key && 'gx-on']} onClick=${() => setQuery({ view: key === 'jobs' ? undefined : key, state: undefined })}>${t(`jobs.view.${key}`)}</button>`)}</div>`
    return () => html`
      <div class="gx-head"><h1>${t('nav.jobs')}</h1><span class="gx-faint gx-grow gx-wide-only">${t(isAdministrator.value ? 'jobs.everybody' : 'jobs.own')}</span><${Button} kind="quiet" icon="refresh" hint=${t('system.refresh')} onClick=${list.reload} /></div>
      ${tabs()}
      ${view() === 'schedules' ? html`<div class="gx-scroll gx-jobs" tabindex="0" role="region" aria-label=${t('jobs.view.schedules')}><${ScheduleList} />${isAdministrator.value && html`<${SystemSchedules} />`}</div>` : jobs()}`
  },
}
