/** Roles: the list, and what the chosen one may. */
import { html } from '../../parts/html.js'
import { computed, shallowRef, watch } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { entityNamed } from '../../parts/catalogue.js'
import { open } from '../../parts/Dialog.js'
import { Button } from '../../parts/elements.js'
import { FormDialog } from '../../parts/forms/FormDialog.js'
import { allPages } from '../../parts/pages.js'
import { go, Link } from '../../parts/router.js'
import { Empty, Failure, Skeleton } from '../../parts/states.js'
import { t } from '../../parts/texts.js'
import { done, failed } from '../../parts/toast.js'
import { AreaHead } from './AreaHead.js'
import { RoleEditor } from './RoleEditor.js'

export default {
  props: { steps: Array },
  setup(props) {
    const entity = computed(() => entityNamed('role'))
    const roles = shallowRef(null)
    const problem = shallowRef(null)
    const load = async () => {
      try {
        roles.value = (await allPages((cursor) => api.get('/roles', { limit: 200, cursor }))).reverse()
        problem.value = null
      } catch (error) {
        problem.value = error
      }
    }
    load()
    const chosen = computed(() => roles.value?.find((role) => role.id === props.steps[0]))
    // An address without a role leads to the first; one that is gone as well.
    watch([roles, () => props.steps[0]], () => roles.value?.length && !chosen.value && go(`/admin/roles/${roles.value[0].id}`, {}, { replace: true }))
    const make = async (like) => {
      const values = like ? { name: t('roles.copyName', { name: like.name }), key: `${like.key}_copy`, description: like.description, grants: like.grants, fields: like.fields, personal: like.personal, abilities: like.abilities } : { grants: { '*': { read: 'own', create: 'own', edit: 'own' } } }
      const role = await open(FormDialog, { entity: entity.value, values, fields: ['name', 'key', 'description'], title: t(like ? 'roles.copy' : 'roles.new') })
      if (!role) return
      await load()
      go(`/admin/roles/${role.id}`)
    }
    const rename = async (role) => (await open(FormDialog, { entity: entity.value, record: role, fields: ['name', 'description'] })) && load()
    const remove = async (role) => {
      try {
        await api.delete(`/roles/${role.id}`)
        await load()
        done(t('admin.deleted', { name: role.name }), async () => (await api.post(`/roles/${role.id}/restore`), load()))
      } catch (error) {
        failed(error)
      }
    }
    const replace = (role) => (roles.value = roles.value.map((other) => (other.id === role.id ? role : other)))
    const list = () => html`
      <ul class="gx-role-list">${roles.value.map((role) => html`
        <li key=${role.id}><${Link} to=${`/admin/roles/${role.id}`} class=${['gx-role-link', role === chosen.value && 'gx-on']} aria-current=${role === chosen.value ? 'true' : undefined}><span class="gx-cut">${role.name}</span><span class="gx-faint gx-small gx-cut">${role.description}</span><//></li>`)}</ul>
      <select class="gx-input gx-role-pick" aria-label=${entity.value.label} onChange=${(event) => go(`/admin/roles/${event.target.value}`)}>${roles.value.map((role) => html`<option value=${role.id} selected=${role === chosen.value}>${role.name}</option>`)}</select>`
    return () => html`
      <${AreaHead} title=${entity.value.pluralLabel} text=${t('roles.text')}>
        ${entity.value.can.create && html`<${Button} kind="primary" icon="add" label=${t('roles.new')} onClick=${() => make()} />`}<//>
      <div class="gx-area-body gx-roles">
        ${problem.value ? html`<${Failure} problem=${problem.value} retry=${load} />`
          : !roles.value ? html`<${Skeleton} lines=${12} />`
          : !roles.value.length ? html`<${Empty} icon="badge" title=${t('admin.nothingYet', { name: entity.value.pluralLabel })} text=${t('roles.text')} action=${() => make()} label=${t('roles.new')} />`
          : html`${list()}${chosen.value && html`<${RoleEditor} key=${chosen.value.id} role=${chosen.value} onSaved=${replace} onCopy=${() => make(chosen.value)} onRename=${() => rename(chosen.value)} onRemove=${() => remove(chosen.value)} />`}`}
      </div>`
  },
}
