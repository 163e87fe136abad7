/** One user at the side: who it is, what can be done with the account, where it is logged in. */
import { html } from '../../parts/html.js'
import { shallowRef } from '../../parts/libraries.js'
import { api, ifVersion } from '../../parts/api.js'
import { entityNamed } from '../../parts/catalogue.js'
import { Accesses } from '../../parts/Accesses.js'
import { ask, Dialog, open } from '../../parts/Dialog.js'
import { Avatar, Button, Chip, Menu } from '../../parts/elements.js'
import { Value } from '../../parts/fields/Value.js'
import { FormDialog } from '../../parts/forms/FormDialog.js'
import { session } from '../../parts/session.js'
import { Failure, Skeleton } from '../../parts/states.js'
import { t } from '../../parts/texts.js'
import { done, failed } from '../../parts/toast.js'
import { HandOverDialog } from './HandOverDialog.js'
import { USER_FIELDS } from './NewUserDialog.js'
import { PasswordDialog } from './PasswordDialog.js'

const SHOWN = ['login', 'unit', 'mail', 'mobile', 'language', 'zone', 'createdAt']

export const UserPanel = {
  props: { id: String, roleNames: Map },
  emits: ['changed', 'close'],
  setup(props, { emit }) {
    const entity = entityNamed('user')
    const user = shallowRef(null)
    const problem = shallowRef(null)
    const load = async () => {
      try {
        user.value = await api.get(`/users/${props.id}`, { expand: 'unit' })
      } catch (error) {
        problem.value = error
      }
    }
    load()
    const changed = async () => {
      emit('changed')
      await load()
    }
    /** Does something after a question, and says so. */
    const confirm = async (name, act, { danger = true } = {}) => {
      if (!(await ask({ title: t(`users.${name}`), text: t(`users.${name}Help`, { name: user.value.name }), yes: t(`users.${name}Yes`), danger }))) return
      try {
        await act()
        done(t(`users.${name}Done`))
        await changed()
      } catch (error) {
        failed(error)
      }
    }
    const edit = async () => (await open(FormDialog, { entity, record: user.value, fields: USER_FIELDS })) && (done(t('form.saved')), changed())
    const activate = (isActive) => api.patch(`/users/${props.id}`, { isActive }, { headers: ifVersion(user.value.version) })
    const account = `/user-accounts/${props.id}`
    const impersonate = async () => {
      const reason = await ask({ title: t('users.impersonate', { name: user.value.name }), text: t('users.impersonateHelp'), yes: t('users.impersonateYes'), input: { label: t('reveal.reason'), required: true } })
      if (!reason) return
      try {
        await api.post(`${account}/impersonation`, { reason })
        location.assign('/app/')
      } catch (error) {
        failed(error)
      }
    }
    const remove = async () => {
      if (!(await ask({ title: t('users.delete'), text: t('users.deleteHelp', { name: user.value.name }), yes: t('action.delete'), danger: true }))) return
      try {
        await api.delete(`/users/${props.id}`)
        emit('changed')
        emit('close')
        done(t('admin.deleted', { name: user.value.name }), async () => (await api.post(`/users/${props.id}/restore`), emit('changed')))
      } catch (error) {
        failed(error)
      }
    }
    const isSelf = props.id === session.user.id
    const menu = () => [
      { label: t('users.resetPassword'), icon: 'password', run: () => open(PasswordDialog, { user: user.value }), disabled: isSelf },
      { label: t('users.resetFactor'), icon: 'phonelink_lock', run: () => confirm('resetFactor', () => api.delete(`${account}/second-factor`)) },
      { label: t('users.unbind'), icon: 'link_off', run: () => confirm('unbind', () => api.delete(`${account}/single-sign-on`)) },
      { line: true },
      { label: t('users.handOver'), icon: 'move_up', run: async () => (await open(HandOverDialog, { user: user.value })) && changed() },
      !isSelf && (user.value.isActive
        ? { label: t('users.switchOff'), icon: 'person_off', danger: true, run: () => confirm('switchOff', () => activate(false)) }
        : { label: t('users.switchOn'), icon: 'person', run: () => confirm('switchOn', () => activate(true), { danger: false }) }),
      !isSelf && entity.can.delete && { label: t('users.delete'), icon: 'delete', danger: true, run: remove },
    ]
    const facts = (person) => html`
      <dl class="gx-admin-facts">${SHOWN.map((key) => entity.field[key]).filter(Boolean).map((field) => html`<dt>${field.label}</dt><dd><${Value} field=${field} value=${person[field.key]} record=${person} entity=${entity} /></dd>`)}
        <dt>${entity.field.units.label}</dt><dd>${person.units?.length ? html`<${Value} field=${entity.field.units} value=${person.units} record=${person} entity=${entity} />` : '—'}</dd>
        <dt>${entity.field.roles.label}</dt><dd><span class="gx-chips">${(person.roles ?? []).map((id) => html`<${Chip} colour="grey" label=${props.roleNames?.get(id) ?? '…'} />`)}${!person.roles?.length && '—'}</span></dd></dl>`
    const content = (person) => html`
      <div class="gx-panel-head"><${Avatar} name=${person.name} size="large" /><div class="gx-grow"><h3 class="gx-panel-title">${person.name}</h3>
        <span class="gx-chips"><${Chip} colour=${person.isActive ? 'green' : 'grey'} label=${t(person.isActive ? 'users.on' : 'users.off')} />${person.isAdministrator && html`<${Chip} colour="violet" label=${entity.field.isAdministrator.label} />`}</span></div></div>
      ${entity.can.edit && html`<div class="gx-row gx-wrap"><${Button} icon="edit" label=${t('action.edit')} onClick=${edit} />
        ${!isSelf && !person.isAdministrator && person.isActive && html`<${Button} icon="visibility" label=${t('users.viewAs')} onClick=${impersonate} />`}
        <${Button} icon="more_horiz" hint=${t('action.more')} aria-haspopup="menu"><${Menu} items=${menu} /><//></div>`}
      ${facts(person)}
      ${entity.can.edit && html`<section class="gx-column"><h3>${t('accesses.title')}</h3><${Accesses} path=${`${account}/accesses`} mayEndAll /></section>`}`
    return () => html`
      <${Dialog} side title=${t('users.one')} onClose=${() => emit('close')}>${() =>
        problem.value ? html`<${Failure} problem=${problem.value} retry=${load} />` : !user.value ? html`<${Skeleton} lines=${8} />` : content(user.value)}<//>`
  },
}
