/** Whether a customer has credit for an amount; if not, release can be asked for at once. */
import { html } from '../../parts/html.js'
import { reactive } from '../../parts/libraries.js'
import { api, once } from '../../parts/api.js'
import { entityNamed } from '../../parts/catalogue.js'
import { Dialog } from '../../parts/Dialog.js'
import { Button, Icon } from '../../parts/elements.js'
import { readNumber } from '../../parts/fields/Editor.js'
import { t } from '../../parts/texts.js'
import { done, failed } from '../../parts/toast.js'

export const AskDialog = {
  props: { customer: Object },
  emits: ['answer', 'close'],
  setup(props, { emit }) {
    const state = reactive({ amount: '', answer: null, error: '', isBusy: false })
    const currency = props.customer.creditLimit?.currency ?? 'CNY'
    const ask = async (hold, close) => {
      Object.assign(state, { isBusy: true, error: '' })
      try {
        state.answer = await api.post(`/customers/${props.customer.id}/credit-check`, { amount: { amount: readNumber(state.amount) ?? '', currency }, hold }, { headers: once() })
        if (hold) (done(t('page.credit.asked')), emit('answer', true), close())
      } catch (problem) {
        state.error = problem.fields?.amount ?? ''
        if (!state.error) failed(problem)
      } finally {
        state.isBusy = false
      }
    }
    const reason = () => entityNamed('creditHold').field.reason.option[state.answer.reason]?.label
    return () => html`
      <${Dialog} title=${t('page.credit.ask')} onClose=${() => emit('close')}>${{
        default: ({ close }) => html`
          <label class="gx-field"><span class="gx-label">${t('page.credit.amount', { currency })}</span>
            <input class="gx-input gx-number" inputmode="decimal" autofocus value=${state.amount} onInput=${(event) => Object.assign(state, { amount: event.target.value, answer: null })} onKeydown=${(event) => event.key === 'Enter' && ask(false, close)} />
            ${state.error && html`<span class="gx-error" role="alert">${state.error}</span>`}</label>
          <p aria-live="polite" class="gx-row">${state.answer && (state.answer.answer === 'allowed'
            ? html`<${Icon} name="check_circle" class="gx-good" /><span class="gx-good">${t('page.credit.allowed')}</span>` : html`<${Icon} name="pan_tool" size="small" class="gx-warn" /><span class="gx-warn">${t('page.credit.held', { reason: reason() })}</span>`)}</p>`,
        foot: ({ close }) => html`<${Button} kind="quiet" label=${t('action.close')} onClick=${close} />
          ${state.answer && state.answer.answer !== 'allowed' ? html`<${Button} kind="primary" label=${t('page.credit.askRelease')} busy=${state.isBusy} onClick=${() => ask(true, close)} />`
            : html`<${Button} kind="primary" label=${t('page.credit.check')} busy=${state.isBusy} disabled=${!state.amount.trim()} onClick=${() => ask(false, close)} />`}`,
      }}<//>`
  },
}
