/** The first page: the user's dashboard, or, until there is one, a sensible one made from the metadata. */
import { html } from '../../parts/html.js'
import { computed, onMounted, shallowReactive, ref } from '../../parts/libraries.js'
import { local } from '../../parts/format.js'
import { useLive } from '../../parts/live.js'
import { ownRoles } from '../../parts/ownRoles.js'
import { go } from '../../parts/router.js'
import { prefer, session } from '../../parts/session.js'
import { Empty, Skeleton } from '../../parts/states.js'
import { t } from '../../parts/texts.js'
import { listedEntities } from '../../shell/navigation.js'
import { DashboardView } from '../dashboard/DashboardView.js'
import { homeOf, loadDashboards } from '../dashboard/dashboards.js'
import { standardTiles } from './standardTiles.js'

export default {
  name: 'HomePage',
  setup() {
    const state = shallowReactive({ dashboards: null, roles: [] })
    const startsEditing = ref(null)
    const load = async () => {
      // A first page is always there, even where dashboards cannot be read.
      const [dashboards, roles] = await Promise.all([loadDashboards().catch(() => []), ownRoles()])
      Object.assign(state, { dashboards, roles })
    }
    onMounted(load)
    useLive((change) => change?.entity === 'dashboard' && load())

    const builtIn = computed(() => ({ id: 'built-in', name: '', tiles: standardTiles(listedEntities.value) }))
    const shown = computed(() => state.dashboards && (homeOf(state.dashboards, state.roles) ?? builtIn.value))
    const choose = (dashboard, isNew) => {
      if (isNew) {
        startsEditing.value = dashboard.id
        state.dashboards = [...state.dashboards, dashboard]
      }
      prefer('homeDashboard', dashboard.id)
    }
    const changed = (dashboard) => (state.dashboards = state.dashboards.map((other) => (other.id === dashboard.id ? dashboard : other)))
    const removed = (dashboard) => {
      state.dashboards = state.dashboards.filter((other) => other.id !== dashboard.id)
    }
    const greeting = () => {
      const hour = Number(local(Date.now()).time.slice(0, 2))
      return t(hour < 5 || hour >= 18 ? 'home.evening' : hour < 12 ? 'home.morning' : 'home.afternoon', { name: session.user.name })
    }
    return () => {
      if (!shown.value) return html`<${Skeleton} lines=${8} />`
      const isBuiltIn = shown.value === builtIn.value
      if (isBuiltIn && !shown.value.tiles.length) return html`<div class="gx-head"><h1>${greeting()}</h1></div><${Empty} icon="today" title=${t('home.nothing')} text=${t('home.nothingHelp')} label=${t('user.settings')} action=${() => go('/settings')} />`
      return html`<${DashboardView} key=${shown.value.id} dashboard=${shown.value} others=${state.dashboards} title=${isBuiltIn ? greeting() : undefined} isBuiltIn=${isBuiltIn} startsEditing=${startsEditing.value === shown.value.id} onChoose=${choose} onChanged=${changed} onRemoved=${removed} />`
    }
  },
}
