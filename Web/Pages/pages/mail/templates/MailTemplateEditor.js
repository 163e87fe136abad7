/** A mail template: what it is for, subject and text in each language, what can be inserted, and how it reads for a record. */
import { html } from '../../../parts/html.js'
import { computed, nextTick, reactive, ref } from '../../../parts/libraries.js'
import { api, ifVersion, once } from '../../../parts/api.js'
import { entities, entityNamed } from '../../../parts/catalogue.js'
import { ask, Dialog } from '../../../parts/Dialog.js'
import { Button } from '../../../parts/elements.js'
import { Picker } from '../../../parts/fields/Picker.js'
import { ReferencePicker } from '../../../parts/fields/ReferencePicker.js'
import { language, t } from '../../../parts/texts.js'
import { knownTitle } from '../../../parts/titles.js'
import { failed } from '../../../parts/toast.js'
import { placeholders } from '../../admin/documents/placeholders.js'
import { TemplatePreview } from './TemplatePreview.js'

const LANGUAGES = [{ name: 'zh-CN', subject: 'subjectChinese', text: 'textChinese' }, { name: 'en', subject: 'subjectEnglish', text: 'textEnglish' }]
const KEYS = ['name', 'key', 'entity', 'isActive', ...LANGUAGES.flatMap(({ subject, text }) => [subject, text])]

export const MailTemplateEditor = {
  props: { record: Object },
  emits: ['answer', 'close'],
  setup(props, { emit }) {
    const definition = entityNamed('mailTemplate')
    const start = props.record ?? { entity: entityNamed('customer') ? 'customer' : '', isActive: true }
    const form = reactive(Object.fromEntries(KEYS.map((key) => [key, start[key] ?? ''])))
    const first = JSON.stringify(form)
    const state = reactive({ errors: {}, isBusy: false, isLooking: false, sample: null, looks: null })
    const frame = ref(null)
    // Where something is inserted: the field that was typed in last.
    const last = { key: language.value === 'en' ? 'textEnglish' : 'textChinese', input: null }
    const inputs = {}
    // The same request is made but once, also when it is sent again.
    const key = once()
    let isSaved = false

    const objects = computed(() => entities.value.filter((one) => !one.header && !one.is.attached && !one.is.published && !one.retired))
    const insertions = computed(() => placeholders(entityNamed(form.entity), { isText: true }))
    const set = (name, value) => {
      form[name] = value
      delete state.errors[name]
    }
    const insert = async (text) => {
      const input = inputs[last.key]
      const [from, to] = [input.selectionStart ?? form[last.key].length, input.selectionEnd ?? form[last.key].length]
      set(last.key, form[last.key].slice(0, from) + text + form[last.key].slice(to))
      await nextTick()
      input.focus()
      input.setSelectionRange(from + text.length, from + text.length)
    }
    const complain = (problem, names = {}) => {
      state.errors = Object.fromEntries(Object.entries(problem.fields ?? {}).map(([name, words]) => [names[name] ?? name, words]))
      if (!KEYS.some((name) => state.errors[name])) failed(state.errors.record ? { status: problem.status, message: t('documents.noRecord') } : problem)
    }
    const look = async () => {
      Object.assign(state, { isLooking: true, errors: {} })
      const looks = []
      for (const { name, subject, text } of LANGUAGES.filter((one) => form[one.text])) {
        try {
          const body = { subject: form[subject], text: form[text], language: name, entity: form.entity || undefined, record: state.sample ?? undefined }
          looks.push(await api.post('/mail-previews', body))
        } catch (problem) {
          complain(problem, { subject, text })
          break
        }
      }
      Object.assign(state, { isLooking: false, looks: Object.keys(state.errors).length ? null : looks })
    }
    const save = async () => {
      if (!form.name.trim()) return (state.errors = { name: t('form.required') })
      state.isBusy = true
      const values = Object.fromEntries(KEYS.map((name) => [name, form[name] === '' ? null : form[name]]))
      try {
        const saved = props.record
          ? await api.patch(`/mail-templates/${props.record.id}`, values, { headers: ifVersion(props.record.version) })
          : await api.post('/mail-templates', values, { headers: key })
        isSaved = true
        emit('answer', saved ?? true)
        frame.value.close()
      } catch (problem) {
        complain(problem)
      }
      state.isBusy = false
    }
    const mayClose = async () => isSaved || JSON.stringify(form) === first || ask({ title: t('form.discard'), text: t('form.discardHelp'), yes: t('form.discardYes'), danger: true })

    const error = (name) => state.errors[name] && html`<span class="gx-error" role="alert">${state.errors[name]}</span>`
    const bound = (name) => ({
      ref: (input) => (inputs[name] = input), value: form[name], 'aria-label': definition.field[name].label, 'aria-invalid': state.errors[name] ? 'true' : undefined,
      onInput: (event) => set(name, event.target.value), onFocus: () => (last.key = name),
    })
    const side = ({ name, subject, text }) => html`
      <section key=${name} class="gx-mail-side"><h3 class="gx-label">${t(`mail.language.${name}`)}</h3>
        <input class="gx-input" maxlength="500" placeholder=${t('mail.subject')} ...${bound(subject)} />${error(subject)}
        <textarea class="gx-input gx-mail-text" rows="10" maxlength="20000" placeholder=${t('mail.text')} ...${bound(text)}></textarea>${error(text)}</section>`
    return () => html`
      <${Dialog} ref=${frame} full title=${props.record ? t('form.edit', { name: definition.label }) : t('documents.new')} beforeClose=${mayClose} onClose=${() => emit('close')}>${{
        default: () => html`
          <div class="gx-form-grid gx-template-facts">
            <label class="gx-field" data-field="name"><span class="gx-label gx-label-needed">${definition.field.name.label}</span><input class="gx-input" value=${form.name} maxlength="80" autofocus onInput=${(event) => set('name', event.target.value)} />${error('name')}</label>
            <label class="gx-field" data-field="key"><span class="gx-label">${definition.field.key.label}</span><input class="gx-input" value=${form.key} maxlength="60" placeholder="renewalReminder" onInput=${(event) => set('key', event.target.value.trim())} />${error('key')}</label>
            <label class="gx-field" data-field="entity"><span class="gx-label">${definition.field.entity.label}</span><select class="gx-input" onChange=${(event) => (set('entity', event.target.value), Object.assign(state, { sample: null, looks: null }))}><option value="" selected=${!form.entity}>${t('mail.templates.anything')}</option>
              ${objects.value.map((one) => html`<option key=${one.name} value=${one.name} selected=${form.entity === one.name}>${one.label}</option>`)}</select>${error('entity')}</label>
            <label class="gx-check gx-template-active"><input type="checkbox" checked=${form.isActive} onChange=${(event) => set('isActive', event.target.checked)} /><span>${definition.field.isActive.label}</span></label></div>
          <div class="gx-row gx-wrap gx-template-tools">
            <div class="gx-area-filter"><${Picker} modelValue=${null} label=${t('documents.insert')} placeholder=${t('documents.insert')} options=${insertions.value} onUpdate:modelValue=${(text) => text && insert(text)} /></div>
            <span class="gx-grow"></span>
            ${form.entity && html`<div class="gx-area-filter"><${ReferencePicker} key=${form.entity} target=${form.entity} label=${t('documents.sample')} placeholder=${t('documents.sample')} modelValue=${state.sample} labelOf=${(id) => knownTitle(form.entity, id)} onUpdate:modelValue=${(id) => (state.sample = id)} /></div>`}
            <${Button} icon="visibility" label=${t('documents.preview')} busy=${state.isLooking} onClick=${look} /></div>
          <div class="gx-mail-sides">${LANGUAGES.map(side)}</div>
          ${state.looks && html`<${TemplatePreview} looks=${state.looks} />`}`,
        foot: ({ close }) => html`<${Button} kind="quiet" label=${t('action.cancel')} onClick=${close} /><${Button} kind="primary" label=${t('action.save')} busy=${state.isBusy} onClick=${save} />`,
      }}<//>`
  },
}
