/** How records look, for each entity and role. */
import { html } from '../../parts/html.js'
import { computed, shallowRef, watch } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { entityNamed } from '../../parts/catalogue.js'
import { go, route, setQuery } from '../../parts/router.js'
import { Empty, Failure, Skeleton } from '../../parts/states.js'
import { t } from '../../parts/texts.js'
import { listedEntities } from '../../shell/navigation.js'
import { AreaHead } from './AreaHead.js'
import { LayoutEditor } from './LayoutEditor.js'
import { useRoleNames } from './roles.js'

export default {
  props: { steps: Array },
  setup(props) {
    const definition = computed(() => entityNamed('layout'))
    const roles = useRoleNames()
    const list = computed(() => listedEntities.value)
    const entity = computed(() => list.value.find((entity) => entity.name === props.steps[0]) ?? list.value[0])
    const record = shallowRef(undefined)
    const problem = shallowRef(null)
    const load = async () => {
      record.value = undefined
      try {
        const { data } = await api.get('/layouts', { filter: { entity: entity.value.name, roles: route.query.role ? { any: [route.query.role] } : { empty: true } }, limit: 1 })
        record.value = data[0] ?? null
        problem.value = null
      } catch (error) {
        problem.value = error
      }
    }
    watch(() => [entity.value?.name, route.query.role].join('|'), () => definition.value && load(), { immediate: true })
    const content = () => html`
      <div class="gx-area-tools">
        <select class="gx-input gx-area-filter" aria-label=${t('fields.of')} onChange=${(event) => go(`/admin/layouts/${event.target.value}`, route.query)}>${list.value.map((other) => html`<option value=${other.name} selected=${other === entity.value}>${other.pluralLabel}</option>`)}</select>
        ${html`<select class="gx-input gx-area-filter" aria-label=${definition.value.field.roles.label} onChange=${(event) => setQuery({ role: event.target.value })}><option value="" selected=${!route.query.role}>${t('layouts.everyone')}</option>${[...roles.value].map(([id, name]) => html`<option value=${id} selected=${route.query.role === id}>${name}</option>`)}</select>`}</div>
      <div class="gx-area-body gx-area-pad">${problem.value ? html`<${Failure} problem=${problem.value} retry=${load} />`
        : record.value === undefined ? html`<${Skeleton} lines=${8} />`
        : html`<${LayoutEditor} key=${`${entity.value.name} ${route.query.role}`} entity=${entity.value} role=${route.query.role} record=${record.value} onSaved=${(saved) => (record.value = saved)} />`}</div>`
    return () => html`
      <${AreaHead} title=${t('admin.layouts')} text=${t('layouts.text')} />
      ${definition.value ? content() : html`<${Empty} icon="view_quilt" title=${t('layouts.soon')} text=${t('layouts.soonHelp')} label=${t('layouts.toFields')} action=${() => go('/admin/fields')} />`}`
  },
}
