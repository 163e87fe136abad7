/** The log of a webhook: what it was sent, what came back, and sending it once more. */
import { html } from '../../../parts/html.js'
import { ref, watch } from '../../../parts/libraries.js'
import { api } from '../../../parts/api.js'
import { entityNamed } from '../../../parts/catalogue.js'
import { Dialog } from '../../../parts/Dialog.js'
import { Button, Chip } from '../../../parts/elements.js'
import { exactNumber, fullInstant, relativeInstant } from '../../../parts/format.js'
import { usePages } from '../../../parts/pages.js'
import { Empty, Failure, Skeleton } from '../../../parts/states.js'
import { t } from '../../../parts/texts.js'
import { knownTitle } from '../../../parts/titles.js'
import { done, failed } from '../../../parts/toast.js'
import { MoreFoot } from '../MoreFoot.js'
import { outcomeOf } from './outcome.js'

const COLOURS = { waiting: 'blue', delivered: 'green', givenUp: 'red', dropped: 'grey' }

export const DeliveriesDialog = {
  props: { webhook: Object },
  emits: ['close'],
  setup(props, { emit }) {
    const path = `/webhooks/${props.webhook.id}/deliveries`
    const state = ref('')
    const list = usePages((before) => api.get(path, { state: state.value, before, limit: 50 }))
    watch(state, list.reload)
    const replay = async (delivery) => {
      try {
        const changed = await api.post(`${path}/${delivery.id}/replay`)
        list.items = list.items.map((old) => (old.id === changed.id ? changed : old))
        done(t('webhooks.replayed'))
      } catch (problem) {
        failed(problem)
      }
    }
    const subject = ({ entity, record, kind }) => {
      const known = entityNamed(entity)
      return [known?.label ?? entity, known && knownTitle(entity, record), t(`webhooks.kind.${kind}`)].filter(Boolean).join(' · ')
    }
    const isRetrying = (delivery) => delivery.state === 'waiting' && delivery.attempts > 0
    const facts = (delivery) => [
      fullInstant(delivery.at), outcomeOf(delivery), delivery.milliseconds !== null && delivery.triedAt && t('webhooks.milliseconds', { n: exactNumber(delivery.milliseconds) }),
      delivery.attempts > 1 && t('webhooks.attempts', { n: delivery.attempts }), isRetrying(delivery) && delivery.nextAt && t('webhooks.next', { time: relativeInstant(delivery.nextAt) }),
    ].filter(Boolean).join(' · ')
    const row = (delivery) => html`
      <li key=${delivery.id} class="gx-access"><div class="gx-grow">
        <div class="gx-row gx-wrap"><${Chip} colour=${isRetrying(delivery) ? 'amber' : COLOURS[delivery.state]} label=${t(isRetrying(delivery) ? 'webhooks.delivery.retrying' : `webhooks.delivery.${delivery.state}`)} /><span class="gx-cut">${subject(delivery)}</span></div>
        <div class="gx-faint gx-small">${facts(delivery)}</div>
        ${delivery.response && html`<details class="gx-fold"><summary class="gx-small">${t('webhooks.response')}</summary><pre class="gx-codes gx-webhook-response">${delivery.response}</pre></details>`}</div>
        <${Button} kind="quiet" icon="replay" hint=${t('webhooks.replay', { name: subject(delivery) })} onClick=${() => replay(delivery)} /></li>`
    return () => html`
      <${Dialog} side title=${t('webhooks.logOf', { name: props.webhook.name })} onClose=${() => emit('close')}>
        <div class="gx-area-tools gx-flush"><select class="gx-input gx-area-filter" aria-label=${t('webhooks.state')} onChange=${(event) => (state.value = event.target.value)}>
          <option value="" selected=${!state.value}>${t('webhooks.allStates')}</option>${Object.keys(COLOURS).map((key) => html`<option value=${key} selected=${state.value === key}>${t(`webhooks.delivery.${key}`)}</option>`)}</select>
          <${Button} kind="quiet" icon="refresh" hint=${t('webhooks.refresh')} busy=${list.isLoading && list.isLoaded} onClick=${list.reload} /></div>
        ${list.problem ? html`<${Failure} problem=${list.problem} retry=${list.reload} />` : !list.isLoaded ? html`<${Skeleton} lines=${8} />`
          : !list.items.length ? html`<${Empty} icon="receipt_long" title=${t('webhooks.noLog')} text=${t('webhooks.noLogHelp')} />`
          : html`<ul class="gx-accesses">${list.items.map(row)}</ul><${MoreFoot} list=${list} />`}
      <//>`
  },
}
