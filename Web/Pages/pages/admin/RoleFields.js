/** How far a role sees the fields of an entity, and what holds for personal ones. */
import { html } from '../../parts/html.js'
import { computed, ref } from '../../parts/libraries.js'
import { entities, entityNamed, kindLabel } from '../../parts/catalogue.js'
import { Chip } from '../../parts/elements.js'
import { t } from '../../parts/texts.js'
import { FIELD_RIGHTS, isNeeded, standardRight, withFieldRight } from './rights.js'

export const RoleFields = {
  props: { fields: Object, personal: String, disabled: Boolean },
  emits: ['update:fields', 'update:personal'],
  setup(props, { emit }) {
    const list = computed(() => entities.value.filter((entity) => !entity.retired))
    const name = ref((list.value.find((entity) => props.fields?.[entity.name]) ?? list.value.find((entity) => entity.is.root) ?? list.value[0]).name)
    const words = ref('')
    const entity = computed(() => entityNamed(name.value))
    const shown = computed(() => entity.value.fields.filter((field) => !field.is.system && !field.retired && (!words.value || field.label.toLowerCase().includes(words.value.toLowerCase()) || field.key.toLowerCase().includes(words.value.toLowerCase()))))
    const choice = (group, value, isAllowed, choose, label) => html`
      <div class="gx-segments" role="radiogroup" aria-label=${label}>${FIELD_RIGHTS.map((right) => html`
        <label class=${['gx-segment', value === right && 'gx-on']}><input type="radio" name=${group} checked=${value === right} disabled=${props.disabled || !isAllowed(right)} onChange=${() => choose(right)} /><span>${t(`roles.right.${right}`)}</span></label>`)}</div>`
    const row = (field) => {
      const standard = standardRight(field, props.personal)
      const own = props.fields?.[name.value]?.[field.key]
      return html`
        <tr key=${field.key}><td><span class="gx-row gx-wrap">${field.label}${field.is.personal && html`<${Chip} colour="amber" label=${t('roles.isPersonal')} />`}</span></td><td class="gx-faint gx-wide-only">${kindLabel(field.kind)}</td>
          <td>${choice(`right-${field.key}`, own ?? standard, (right) => !isNeeded(entity.value, field) || ['read', 'write'].includes(right), (right) => emit('update:fields', withFieldRight(props.fields, entity.value, field, right, props.personal)), field.label)}</td>
          <td class="gx-faint gx-small gx-wide-only">${own ? t('roles.ownRight') : field.is.personal ? t('roles.byPersonal') : ''}</td></tr>`
    }
    return () => html`
      <div class="gx-column gx-role-fields">
        <div class="gx-row gx-wrap"><b>${t('roles.personalFields')}</b>${choice('right-personal', props.personal, () => true, (right) => emit('update:personal', right), t('roles.personalFields'))}<span class="gx-faint gx-small">${t('roles.personalHelp')}</span></div>
        <div class="gx-area-tools gx-flush"><select class="gx-input gx-area-filter" aria-label=${t('roles.object')} onChange=${(event) => (name.value = event.target.value)}>${list.value.map((entity) => html`<option value=${entity.name} selected=${entity.name === name.value}>${entity.pluralLabel}${props.fields?.[entity.name] ? ` (${Object.keys(props.fields[entity.name]).length})` : ''}</option>`)}</select>
          <input class="gx-input gx-area-search" type="search" value=${words.value} placeholder=${t('roles.findField')} aria-label=${t('roles.findField')} onInput=${(event) => (words.value = event.target.value)} /></div>
        <table class="gx-admin-rows"><thead><tr><th>${t('roles.field')}</th><th class="gx-wide-only">${t('roles.kind')}</th><th>${t('roles.right')}</th><th class="gx-wide-only"></th></tr></thead><tbody>${shown.value.map(row)}</tbody></table>
      </div>`
  },
}
