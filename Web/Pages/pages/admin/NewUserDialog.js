/** A new user with a first password, made in one go. */
import { html } from '../../parts/html.js'
import { reactive, ref } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { entityNamed } from '../../parts/catalogue.js'
import { ask, Dialog } from '../../parts/Dialog.js'
import { Button } from '../../parts/elements.js'
import { FormField } from '../../parts/forms/FormField.js'
import { useForm } from '../../parts/forms/useForm.js'
import { t } from '../../parts/texts.js'
import { done } from '../../parts/toast.js'
import { PasswordField } from './PasswordField.js'
import { madePassword } from './passwords.js'

/** What is asked of a user, in order. */
export const USER_FIELDS = ['name', 'login', 'unit', 'units', 'roles', 'mail', 'mobile', 'language', 'zone', 'isAdministrator', 'isActive']

export const NewUserDialog = {
  emits: ['answer', 'close'],
  setup(_, { emit }) {
    const entity = entityNamed('user')
    const form = useForm(entity)
    const state = reactive({ password: madePassword(), problem: '', isBusy: false })
    const frame = ref(null)
    // Made already when only the password was refused: then only that is sent again.
    let user = null
    let isDone = false
    const save = async () => {
      state.problem = ''
      user ??= await form.save()
      if (!user) return
      state.isBusy = true
      try {
        await api.put(`/user-accounts/${user.id}/password`, { password: state.password })
      } catch (problem) {
        state.problem = problem.fields.password ?? problem.message
        return
      } finally {
        state.isBusy = false
      }
      isDone = true
      done(t('form.created', { name: user.name }))
      emit('answer', user)
      frame.value.close()
    }
    const mayClose = async () => {
      if (isDone || user) return emit('answer', user), true
      return !form.isDirty.value || ask({ title: t('form.discard'), text: t('form.discardHelp'), yes: t('form.discardYes'), danger: true })
    }
    return () => html`
      <${Dialog} ref=${frame} wide title=${t('users.new')} beforeClose=${mayClose} onClose=${() => emit('close')}>${{
        default: () => html`<form class="gx-form" novalidate onSubmit=${(event) => event.preventDefault()}><div class="gx-form-grid">
          ${USER_FIELDS.filter((key) => key !== 'isActive').map((key) => entity.field[key]).filter(Boolean).map((field) => html`<${FormField} key=${field.key} form=${form} field=${field} />`)}
          <${PasswordField} modelValue=${state.password} problem=${state.problem} onUpdate:modelValue=${(text) => (state.password = text)} /></div></form>`,
        foot: ({ close }) => html`<${Button} kind="quiet" label=${t('action.cancel')} onClick=${close} />
          <${Button} kind="primary" label=${t('users.create')} busy=${form.state.isBusy || state.isBusy} onClick=${save} />`,
      }}<//>`
  },
}
