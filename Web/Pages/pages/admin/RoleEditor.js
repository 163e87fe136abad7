/** One role: in words, as a matrix, field by field; saved together. */
import { html } from '../../parts/html.js'
import { computed, reactive, ref, watch } from '../../parts/libraries.js'
import { api, ifVersion } from '../../parts/api.js'
import { entityNamed } from '../../parts/catalogue.js'
import { listedEntities } from '../../shell/navigation.js'
import { ask } from '../../parts/Dialog.js'
import { Button, Menu } from '../../parts/elements.js'
import { route, setQuery, useLeaveGuard } from '../../parts/router.js'
import { t } from '../../parts/texts.js'
import { done, failed } from '../../parts/toast.js'
import { RoleFields } from './RoleFields.js'
import { RoleHolders } from './RoleHolders.js'
import { RoleMatrix } from './RoleMatrix.js'
import { roleWords } from './roleWords.js'

const PARTS = ['grants', 'fields', 'personal', 'abilities']
const TABS = ['matrix', 'fields', 'holders']

export const RoleEditor = {
  props: { role: Object },
  emits: ['saved', 'copy', 'rename', 'remove'],
  setup(props, { emit }) {
    const entity = entityNamed('role')
    const mayEdit = entity.can.edit
    const copyOf = (role) => ({ grants: role.grants ?? {}, fields: role.fields ?? {}, personal: role.personal, abilities: role.abilities ?? [] })
    const draft = reactive(copyOf(props.role))
    const isBusy = ref(false)
    // Renamed beside: what was drafted stays.
    const changes = () => Object.fromEntries(PARTS.filter((part) => JSON.stringify(draft[part]) !== JSON.stringify(copyOf(props.role)[part])).map((part) => [part, draft[part]]))
    const isDirty = computed(() => Object.keys(changes()).length > 0)
    useLeaveGuard(() => ask({ title: t('form.discard'), text: t('form.discardHelp'), yes: t('form.discardYes'), danger: true }), () => isDirty.value)
    watch(() => props.role.version, () => !isDirty.value && Object.assign(draft, copyOf(props.role)))
    const save = async () => {
      isBusy.value = true
      try {
        const role = await api.patch(`/roles/${props.role.id}`, changes(), { headers: ifVersion(props.role.version) })
        emit('saved', role)
        Object.assign(draft, copyOf(role))
        done(t('roles.saved'))
      } catch (problem) {
        failed(problem)
      } finally {
        isBusy.value = false
      }
    }
    const tab = computed(() => (TABS.includes(route.query.tab) ? route.query.tab : 'matrix'))
    const words = computed(() => roleWords(draft, listedEntities.value, entity.field.abilities.options))
    const ability = (option) => html`
      <label class="gx-check"><input type="checkbox" disabled=${!mayEdit} checked=${draft.abilities.includes(option.key)} onChange=${(event) => (draft.abilities = event.target.checked ? [...draft.abilities, option.key] : draft.abilities.filter((key) => key !== option.key))} /><span>${option.label}</span></label>`
    return () => html`
      <div class="gx-role">
        <header class="gx-row gx-role-head"><h3 class="gx-panel-title">${props.role.name}</h3><code class="gx-faint gx-code">${props.role.key}</code><span class="gx-grow"></span>
          ${entity.can.create && html`<${Button} icon="content_copy" label=${t('roles.copy')} onClick=${() => emit('copy')} />`}
          ${mayEdit && html`<${Button} kind="quiet" icon="more_horiz" hint=${t('action.more')} aria-haspopup="menu"><${Menu} items=${[{ label: t('roles.rename'), icon: 'edit', run: () => emit('rename') }, { label: t('action.delete'), icon: 'delete', danger: true, run: () => emit('remove') }]} anchor="bottom right" self="top right" /><//>`}</header>
        <section class="gx-role-words" aria-label=${t('roles.summary')}>${words.value.length ? words.value.map((sentence) => html`<p key=${sentence}>${sentence}</p>`) : html`<p>${t('roles.nothing')}</p>`}</section>
        <div class="gx-tabs" role="tablist">${TABS.map((key) => html`<button type="button" role="tab" aria-selected=${String(tab.value === key)} class=${['gx-tab', tab.value === key && 'gx-on']} onClick=${() => setQuery({ tab: key })}>${t(`roles.tab.${key}`)}</button>`)}</div>
        ${tab.value === 'matrix' && html`<${RoleMatrix} grants=${draft.grants} disabled=${!mayEdit} onUpdate:grants=${(grants) => (draft.grants = grants)} />
          <section class="gx-column gx-role-abilities"><h3>${entity.field.abilities.label}</h3><p class="gx-faint gx-small">${t('roles.abilitiesHelp')}</p>${entity.field.abilities.options.map(ability)}</section>`}
        ${tab.value === 'fields' && html`<${RoleFields} fields=${draft.fields} personal=${draft.personal} disabled=${!mayEdit} onUpdate:fields=${(fields) => (draft.fields = fields)} onUpdate:personal=${(personal) => (draft.personal = personal)} />`}
        ${tab.value === 'holders' && html`<${RoleHolders} role=${props.role} />`}
        ${isDirty.value && html`<footer class="gx-save-bar" role="status"><span class="gx-grow">${t('roles.unsaved')}</span>
          <${Button} kind="quiet" label=${t('form.discardYes')} onClick=${() => Object.assign(draft, copyOf(props.role))} /><${Button} kind="primary" label=${t('action.save')} busy=${isBusy.value} onClick=${save} /></footer>`}
      </div>`
  },
}
