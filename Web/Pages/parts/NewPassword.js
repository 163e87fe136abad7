/** Changing one's own password. */
import { html } from './html.js'
import { reactive } from './libraries.js'
import { api } from './api.js'
import { Button } from './elements.js'
import { t } from './texts.js'

export const NewPassword = {
  emits: ['done'],
  setup(_, { emit }) {
    const form = reactive({ oldPassword: '', newPassword: '', repeated: '' })
    const state = reactive({ isBusy: false, problem: null })
    const submit = async (event) => {
      event.preventDefault()
      if (form.newPassword !== form.repeated) return (state.problem = { fields: { repeated: t('password.differs') } })
      Object.assign(state, { isBusy: true, problem: null })
      try {
        await api.put('/session/password', { oldPassword: form.oldPassword, newPassword: form.newPassword })
        Object.assign(form, { oldPassword: '', newPassword: '', repeated: '' })
        emit('done')
      } catch (problem) {
        state.problem = problem
      } finally {
        state.isBusy = false
      }
    }
    const field = (key, complete) => html`
      <label class="gx-field"><span class="gx-label">${t(`password.${key}`)}</span>
        <input class="gx-input" type="password" required autocomplete=${complete} value=${form[key]} onInput=${(event) => (form[key] = event.target.value)} />
        ${state.problem?.fields?.[key] && html`<span class="gx-error">${state.problem.fields[key]}</span>`}</label>`
    return () => html`
      <form class="gx-column" onSubmit=${submit}>
        ${field('oldPassword', 'current-password')}${field('newPassword', 'new-password')}${field('repeated', 'new-password')}
        ${state.problem?.message && !Object.keys(state.problem.fields).length && html`<p class="gx-error" role="alert">${state.problem.message}</p>`}
        <${Button} type="submit" kind="primary" label=${t('password.change')} busy=${state.isBusy} />
      </form>`
  },
}
