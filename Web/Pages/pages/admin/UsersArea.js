/** All users: found, made, switched off; one opens at the side. */
import { html } from '../../parts/html.js'
import { computed, ref, watch } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { entityNamed } from '../../parts/catalogue.js'
import { open } from '../../parts/Dialog.js'
import { Button, Chip, Person } from '../../parts/elements.js'
import { ReferencePicker } from '../../parts/fields/ReferencePicker.js'
import { usePages } from '../../parts/pages.js'
import { route, setQuery } from '../../parts/router.js'
import { Empty, Failure, Skeleton } from '../../parts/states.js'
import { t } from '../../parts/texts.js'
import { knownTitle } from '../../parts/titles.js'
import { AreaHead } from './AreaHead.js'
import { MoreFoot } from './MoreFoot.js'
import { NewUserDialog } from './NewUserDialog.js'
import { useRoleNames } from './roles.js'
import { UserPanel } from './UserPanel.js'

export default {
  setup() {
    const entity = computed(() => entityNamed('user'))
    const roleNames = useRoleNames()
    const words = ref(route.query.q ?? '')
    const filter = () => ({
      ...(route.query.unit ? { unit: route.query.unit } : {}),
      ...(route.query.role ? { roles: { any: [route.query.role] } } : {}),
      ...(route.query.state ? { isActive: route.query.state === 'on' } : {}),
    })
    const list = usePages((cursor) => api.get('/users', { q: route.query.q, filter: filter(), sort: route.query.q ? undefined : 'name', cursor, limit: 50, count: !cursor, expand: 'unit' }))
    watch(() => ['q', 'unit', 'role', 'state'].map((key) => route.query[key]).join('|'), list.reload)
    let timer = 0
    const type = (text) => {
      words.value = text
      clearTimeout(timer)
      timer = setTimeout(() => setQuery({ q: text.trim() }), 250)
    }
    const make = async () => {
      const user = await open(NewUserDialog)
      if (!user) return
      await list.reload()
      setQuery({ user: user.id })
    }
    const roles = (user) => html`<span class="gx-chips">${(user.roles ?? []).map((id) => html`<${Chip} colour="grey" label=${roleNames.value.get(id) ?? '…'} />`)}
      ${user.isAdministrator && html`<${Chip} colour="violet" label=${entity.value.field.isAdministrator.label} />`}</span>`
    const row = (user) => html`
      <tr key=${user.id} class=${['gx-row-link', route.query.user === user.id && 'gx-on', !user.isActive && 'gx-off']} onClick=${() => setQuery({ user: user.id })}>
        <td><button type="button" class="gx-admin-plain gx-strong" onClick=${(event) => (event.stopPropagation(), setQuery({ user: user.id }))}><${Person} name=${user.name} /></button></td>
        <td class="gx-wide-only gx-faint">${user.login}</td><td class="gx-wide-only">${user.expanded?.unit?.title}</td><td>${roles(user)}</td>
        <td class="gx-wide-only gx-faint">${user.mail}</td>
        <td><${Chip} colour=${user.isActive ? 'green' : 'grey'} label=${t(user.isActive ? 'users.on' : 'users.off')} /></td>
      </tr>`
    const label = (key) => entity.value.field[key].label
    return () => html`
      <${AreaHead} title=${entity.value.pluralLabel} text=${t('users.text')}>
        ${entity.value.can.create && html`<${Button} kind="primary" icon="person_add" label=${t('users.new')} onClick=${make} />`}<//>
      <div class="gx-area-tools">
        <input class="gx-input gx-area-search" type="search" value=${words.value} placeholder=${t('users.search')} aria-label=${t('users.search')} onInput=${(event) => type(event.target.value)} />
        <div class="gx-area-filter"><${ReferencePicker} target="orgUnit" modelValue=${route.query.unit ?? null} labelOf=${(id) => knownTitle('orgUnit', id)} placeholder=${label('unit')} label=${label('unit')} onUpdate:modelValue=${(unit) => setQuery({ unit })} /></div>
        <select class="gx-input gx-area-filter" aria-label=${label('roles')} onChange=${(event) => setQuery({ role: event.target.value })}>
          <option value="" selected=${!route.query.role}>${t('users.allRoles')}</option>${[...roleNames.value].map(([id, name]) => html`<option value=${id} selected=${route.query.role === id}>${name}</option>`)}</select>
        <select class="gx-input gx-area-filter" aria-label=${label('isActive')} onChange=${(event) => setQuery({ state: event.target.value })}>
          ${['', 'on', 'off'].map((state) => html`<option value=${state} selected=${(route.query.state ?? '') === state}>${t(`users.state.${state || 'all'}`)}</option>`)}</select>
      </div>
      <div class="gx-area-body">
        ${list.problem ? html`<${Failure} problem=${list.problem} retry=${list.reload} />`
          : !list.isLoaded ? html`<${Skeleton} lines=${12} />`
          : !list.items.length ? html`<${Empty} icon="person_search" title=${t('admin.nothingFound', { name: entity.value.pluralLabel })} text=${t('users.nothingHelp')} />`
          : html`<table class="gx-admin-rows"><thead><tr><th>${label('name')}</th><th class="gx-wide-only">${label('login')}</th><th class="gx-wide-only">${label('unit')}</th><th>${label('roles')}</th><th class="gx-wide-only">${label('mail')}</th><th>${t('users.state')}</th></tr></thead>
            <tbody>${list.items.map(row)}</tbody></table><${MoreFoot} list=${list} />`}
      </div>
      ${route.query.user && html`<${UserPanel} key=${route.query.user} id=${route.query.user} roleNames=${roleNames.value} onChanged=${list.reload} onClose=${() => setQuery({ user: undefined })} />`}`
  },
}
