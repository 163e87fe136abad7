/** All dashboards, or the one that the address names. */
import { html } from '../../parts/html.js'
import { computed, onMounted, shallowReactive, ref, watch } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { entityNamed } from '../../parts/catalogue.js'
import { ask } from '../../parts/Dialog.js'
import { Button, Icon } from '../../parts/elements.js'
import { Value } from '../../parts/fields/Value.js'
import { useLive } from '../../parts/live.js'
import { go, Link } from '../../parts/router.js'
import { Empty, Failure, Skeleton } from '../../parts/states.js'
import { t } from '../../parts/texts.js'
import { failed } from '../../parts/toast.js'
import { createDashboard, loadDashboards } from './dashboards.js'
import { DashboardView } from './DashboardView.js'

export default {
  name: 'DashboardPage',
  props: { steps: Array },
  setup(props) {
    const state = shallowReactive({ dashboards: null, dashboard: null, problem: null })
    const startsEditing = ref(null)
    const id = computed(() => props.steps?.[0])
    const load = async () => {
      state.problem = null
      try {
        const wanted = id.value
        state.dashboards = await loadDashboards()
        const dashboard = wanted ? state.dashboards.find((other) => other.id === wanted) ?? (await api.get(`/dashboards/${wanted}`)) : null
        if (wanted === id.value) state.dashboard = dashboard
      } catch (problem) {
        state.problem = problem
      }
    }
    onMounted(load)
    watch(id, load)
    useLive((change) => (!change || change.entity === 'dashboard') && load())

    const make = async () => {
      const name = await ask({ title: t('dashboard.new'), yes: t('dashboard.create'), input: { label: t('dashboard.name'), value: t('dashboard.newName'), required: true } })
      if (!name) return
      try {
        choose(await createDashboard({ name }), true)
      } catch (problem) {
        failed(problem)
      }
    }
    const choose = (dashboard, isNew) => {
      if (isNew) {
        startsEditing.value = dashboard.id
        state.dashboards = [...(state.dashboards ?? []), dashboard]
      }
      go(`/dashboards/${dashboard.id}`)
    }
    const changed = (dashboard) => {
      state.dashboard = dashboard
      state.dashboards = state.dashboards.map((other) => (other.id === dashboard.id ? dashboard : other))
    }
    const canCreate = () => entityNamed('dashboard')?.can.create
    const list = () => {
      const entity = entityNamed('dashboard')
      return html`
        <div class="gx-head"><h1>${t('nav.dashboards')}</h1><span class="gx-grow"></span>${canCreate() && html`<${Button} kind="primary" icon="add" label=${t('dashboard.new')} onClick=${make} />`}</div>
        <div class="gx-scroll">${!state.dashboards.length ? html`<${Empty} icon="insights" title=${t('dashboard.noneYet')} text=${t('dashboard.noneHelp')} label=${t('dashboard.new')} action=${canCreate() ? make : undefined} />` : html`
          <ul class="gx-dashboard-list">${state.dashboards.map((dashboard) => html`
            <li key=${dashboard.id}><${Link} to=${`/dashboards/${dashboard.id}`}><${Icon} name="insights" /><span class="gx-grow gx-cut">${dashboard.name}</span>
              ${entity?.field.audience && html`<${Value} field=${entity.field.audience} value=${dashboard.audience} isShort />`}
              <span class="gx-faint gx-small">${t('dashboard.tiles', { n: dashboard.tiles?.length ?? 0 })}</span>
              <span class="gx-faint gx-small gx-cut gx-dashboard-maker">${dashboard.expanded?.createdBy?.title}</span><//></li>`)}</ul>`}</div>`
    }
    return () => {
      if (state.problem) return html`<${Failure} problem=${state.problem} retry=${load} />`
      if (!state.dashboards || (id.value && state.dashboard?.id !== id.value)) return html`<${Skeleton} lines=${8} />`
      if (!id.value) return list()
      return html`<${DashboardView} key=${id.value} dashboard=${state.dashboard} others=${state.dashboards} startsEditing=${startsEditing.value === id.value} onChanged=${changed} onChoose=${choose} onRemoved=${() => go('/dashboards')} />`
    }
  },
}
