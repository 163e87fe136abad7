/** Setting up a second factor: password, secret, first code, recovery codes. */
import { html } from './html.js'
import { reactive } from './libraries.js'
import { api } from './api.js'
import { Button } from './elements.js'
import { copy } from './fields/Value.js'
import { t } from './texts.js'

export const SecondFactor = {
  emits: ['done'],
  setup(_, { emit }) {
    const state = reactive({ step: 'password', text: '', isBusy: false, problem: null, secret: '', uri: '', picture: null, codes: [] })
    const submit = async (event) => {
      event.preventDefault()
      Object.assign(state, { isBusy: true, problem: null })
      try {
        if (state.step === 'password') {
          const answer = await api.post('/session/second-factor', { password: state.text })
          Object.assign(state, { step: 'code', text: '', secret: answer.secret, uri: answer.uri, picture: answer.picture })
        } else {
          const answer = await api.put('/session/second-factor', { code: state.text.replace(/\s/g, '') })
          Object.assign(state, { step: 'codes', codes: answer.recoveryCodes })
        }
      } catch (problem) {
        state.problem = problem
      } finally {
        state.isBusy = false
      }
    }
    return () => state.step === 'codes'
      ? html`<div class="gx-column"><p class="gx-prose">${t('factor.codes')}</p><pre class="gx-codes">${state.codes.join('\n')}</pre>
          <div class="gx-row"><${Button} icon="content_copy" label=${t('action.copy')} onClick=${(event) => copy(event, state.codes.join('\n'))} /><${Button} kind="primary" label=${t('factor.kept')} onClick=${() => emit('done')} /></div></div>`
      : html`<form class="gx-column" onSubmit=${submit}>
          ${state.step === 'code' && html`<p class="gx-prose">${t('factor.secret')}</p>
            ${state.picture && html`<img class="gx-qr" alt=${t('factor.picture')} src=${`data:image/svg+xml,${encodeURIComponent(state.picture)}`} />`}
            <p class="gx-prose gx-faint">${t('factor.typed')}</p><pre class="gx-codes">${state.secret.replace(/(.{4})/g, '$1 ')}</pre>
            <a class="gx-link" href=${state.uri}>${t('factor.open')}</a>`}
          <label class="gx-field"><span class="gx-label">${t(`factor.${state.step}`)}</span>
            <input class="gx-input" type=${state.step === 'password' ? 'password' : 'text'} inputmode=${state.step === 'password' ? undefined : 'numeric'} required autofocus autocomplete=${state.step === 'password' ? 'current-password' : 'one-time-code'}
              value=${state.text} onInput=${(event) => (state.text = event.target.value)} /></label>
          ${state.problem && html`<p class="gx-error" role="alert">${Object.values(state.problem.fields)[0] ?? state.problem.message}</p>`}
          <${Button} type="submit" kind="primary" label=${t('action.next')} busy=${state.isBusy} /></form>`
  },
}
