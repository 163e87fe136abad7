/** Sends a ping and shows what came back. */
import { html } from '../../../parts/html.js'
import { shallowRef } from '../../../parts/libraries.js'
import { api } from '../../../parts/api.js'
import { Dialog } from '../../../parts/Dialog.js'
import { Button, Chip } from '../../../parts/elements.js'
import { exactNumber } from '../../../parts/format.js'
import { Failure, Skeleton } from '../../../parts/states.js'
import { t } from '../../../parts/texts.js'
import { outcomeOf } from './outcome.js'

export const TestDialog = {
  props: { webhook: Object },
  emits: ['close'],
  setup(props, { emit }) {
    const answer = shallowRef(null)
    const problem = shallowRef(null)
    const send = async () => {
      ;[answer.value, problem.value] = [null, null]
      try {
        answer.value = await api.post(`/webhooks/${props.webhook.id}/test`)
      } catch (error) {
        problem.value = error
      }
    }
    send()
    const result = () => {
      const { isDelivered, milliseconds, response } = answer.value
      return html`
        <div class="gx-column"><div class="gx-row gx-wrap"><${Chip} colour=${isDelivered ? 'green' : 'red'} label=${t(isDelivered ? 'webhooks.answered' : 'webhooks.notAnswered')} /><span>${outcomeOf(answer.value)}</span><span class="gx-faint">${t('webhooks.milliseconds', { n: exactNumber(milliseconds) })}</span></div>
          ${response && html`<pre class="gx-codes gx-webhook-response">${response}</pre>`}</div>`
    }
    return () => html`
      <${Dialog} title=${t('webhooks.testOf', { name: props.webhook.name })} onClose=${() => emit('close')}>${{
        default: () => (problem.value ? html`<${Failure} problem=${problem.value} retry=${send} />` : answer.value ? result() : html`<${Skeleton} lines=${2} />`),
        foot: ({ close }) => html`<${Button} icon="refresh" label=${t('webhooks.testAgain')} busy=${!answer.value && !problem.value} onClick=${send} /><${Button} kind="primary" label=${t('action.close')} onClick=${close} />`,
      }}<//>`
  },
}
