/** Who one is. What one does not keep oneself is shown; whoever may change people goes there from here. */
import { html } from '../../parts/html.js'
import { onMounted } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { entityNamed } from '../../parts/catalogue.js'
import { Avatar, Button } from '../../parts/elements.js'
import { FormField } from '../../parts/forms/FormField.js'
import { useForm } from '../../parts/forms/useForm.js'
import { loadProfile, PLACE, profile } from '../../parts/profile.js'
import { Link } from '../../parts/router.js'
import { begin, prefer, session } from '../../parts/session.js'
import { Failure, Skeleton } from '../../parts/states.js'
import { LANGUAGES, language, speak, t } from '../../parts/texts.js'
import { done, failed } from '../../parts/toast.js'

/** The fields as a form wants them: those without any right to see people change their own all the same. */
function ownFields(current) {
  const zones = [...new Set([current, ...Intl.supportedValuesOf('timeZone')])].sort()
  const field = (key, kind, more = {}) => ({ key, kind, label: t(`settings.${key}`), right: 'write', is: {}, details: {}, ...more })
  return [
    field('mobile', 'phone'),
    field('zone', 'choice', { required: true, option: {}, options: zones.map((key) => ({ key, label: key.replaceAll('_', ' ') })) }),
  ]
}

const ProfileForm = {
  setup() {
    const fields = ownFields(profile.user.zone)
    const entity = { name: 'user', fields, field: Object.fromEntries(fields.map((field) => [field.key, field])) }
    const form = useForm(entity, { ...profile.user }, {}, { fields, place: PLACE })
    const save = async (event) => {
      event.preventDefault()
      const record = await form.save()
      if (!record) return
      profile.user = record
      Object.assign(form.state, { record, values: { ...record } })
      await begin(await api.get('/session'))
      done(t('form.saved'))
    }
    return () => html`
      <form class="gx-form" onSubmit=${save} novalidate><div class="gx-form-grid">${fields.map((field) => html`<${FormField} key=${field.key} form=${form} field=${field} />`)}</div>
        <div><${Button} type="submit" kind="primary" label=${t('action.save')} busy=${form.state.isBusy} /></div></form>`
  },
}

export const ProfileSection = {
  setup() {
    onMounted(loadProfile)
    // Letters and files come in the language of the account, pages in that of this person here and now.
    const choose = async (name) => {
      await speak(name)
      prefer('language', name)
      if (!session.impersonator) await api.patch(PLACE, { language: name }).then((user) => (profile.user = user), failed)
    }
    const facts = (user) => html`
      <p class="gx-faint gx-small">${user.mail && html`${user.mail} · `}${entityNamed('user')?.can.edit && !session.impersonator ? html`<${Link} to=${`/admin/users?user=${user.id}`}>${t('action.edit')}<//>` : t('settings.askAdministrator')}</p>`
    return () => profile.problem && !profile.user ? html`<${Failure} problem=${profile.problem} retry=${loadProfile} />` : !profile.user ? html`<${Skeleton} lines=${4} />` : html`
      <div class="gx-panel-head"><${Avatar} name=${profile.user.name} size="large" /><div><b>${profile.user.name}</b><div class="gx-faint">${[profile.user.login, profile.user.expanded?.unit?.title].filter(Boolean).join(' · ')}</div>${facts(profile.user)}</div></div>
      <div class="gx-field gx-settings-narrow"><label class="gx-label" for="gx-settings-language">${t('user.language')}</label><select id="gx-settings-language" class="gx-input" onChange=${(event) => choose(event.target.value)}>${Object.entries(LANGUAGES).map(([key, label]) => html`<option value=${key} selected=${language.value === key}>${label}</option>`)}</select></div>
      ${!session.impersonator && html`<${ProfileForm} key=${language.value} />`}`
  },
}
