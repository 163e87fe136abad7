/** Who one is. Whoever may not change people sees it and knows whom to ask; the language is always one's own. */
import { html } from '../../parts/html.js'
import { shallowRef } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { entityNamed } from '../../parts/catalogue.js'
import { Avatar, Button } from '../../parts/elements.js'
import { Value } from '../../parts/fields/Value.js'
import { FormField } from '../../parts/forms/FormField.js'
import { useForm } from '../../parts/forms/useForm.js'
import { begin, prefer, session } from '../../parts/session.js'
import { Failure, Skeleton } from '../../parts/states.js'
import { LANGUAGES, language, speak, t } from '../../parts/texts.js'
import { done } from '../../parts/toast.js'

const FIELDS = ['name', 'mail', 'mobile', 'zone']

const ProfileForm = {
  props: { record: Object },
  setup(props) {
    const entity = entityNamed('user')
    const form = useForm(entity, props.record)
    const save = async (event) => {
      event.preventDefault()
      const record = await form.save()
      if (!record) return
      Object.assign(form.state, { record, values: { ...record } })
      await begin(await api.get('/session'))
      done(t('form.saved'))
    }
    return () => html`
      <form class="gx-form" onSubmit=${save} novalidate><div class="gx-form-grid">${FIELDS.map((key) => entity.field[key]).map((field) => html`<${FormField} key=${field.key} form=${form} field=${field} help=${field.key === 'zone' ? t('settings.zoneHelp') : undefined} />`)}</div>
        <div><${Button} type="submit" kind="primary" label=${t('action.save')} busy=${form.state.isBusy} /></div></form>`
  },
}

export const ProfileSection = {
  setup() {
    const entity = entityNamed('user')
    const user = shallowRef(null)
    const problem = shallowRef(null)
    const load = () => api.get(`/users/${session.user.id}`, { expand: 'unit' }).then((answer) => (user.value = answer), (error) => (problem.value = error))
    if (entity) load()
    else user.value = session.user
    const choose = async (name) => {
      await speak(name)
      prefer('language', name)
    }
    const facts = () => html`<dl class="gx-admin-facts">${['mail', 'mobile', 'zone'].filter((key) => entity?.field[key]).map((key) => html`<dt>${entity.field[key].label}</dt><dd><${Value} field=${entity.field[key]} value=${user.value[key]} record=${user.value} entity=${entity} /></dd>`)}</dl><p class="gx-faint gx-small">${t('settings.askAdministrator')}</p>`
    return () => problem.value ? html`<${Failure} problem=${problem.value} retry=${load} />` : !user.value ? html`<${Skeleton} lines=${4} />` : html`
      <div class="gx-panel-head"><${Avatar} name=${user.value.name} size="large" /><div><b>${user.value.name}</b><div class="gx-faint">${[user.value.login, user.value.expanded?.unit?.title].filter(Boolean).join(' · ')}</div></div></div>
      ${entity?.can.edit && !session.impersonator ? html`<${ProfileForm} record=${user.value} />` : facts()}
      <div class="gx-field gx-settings-narrow"><label class="gx-label" for="gx-settings-language">${t('user.language')}</label><select id="gx-settings-language" class="gx-input" onChange=${(event) => choose(event.target.value)}>${Object.entries(LANGUAGES).map(([key, label]) => html`<option value=${key} selected=${language.value === key}>${label}</option>`)}</select></div>`
  },
}
