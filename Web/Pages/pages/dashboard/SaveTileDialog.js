/** Which dashboard a new tile goes to, and what it is called there. */
import { html } from '../../parts/html.js'
import { onMounted, reactive, ref } from '../../parts/libraries.js'
import { api, ifVersion, once } from '../../parts/api.js'
import { Dialog } from '../../parts/Dialog.js'
import { Button } from '../../parts/elements.js'
import { Picker } from '../../parts/fields/Picker.js'
import { t } from '../../parts/texts.js'
import { createDashboard, loadDashboards, mayEdit, withTile } from './dashboards.js'

const NEW = 'new'

export const SaveTileDialog = {
  props: { tile: Object, title: String },
  emits: ['answer', 'close'],
  setup(props, { emit }) {
    const state = reactive({ dashboards: null, chosen: NEW, name: t('dashboard.newName'), title: props.title, isBusy: false, problem: null })
    const frame = ref(null)
    const key = once()
    onMounted(async () => {
      state.dashboards = (await loadDashboards().catch(() => [])).filter(mayEdit)
      if (state.dashboards.length) state.chosen = state.dashboards[0].id
    })
    const save = async () => {
      if (!state.title.trim() || (state.chosen === NEW && !state.name.trim())) return
      Object.assign(state, { isBusy: true, problem: null })
      try {
        const tile = { ...props.tile, title: state.title.trim() }
        emit('answer', state.chosen === NEW ? await createDashboard({ name: state.name.trim(), tiles: withTile([], tile) }, key) : await add(state.chosen, tile))
        frame.value.close()
      } catch (problem) {
        state.problem = problem
      } finally {
        state.isBusy = false
      }
    }
    const options = () => [...(state.dashboards ?? []).map((dashboard) => ({ key: dashboard.id, label: dashboard.name, icon: 'insights' })), { key: NEW, label: t('dashboard.new'), icon: 'add' }]
    const text = (key, label) => html`
      <label class="gx-field"><span class="gx-label gx-label-needed">${label}</span><input class="gx-input" maxlength="80" value=${state[key]} aria-invalid=${state[key].trim() ? undefined : 'true'} onInput=${(event) => (state[key] = event.target.value)} onKeydown=${(event) => event.key === 'Enter' && !event.isComposing && save()} /></label>`
    return () => html`
      <${Dialog} ref=${frame} title=${t('chart.keep')} onClose=${() => emit('close')}>${{
        default: () => html`
          <div class="gx-field"><label class="gx-label" for="gx-save-tile">${t('dashboard.which')}</label><${Picker} id="gx-save-tile" required label=${t('dashboard.which')} modelValue=${state.chosen} options=${options()} onUpdate:modelValue=${(value) => (state.chosen = value)} /></div>
          ${state.chosen === NEW && text('name', t('dashboard.name'))}
          ${text('title', t('dashboard.tileTitle'))}
          ${state.problem && html`<p class="gx-error" role="alert">${[state.problem.message, ...Object.values(state.problem.fields)].join(' ')}</p>`}`,
        foot: ({ close }) => html`<${Button} kind="quiet" label=${t('action.cancel')} onClick=${close} /><${Button} kind="primary" label=${t('action.save')} busy=${state.isBusy} onClick=${save} />`,
      }}<//>`
  },
}

/** Read first, so that a tile that a colleague just added stays. */
async function add(id, tile) {
  const dashboard = await api.get(`/dashboards/${id}`)
  return api.patch(`/dashboards/${id}`, { tiles: withTile(dashboard.tiles ?? [], tile) }, { headers: ifVersion(dashboard.version) })
}
