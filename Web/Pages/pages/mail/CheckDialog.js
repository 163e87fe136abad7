/** Connects to the servers of an account and shows what they say. */
import { html } from '../../parts/html.js'
import { shallowRef } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { Dialog } from '../../parts/Dialog.js'
import { Button, Chip } from '../../parts/elements.js'
import { Failure, Skeleton } from '../../parts/states.js'
import { t } from '../../parts/texts.js'

export const CheckDialog = {
  props: { account: Object },
  emits: ['close'],
  setup(props, { emit }) {
    const answer = shallowRef(null)
    const problem = shallowRef(null)
    const check = async () => {
      ;[answer.value, problem.value] = [null, null]
      try {
        answer.value = await api.post(`/mail-accounts/${props.account.id}/connection`)
      } catch (error) {
        problem.value = error
      }
    }
    check()
    const row = (name) => {
      const found = answer.value[name]
      const isFine = found?.code === 'fine'
      return html`
        <div key=${name} class="gx-column"><div class="gx-row gx-wrap"><b>${name.toUpperCase()}</b><${Chip} colour=${!found ? 'grey' : isFine ? 'green' : 'red'} label=${t(!found ? 'mail.notSet' : isFine ? 'mail.fine' : `mail.trouble.${found.code}`)} /></div>
          ${found?.words && html`<pre class="gx-codes gx-webhook-response">${found.words}</pre>`}</div>`
    }
    return () => html`
      <${Dialog} title=${t('mail.checkOf', { name: props.account.name })} onClose=${() => emit('close')}>${{
        default: () => (problem.value ? html`<${Failure} problem=${problem.value} retry=${check} />` : answer.value ? html`<div class="gx-column">${['smtp', 'imap'].map(row)}</div>` : html`<${Skeleton} lines=${3} />`),
        foot: ({ close }) => html`<${Button} icon="refresh" label=${t('mail.checkAgain')} busy=${!answer.value && !problem.value} onClick=${check} /><${Button} kind="primary" label=${t('action.close')} onClick=${close} />`,
      }}<//>`
  },
}
