/** Chooses a template for a mail, and the language; what it names of the record stands in it already. */
import { html } from '../../parts/html.js'
import { reactive } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { entityNamed } from '../../parts/catalogue.js'
import { t } from '../../parts/texts.js'
import { failed } from '../../parts/toast.js'

const LANGUAGES = ['zh-CN', 'en']

export const TemplateChoice = {
  /** What the mail hangs on; `fill({ subject, text })` resolves with whether it was taken. */
  props: { entity: String, record: String, fill: Function },
  setup(props) {
    const state = reactive({ templates: [], template: '', language: '', missing: [] })
    const filter = { isActive: true, or: [{ entity: { eq: props.entity } }, { entity: { empty: true } }] }
    if (entityNamed('mailTemplate')) {
      api.get('/mail-templates', { filter, sort: 'name', fields: 'name', limit: 200 })
        .then(({ data }) => (state.templates = data), failed)
    }
    const choose = async (event, key) => {
      const before = state[key]
      state[key] = event.target.value
      state.missing = []
      if (!state.template) return
      try {
        const filled = await api.get(`/mail-templates/${state.template}/filled`, { entity: props.entity, record: props.record, language: state.language || undefined })
        if (await props.fill(filled)) state.missing = filled.missing
        else event.target.value = state[key] = before
      } catch (problem) {
        event.target.value = state[key] = before
        failed(Object.values(problem.fields ?? {})[0] ? { ...problem, message: Object.values(problem.fields)[0] } : problem)
      }
    }
    return () => state.templates.length > 0 && html`
      <div class="gx-mail-line"><label for="gx-mail-template">${t('mail.template')}</label>
        <select id="gx-mail-template" class="gx-input" onChange=${(event) => choose(event, 'template')}><option value="">${t('mail.template.none')}</option>
          ${state.templates.map(({ id, name }) => html`<option key=${id} value=${id} selected=${id === state.template}>${name}</option>`)}</select>
        <select class="gx-input gx-mail-language" aria-label=${t('mail.template.language')} onChange=${(event) => choose(event, 'language')}><option value="">${t('mail.template.automatic')}</option>
          ${LANGUAGES.map((language) => html`<option key=${language} value=${language} selected=${language === state.language}>${t(`mail.language.${language}`)}</option>`)}</select>
        ${state.missing.length > 0 && html`<span class="gx-warn gx-small gx-mail-missing" role="status">${t('documents.missing', { names: state.missing.map((key) => entityNamed(props.entity)?.field[key]?.label ?? key).join(t('list.comma')) })}</span>`}</div>`
  },
}
