/** Making a token: for what, how long, what it may; its secret is shown this once. */
import { html } from '../../parts/html.js'
import { computed, reactive } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { entities } from '../../parts/catalogue.js'
import { Dialog } from '../../parts/Dialog.js'
import { Button } from '../../parts/elements.js'
import { copy } from '../../parts/fields/Value.js'
import { Picker } from '../../parts/fields/Picker.js'
import { fullInstant } from '../../parts/format.js'
import { t } from '../../parts/texts.js'

const DAYS = [30, 90, 180, 365]

export const TokenDialog = {
  emits: ['answer', 'close'],
  setup(_, { emit }) {
    const form = reactive({ name: '', days: 90, reach: 'read', scopes: [], password: '' })
    const state = reactive({ errors: {}, isBusy: false, made: null })
    const scopes = computed(() => [
      ...entities.value.flatMap((entity) => ['read', 'write'].map((level) => ({ key: `${entity.name}:${level}`, label: t(`tokens.scope.${level}`, { name: entity.pluralLabel }), icon: entity.icon }))),
      { key: 'job:read', label: t('tokens.scope.read', { name: t('nav.jobs') }), icon: 'pending_actions' }, { key: 'job:write', label: t('tokens.scope.write', { name: t('nav.jobs') }), icon: 'pending_actions' },
    ])
    const send = async (event) => {
      event.preventDefault()
      Object.assign(state, { isBusy: true, errors: {} })
      try {
        state.made = await api.post('/session/tokens', { name: form.name.trim(), days: Number(form.days), scopes: form.reach === 'all' ? null : form.reach === 'some' ? form.scopes : [form.reach], password: form.password || null })
        emit('answer', true)
      } catch (problem) {
        state.errors = { ...problem.fields, all: problem.errors.length ? undefined : problem.message }
      } finally {
        state.isBusy = false
      }
    }
    const error = (key) => state.errors[key] && html`<span class="gx-error" role="alert">${state.errors[key]}</span>`
    const secret = (close) => html`<div class="gx-column"><p class="gx-prose">${t('tokens.once')}</p><pre class="gx-codes">${state.made.secret}</pre><p class="gx-faint gx-small">${t('accesses.until', { time: fullInstant(state.made.expiresAt) })}</p>
      <div class="gx-row"><${Button} icon="content_copy" label=${t('action.copy')} onClick=${(event) => copy(event, state.made.secret)} /><${Button} kind="primary" label=${t('factor.kept')} onClick=${close} /></div></div>`
    return () => html`
      <${Dialog} title=${t('tokens.new')} persistent=${Boolean(state.made)} onClose=${() => emit('close')}>${({ close }) => state.made ? secret(close) : html`
        <form class="gx-column" onSubmit=${send} novalidate>
          <label class="gx-field"><span class="gx-label gx-label-needed">${t('tokens.name')}</span><input class="gx-input" autofocus maxlength="80" required value=${form.name} placeholder=${t('tokens.nameExample')} onInput=${(event) => (form.name = event.target.value)} />${error('name')}</label>
          <label class="gx-field"><span class="gx-label">${t('tokens.days')}</span><select class="gx-input" onChange=${(event) => (form.days = event.target.value)}>${DAYS.map((days) => html`<option value=${days} selected=${days === form.days}>${t('tokens.dayCount', { n: days })}</option>`)}</select>${error('days')}</label>
          <fieldset class="gx-form-section"><legend>${t('tokens.reach')}</legend><div class="gx-column">${['read', 'write', 'some', 'all'].map((reach) => html`<label class="gx-check"><input type="radio" name="gx-reach" checked=${form.reach === reach} onChange=${() => (form.reach = reach)} /><span>${t(`tokens.reach.${reach}`)}</span></label>`)}
            ${form.reach === 'some' && html`<${Picker} multiple label=${t('tokens.reach')} modelValue=${form.scopes} options=${scopes.value} invalid=${Boolean(state.errors.scopes)} onUpdate:modelValue=${(scopes) => (form.scopes = scopes)} />`}${error('scopes')}</div></fieldset>
          <label class="gx-field"><span class="gx-label">${t('factor.password')}</span><input class="gx-input" type="password" autocomplete="current-password" value=${form.password} onInput=${(event) => (form.password = event.target.value)} />${error('password') || html`<span class="gx-faint gx-small">${t('tokens.passwordHelp')}</span>`}</label>
          ${error('all')}
          <${Button} type="submit" kind="primary" label=${t('tokens.make')} busy=${state.isBusy} /></form>`}<//>`
  },
}
