/** What is done to the second factor needs password and code: new recovery codes, or doing without. */
import { html } from '../../parts/html.js'
import { reactive } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { Dialog } from '../../parts/Dialog.js'
import { Button } from '../../parts/elements.js'
import { copy } from '../../parts/fields/Value.js'
import { t } from '../../parts/texts.js'
import { done } from '../../parts/toast.js'

export const FactorProof = {
  /** `renew` or `remove`. */
  props: { purpose: String },
  emits: ['close'],
  setup(props, { emit }) {
    const state = reactive({ password: '', code: '', problem: null, isBusy: false, codes: null })
    const send = async (event, close) => {
      event.preventDefault()
      Object.assign(state, { isBusy: true, problem: null })
      try {
        const answer = await api.post(`/session/second-factor/${props.purpose === 'renew' ? 'recovery-codes' : 'removal'}`, { password: state.password, code: state.code.replace(/\s/g, '') })
        if (answer?.recoveryCodes) state.codes = answer.recoveryCodes
        else close(), done(t('settings.factorOff'))
      } catch (problem) {
        state.problem = problem
      } finally {
        state.isBusy = false
      }
    }
    const field = (key, type, complete) => html`
      <label class="gx-field"><span class="gx-label">${t(key === 'password' ? 'factor.password' : 'settings.codeNow')}</span><input class="gx-input" type=${type} required autofocus=${key === 'password'} autocomplete=${complete} value=${state[key]} onInput=${(event) => (state[key] = event.target.value)} />
        ${state.problem?.fields[key] && html`<span class="gx-error" role="alert">${state.problem.fields[key]}</span>`}</label>`
    return () => html`
      <${Dialog} title=${t(`settings.${props.purpose === 'renew' ? 'renewCodes' : 'removeFactor'}`)} onClose=${() => emit('close')}>${({ close }) => state.codes
        ? html`<div class="gx-column"><p class="gx-prose">${t('factor.codes')}</p><pre class="gx-codes">${state.codes.join('\n')}</pre><div class="gx-row"><${Button} icon="content_copy" label=${t('action.copy')} onClick=${(event) => copy(event, state.codes.join('\n'))} /><${Button} kind="primary" label=${t('factor.kept')} onClick=${close} /></div></div>`
        : html`<form class="gx-column" onSubmit=${(event) => send(event, close)}><p class="gx-prose">${t(`settings.${props.purpose}Help`)}</p>${field('password', 'password', 'current-password')}${field('code', 'text', 'one-time-code')}
            ${state.problem && !Object.keys(state.problem.fields).length && html`<p class="gx-error" role="alert">${state.problem.message}</p>`}
            <${Button} type="submit" kind=${props.purpose === 'remove' ? 'danger' : 'primary'} label=${t('action.next')} busy=${state.isBusy} /></form>`}<//>`
  },
}
