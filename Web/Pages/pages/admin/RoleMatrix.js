/** Entities × verbs; each cell says whose records, and opens a menu to choose. */
import { html } from '../../parts/html.js'
import { computed, reactive } from '../../parts/libraries.js'
import { entities } from '../../parts/catalogue.js'
import { listedEntities } from '../../shell/navigation.js'
import { Button, Hint, Icon, Menu } from '../../parts/elements.js'
import { t } from '../../parts/texts.js'
import { COLOURS, hasOwnRow, isLocked, ownActions, SCOPES, scopesOf, VERBS, widest, withCell, withoutRow } from './rights.js'

const CHOICES = [[], ['own'], ['team'], ['unit'], ['team', 'unit'], ['subtree'], ['all']]

export const scopeLabel = (scopes) => (scopes.length ? scopes.map((scope) => t(`roles.scope.${scope}`)).join('+') : t('roles.scope.none'))

export const RoleMatrix = {
  props: { grants: Object, disabled: Boolean },
  emits: ['update:grants'],
  setup(props, { emit }) {
    const opened = reactive(new Set())
    const others = computed(() => entities.value.filter((entity) => !entity.retired && !entity.header && !listedEntities.value.includes(entity)))
    const choose = (name, verb, scopes) => emit('update:grants', withCell(props.grants, name, verb, scopes))
    const cell = (name, verb, entity, what) => {
      if (isLocked(entity, verb)) return html`<span class="gx-scope gx-scope-locked" tabindex="0" aria-label=${t('roles.locked')}><${Icon} name="lock" size="small" /><${Hint} text=${t('roles.locked')} /></span>`
      const scopes = scopesOf(props.grants, name, verb)
      const label = scopeLabel(scopes)
      return html`
        <button type="button" class=${['gx-scope', `gx-chip-${COLOURS[widest(scopes)]}`, !scopes.length && 'gx-scope-none', !hasOwnRow(props.grants, name) && 'gx-scope-follows']} disabled=${props.disabled} aria-haspopup="menu" aria-label=${t('roles.cell', { what, verb: verbLabel(verb, entity), scope: label })}>
          ${scopes.length ? label : '—'}
          ${!props.disabled && html`<${Menu} items=${() => [
            { heading: verbLabel(verb, entity) },
            ...CHOICES.map((choice) => ({ label: choice.length ? choice.map((scope) => t(`roles.scope.${scope}.long`)).join(t('roles.or')) : t('roles.scope.none.long'), checked: choice.join() === scopes.join(), run: () => choose(name, verb, choice) })),
          ]} />`}
        </button>`
    }
    const verbLabel = (verb, entity) => entity?.actions.find((action) => action.name === verb && !VERBS.includes(verb))?.label ?? t(`roles.verb.${verb}`)
    const row = (name, label, entity) => {
      const follows = !hasOwnRow(props.grants, name)
      const actions = entity ? ownActions(entity) : []
      return [
        html`<tr key=${name} class=${[name === '*' && 'gx-matrix-rest', follows && 'gx-matrix-follows']}>
          <th scope="row"><div class="gx-row">${entity && html`<${Icon} name=${entity.icon} size="small" />`}<span class="gx-cut gx-grow">${label}</span>
            ${follows ? html`<span class="gx-faint gx-small">${t('roles.follows')}</span>`
              : name !== '*' && !props.disabled && html`<${Button} kind="quiet" icon="undo" hint=${t('roles.follow')} class="gx-button-small" onClick=${() => emit('update:grants', withoutRow(props.grants, name))} />`}
            ${actions.length > 0 && html`<${Button} kind="quiet" icon=${opened.has(name) ? 'expand_less' : 'expand_more'} hint=${t('roles.actions')} aria-expanded=${String(opened.has(name))} class="gx-button-small" onClick=${() => (opened.has(name) ? opened.delete(name) : opened.add(name))} />`}</div></th>
          ${VERBS.map((verb) => html`<td>${cell(name, verb, entity, label)}</td>`)}</tr>`,
        ...(opened.has(name) ? actions : []).map((action) => html`
          <tr key=${`${name}.${action.name}`} class="gx-matrix-action"><th scope="row"><span class="gx-cut">${action.label}</span></th><td colspan=${VERBS.length - 1}></td><td>${cell(name, action.name, entity, label)}</td></tr>`),
      ]
    }
    return () => html`
      <div class="gx-matrix-scroll" tabindex="0" role="region" aria-label=${t('roles.tab.matrix')}><table class="gx-matrix">
        <thead><tr><th scope="col">${t('roles.object')}</th>${VERBS.map((verb) => html`<th scope="col">${t(`roles.verb.${verb}`)}</th>`)}</tr></thead>
        <tbody>${row('*', t('roles.rest'))}${listedEntities.value.map((entity) => row(entity.name, entity.pluralLabel, entity))}
          <tr class="gx-matrix-group"><th colspan=${VERBS.length + 1}>${t('roles.administered')}</th></tr>
          ${others.value.map((entity) => row(entity.name, entity.pluralLabel, entity))}</tbody></table></div>
      <p class="gx-legend gx-small gx-faint">${['none', ...SCOPES].map((scope) => html`<span class="gx-row"><i class=${['gx-legend-dot', `gx-chip-${COLOURS[scope]}`]}></i>${t(`roles.scope.${scope}.long`)}</span>`)}</p>`
  },
}
