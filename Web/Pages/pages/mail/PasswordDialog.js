/** The password of an account, which never comes back from the server. */
import { html } from '../../parts/html.js'
import { reactive, ref } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { Dialog } from '../../parts/Dialog.js'
import { Button } from '../../parts/elements.js'
import { t } from '../../parts/texts.js'
import { failed } from '../../parts/toast.js'

export const PasswordDialog = {
  props: { account: Object },
  emits: ['answer', 'close'],
  setup(props, { emit }) {
    const frame = ref(null)
    const state = reactive({ password: '', isBusy: false })
    const save = async () => {
      if (!state.password || state.isBusy) return
      state.isBusy = true
      try {
        await api.put(`/mail-accounts/${props.account.id}/mail-password`, { password: state.password })
        emit('answer', true)
        frame.value.close()
      } catch (problem) {
        failed(problem)
      }
      state.isBusy = false
    }
    return () => html`
      <${Dialog} ref=${frame} title=${t('mail.passwordOf', { name: props.account.address })} onClose=${() => emit('close')}>${{
        default: () => html`<label class="gx-field"><span class="gx-label">${t('mail.password')}</span>
          <input class="gx-input" type="password" autocomplete="new-password" maxlength="500" autofocus value=${state.password} onInput=${(event) => (state.password = event.target.value)} onKeydown=${(event) => event.key === 'Enter' && save()} />
          </label><p class="gx-faint gx-small">${t('mail.passwordHelp')}</p>`,
        foot: ({ close }) => html`<${Button} kind="quiet" label=${t('action.cancel')} onClick=${close} /><${Button} kind="primary" label=${t('action.save')} disabled=${!state.password} busy=${state.isBusy} onClick=${save} />`,
      }}<//>`
  },
}
