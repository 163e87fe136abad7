/** The secret of a webhook, which is shown this once. */
import { html } from '../../../parts/html.js'
import { Dialog } from '../../../parts/Dialog.js'
import { Button } from '../../../parts/elements.js'
import { copy } from '../../../parts/fields/Value.js'
import { fullInstant } from '../../../parts/format.js'
import { t } from '../../../parts/texts.js'

/** `secret` is the answer of the server: `{ secret, formerUntil }`. */
export const SecretDialog = (props, { emit }) => html`
  <${Dialog} persistent title=${t('webhooks.secret')} onClose=${() => emit('close')}>${({ close }) => html`
    <div class="gx-column"><p class="gx-prose">${t('webhooks.secretHelp')}</p><pre class="gx-codes gx-webhook-secret">${props.secret.secret}</pre>
      ${props.secret.formerUntil && html`<p class="gx-faint gx-small">${t('webhooks.former', { time: fullInstant(props.secret.formerUntil) })}</p>`}
      <div class="gx-row"><${Button} icon="content_copy" label=${t('action.copy')} onClick=${(event) => copy(event, props.secret.secret)} /><${Button} kind="primary" label=${t('webhooks.kept')} onClick=${close} /></div></div>`}<//>`
SecretDialog.props = ['secret']
SecretDialog.emits = ['close']
