/** A dashboard: period on top, tiles below; whoever may can arrange it and save. `isBuiltIn` is made from the metadata and can be taken over. */
import { html } from '../../parts/html.js'
import { computed, reactive, ref, watch } from '../../parts/libraries.js'
import { api, ifVersion } from '../../parts/api.js'
import { Choice } from '../../parts/Choice.js'
import { PERIODS } from '../../parts/charts/days.js'
import { entityNamed } from '../../parts/catalogue.js'
import { ask, open } from '../../parts/Dialog.js'
import { Button, Menu } from '../../parts/elements.js'
import { go, route, setQuery, useLeaveGuard } from '../../parts/router.js'
import { prefer, session } from '../../parts/session.js'
import { Empty } from '../../parts/states.js'
import { t } from '../../parts/texts.js'
import { done, failed } from '../../parts/toast.js'
import { createDashboard, mayEdit, newId, withTile } from './dashboards.js'
import { DashboardGrid } from './DashboardGrid.js'
import { DashboardSettings } from './DashboardSettings.js'
import { packed } from './grid.js'
import { periodLabel } from './tiles.js'
import { TileEditor } from './TileEditor.js'

export const DashboardView = {
  props: { dashboard: Object, others: Array, title: String, isBuiltIn: Boolean, startsEditing: Boolean },
  emits: ['changed', 'removed', 'choose'],
  setup(props, { emit }) {
    const state = reactive({ isEditing: Boolean(props.startsEditing), isBusy: false, tiles: packed(props.dashboard.tiles ?? []) })
    const reloads = ref(0)
    watch(() => props.dashboard, (dashboard) => state.isEditing || (state.tiles = packed(dashboard.tiles ?? [])))
    const isDirty = computed(() => state.isEditing && JSON.stringify(state.tiles) !== JSON.stringify(packed(props.dashboard.tiles ?? [])))
    useLeaveGuard(() => ask({ title: t('form.discard'), text: t('dashboard.discard'), yes: t('form.discardYes'), danger: true }), () => isDirty.value)

    const period = computed(() => (PERIODS.includes(route.query.period) ? route.query.period : 'all'))
    const canEdit = computed(() => !props.isBuiltIn && mayEdit(props.dashboard))
    const isHome = computed(() => session.preferences.homeDashboard === props.dashboard.id)

    const save = async (version = props.dashboard.version) => {
      state.isBusy = true
      try {
        const saved = await api.patch(`/dashboards/${props.dashboard.id}`, { tiles: state.tiles }, { headers: ifVersion(version) })
        state.isEditing = false
        emit('changed', saved)
        done(t('form.saved'))
      } catch (problem) {
        if (problem.code === 'stale' && (await ask({ title: t('dashboard.stale'), text: t('dashboard.staleHelp'), yes: t('dashboard.overwrite'), danger: true }))) {
          return save((await api.get(`/dashboards/${props.dashboard.id}`)).version)
        }
        if (problem.code !== 'stale') failed(problem)
      } finally {
        state.isBusy = false
      }
    }
    const giveUp = async () => {
      if (isDirty.value && !(await ask({ title: t('form.discard'), text: t('dashboard.discard'), yes: t('form.discardYes'), danger: true }))) return
      Object.assign(state, { isEditing: false, tiles: packed(props.dashboard.tiles ?? []) })
    }
    const add = async () => {
      const tile = await open(TileEditor, {})
      if (!tile) return
      state.isEditing = true
      state.tiles = withTile(state.tiles, tile)
    }
    const edit = async (tile) => {
      const answer = await open(TileEditor, { tile })
      if (answer) state.tiles = state.tiles.map((other) => (other.id === tile.id ? { ...answer, id: tile.id } : other))
    }
    const copy = (tile) => (state.tiles = withTile(state.tiles, { ...tile, y: undefined, x: 0, title: t('dashboard.copyOf', { name: tile.title }) }))
    const remove = (tile) => (state.tiles = packed(state.tiles.filter((other) => other.id !== tile.id)))

    /** A dashboard of one's own with the same tiles. */
    const takeOver = async (name) => {
      state.isBusy = true
      try {
        emit('choose', await createDashboard({ name, tiles: state.tiles.map((tile) => ({ ...tile, id: newId() })) }), true)
      } catch (problem) {
        failed(problem)
      } finally {
        state.isBusy = false
      }
    }
    const settings = async () => {
      const saved = await open(DashboardSettings, { dashboard: props.dashboard })
      if (saved) emit('changed', saved)
    }
    const discard = async () => {
      if (!(await ask({ title: t('dashboard.remove', { name: props.dashboard.name }), text: t('dashboard.removeHelp'), yes: t('action.delete'), danger: true }))) return
      try {
        await api.delete(`/dashboards/${props.dashboard.id}`, { headers: ifVersion(props.dashboard.version) })
        emit('removed', props.dashboard)
      } catch (problem) {
        failed(problem)
      }
    }
    const canCreate = () => Boolean(entityNamed('dashboard')?.can.create)
    const menu = () => [
      { label: t('dashboard.refreshAll'), icon: 'refresh', run: () => reloads.value++ },
      !props.isBuiltIn && { label: t(isHome.value ? 'dashboard.isHome' : 'dashboard.makeHome'), icon: 'home', disabled: isHome.value, run: () => (prefer('homeDashboard', props.dashboard.id), done(t('dashboard.madeHome'))) },
      !props.isBuiltIn && canCreate() && { label: t('dashboard.copy'), icon: 'content_copy', run: () => takeOver(t('dashboard.copyOf', { name: props.dashboard.name })) },
      canEdit.value && { label: t('dashboard.settings'), icon: 'tune', run: settings },
      { label: t('dashboard.all'), icon: 'insights', run: () => go('/dashboards') },
      ...(canEdit.value && entityNamed('dashboard').can.delete ? [{ line: true }, { label: t('action.delete'), icon: 'delete_outline', danger: true, run: discard }] : []),
    ]
    const head = () => html`
      <div class="gx-head gx-dashboard-head">
        ${props.others?.length > 1 && !state.isEditing ? html`<button type="button" class="gx-dashboard-name" aria-haspopup="menu"><h1 class="gx-cut">${props.title ?? props.dashboard.name}</h1><span class="gx-icon" aria-hidden="true">expand_more</span>
          <${Menu} items=${() => props.others.map((other) => ({ label: other.name, checked: other.id === props.dashboard.id, run: () => emit('choose', other) }))} /></button>` : html`<h1 class="gx-cut">${props.title ?? props.dashboard.name}</h1>`}
        <span class="gx-grow"></span>
        ${state.isEditing ? html`
          <${Button} icon="add" label=${t('dashboard.addTile')} onClick=${add} />
          <${Button} kind="quiet" label=${t('action.cancel')} onClick=${giveUp} />
          <${Button} kind="primary" label=${t('action.save')} busy=${state.isBusy} onClick=${() => save()} />` : html`
          <${Choice} icon="date_range" label="" value=${period.value} items=${PERIODS.map((key) => ({ key, label: periodLabel(key) }))} onChoose=${(key) => setQuery({ period: key === 'all' ? undefined : key })} />
          ${props.isBuiltIn && canCreate() && html`<${Button} icon="dashboard_customize" class="gx-dashboard-edit" label=${t('home.customise')} busy=${state.isBusy} onClick=${() => takeOver(t('dashboard.newName'))} />`}
          ${canEdit.value && html`<${Button} icon="edit" class="gx-dashboard-edit" label=${t('dashboard.edit')} onClick=${() => (state.isEditing = true)} />`}
          <${Button} kind="quiet" icon="more_horiz" hint=${t('action.more')}><${Menu} items=${menu} anchor="bottom right" self="top right" /><//>`}
      </div>`
    return () => html`
      ${head()}
      <div class="gx-scroll gx-dashboard">
        ${state.tiles.length ? html`<${DashboardGrid} tiles=${state.tiles} period=${period.value} isEditing=${state.isEditing} reloads=${reloads.value} onTiles=${(tiles) => (state.tiles = tiles)} onEdit=${edit} onCopy=${copy} onRemove=${remove} />`
          : html`<${Empty} icon="insights" title=${t('dashboard.empty')} text=${t('dashboard.emptyHelp')} label=${t('dashboard.addTile')} action=${canEdit.value ? add : undefined} />`}
      </div>`
  },
}
