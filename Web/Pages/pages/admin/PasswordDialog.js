/** Giving somebody a password that is good for one log-in. */
import { html } from '../../parts/html.js'
import { reactive } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { Dialog } from '../../parts/Dialog.js'
import { Button } from '../../parts/elements.js'
import { t } from '../../parts/texts.js'
import { done } from '../../parts/toast.js'
import { PasswordField } from './PasswordField.js'
import { madePassword } from './passwords.js'

export const PasswordDialog = {
  props: { user: Object },
  emits: ['answer', 'close'],
  setup(props, { emit }) {
    const state = reactive({ password: madePassword(), problem: '', isBusy: false })
    const save = async (close) => {
      Object.assign(state, { isBusy: true, problem: '' })
      try {
        await api.put(`/user-accounts/${props.user.id}/password`, { password: state.password })
        done(t('users.passwordSet'))
        close()
      } catch (problem) {
        state.problem = problem.fields.password ?? problem.message
      } finally {
        state.isBusy = false
      }
    }
    return () => html`
      <${Dialog} title=${t('users.resetPassword')} onClose=${() => emit('close')}>${{
        default: () => html`<p class="gx-prose">${t('users.resetPasswordHelp', { name: props.user.name })}</p>
          <${PasswordField} modelValue=${state.password} problem=${state.problem} onUpdate:modelValue=${(text) => (state.password = text)} />`,
        foot: ({ close }) => html`<${Button} kind="quiet" label=${t('action.cancel')} onClick=${close} /><${Button} kind="primary" label=${t('users.setPassword')} busy=${state.isBusy} onClick=${() => save(close)} />`,
      }}<//>`
  },
}
