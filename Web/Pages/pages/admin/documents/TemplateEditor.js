/** A template: what it is for, its markup with numbered lines, what can be inserted, a look at a record's document, its pictures. */
import { html } from '../../../parts/html.js'
import { computed, onBeforeUnmount, reactive, ref } from '../../../parts/libraries.js'
import { api, ifVersion, once } from '../../../parts/api.js'
import { entities, entityNamed } from '../../../parts/catalogue.js'
import { ask, Dialog } from '../../../parts/Dialog.js'
import { Button, Icon } from '../../../parts/elements.js'
import { Picker } from '../../../parts/fields/Picker.js'
import { ReferencePicker } from '../../../parts/fields/ReferencePicker.js'
import { language, t } from '../../../parts/texts.js'
import { knownTitle } from '../../../parts/titles.js'
import { failed } from '../../../parts/toast.js'
import { FilesSection } from '../../record/FilesSection.js'
import { placeholders } from './placeholders.js'

/** Of the markup, in pixels; as the style has it. */
const LINE_HEIGHT = 20

const BLANK = '<document title="{{name}}" paper="A4" margin="20mm">\n  <footer><p align="center" size="9pt"><page> / <pages></p></footer>\n  <h1>{{name}}</h1>\n  <p></p>\n</document>\n'

export const TemplateEditor = {
  props: { record: Object, example: Object },
  emits: ['answer', 'close'],
  setup(props, { emit }) {
    const entity = entityNamed('documentTemplate')
    const start = props.record ?? props.example ?? { name: '', entity: 'customer', language: language.value, markup: BLANK }
    const form = reactive({ name: start.name, entity: start.entity, language: start.language, isActive: start.isActive ?? true, markup: start.markup })
    const first = JSON.stringify(form)
    const state = reactive({ errors: {}, isBusy: false, isLooking: false, look: null, sample: null })
    const frame = ref(null)
    const area = ref(null)
    const gutter = ref(null)
    // The same request is made but once, also when it is sent again.
    const key = once()
    let isSaved = false

    const lines = computed(() => form.markup.split('\n').length)
    const wrongLine = computed(() => Number(/\d+/.exec(/^[^:：]*[:：]/.exec(state.errors.markup ?? '')?.[0] ?? '')?.[0]) || 0)
    const objects = computed(() => entities.value.filter((one) => !one.header && !one.is.attached).map(({ name, label }) => ({ name, label })))
    const insertions = computed(() => (entityNamed(form.entity) ? placeholders(entityNamed(form.entity)) : []))

    const insert = (text) => {
      const { selectionStart: from, selectionEnd: to } = area.value
      form.markup = form.markup.slice(0, from) + text + form.markup.slice(to)
      setTimeout(() => (area.value.focus(), area.value.setSelectionRange(from + text.length, from + text.length)))
    }
    const toWrongLine = () => {
      const from = form.markup.split('\n').slice(0, wrongLine.value - 1).join('\n').length + (wrongLine.value > 1 ? 1 : 0)
      const end = form.markup.indexOf('\n', from)
      area.value.scrollTop = Math.max(0, wrongLine.value - 6) * LINE_HEIGHT
      area.value.focus()
      area.value.setSelectionRange(from, end < 0 ? form.markup.length : end)
    }
    const complain = (problem) => {
      state.errors = problem.fields ?? {}
      if (wrongLine.value) toWrongLine()
      if (!Object.keys(state.errors).length) failed(problem)
      else if (state.errors.record) failed({ status: problem.status, message: t('documents.noRecord') })
    }
    const forget = () => state.look && URL.revokeObjectURL(state.look.address)
    onBeforeUnmount(forget)
    const look = async () => {
      state.isLooking = true
      try {
        const body = { markup: form.markup, language: form.language, entity: form.entity, record: state.sample ?? undefined, template: props.record?.id }
        const answer = await api.post('/document-previews', body, { raw: true })
        forget()
        const missing = answer.headers.get('Guanxi-Missing')
        state.errors = {}
        state.look = { address: URL.createObjectURL(await answer.blob()), missing: missing?.split(',') ?? [] }
        // A browser may keep the tab back; the link stays.
        window.open(state.look.address, '_blank')
      } catch (problem) {
        complain(problem)
      }
      state.isLooking = false
    }
    const save = async () => {
      if (!form.name.trim()) return (state.errors = { name: t('form.required') })
      state.isBusy = true
      try {
        const saved = props.record
          ? await api.patch(`/document-templates/${props.record.id}`, { ...form }, { headers: ifVersion(props.record.version) })
          : await api.post('/document-templates', { ...form }, { headers: key })
        isSaved = true
        emit('answer', saved ?? true)
        frame.value.close()
      } catch (problem) {
        complain(problem)
      }
      state.isBusy = false
    }
    const mayClose = async () => isSaved || JSON.stringify(form) === first || ask({ title: t('form.discard'), text: t('form.discardHelp'), yes: t('form.discardYes'), danger: true })
    const choice = (name, options) => html`
      <label class="gx-field"><span class="gx-label">${entity.field[name].label}</span>
        <select class="gx-input" onChange=${(event) => ((form[name] = event.target.value), name === 'entity' && (state.sample = null))}>${options.map((option) => html`<option value=${option.name} selected=${form[name] === option.name}>${option.label}</option>`)}</select>
        ${state.errors[name] && html`<span class="gx-error" role="alert">${state.errors[name]}</span>`}</label>`
    const editor = () => html`
      ${state.errors.markup && html`<button type="button" class="gx-admin-plain gx-error" role="alert" onClick=${toWrongLine}>${state.errors.markup}</button>`}
      <div class="gx-markup">
        <div class="gx-markup-numbers" ref=${gutter} aria-hidden="true">${Array.from({ length: lines.value }, (_, i) => html`<div key=${i} class=${i + 1 === wrongLine.value && 'gx-wrong'}>${i + 1}</div>`)}</div>
        <textarea ref=${area} class="gx-markup-text" wrap="off" spellcheck="false" autocapitalize="off" aria-label=${entity.field.markup.label} aria-invalid=${state.errors.markup ? 'true' : undefined} value=${form.markup}
          onInput=${(event) => (form.markup = event.target.value)} onScroll=${(event) => (gutter.value.scrollTop = event.target.scrollTop)}></textarea></div>`
    const outcome = () => state.look && html`
      <p class="gx-row gx-wrap gx-small"><${Icon} name="picture_as_pdf" size="small" /><a class="gx-link" href=${state.look.address} target="_blank">${t('documents.look')}</a>
        ${state.look.missing.length > 0 && html`<span class="gx-warn">${t('documents.missing', { names: state.look.missing.join(t('list.comma')) })}</span>`}</p>`
    return () => html`
      <${Dialog} ref=${frame} full title=${props.record ? t('form.edit', { name: entity.label }) : t('documents.new')} beforeClose=${mayClose} onClose=${() => emit('close')}>${{
        default: () => html`
          <div class="gx-form-grid gx-template-facts">
            <label class="gx-field" data-field="name"><span class="gx-label gx-label-needed">${entity.field.name.label}</span><input class="gx-input" value=${form.name} maxlength="80" autofocus onInput=${(event) => (form.name = event.target.value)} />
              ${state.errors.name && html`<span class="gx-error" role="alert">${state.errors.name}</span>`}</label>
            ${choice('entity', objects.value)}${choice('language', ['zh-CN', 'en'].map((name) => ({ name, label: entity.field.language.option[name].label })))}
            <label class="gx-check gx-template-active"><input type="checkbox" checked=${form.isActive} onChange=${(event) => (form.isActive = event.target.checked)} /><span>${entity.field.isActive.label}</span></label></div>
          <div class="gx-row gx-wrap gx-template-tools">
            <div class="gx-area-filter"><${Picker} modelValue=${null} label=${t('documents.insert')} placeholder=${t('documents.insert')} options=${insertions.value} onUpdate:modelValue=${(text) => text && insert(text)} /></div>
            <span class="gx-grow"></span>
            <div class="gx-area-filter"><${ReferencePicker} key=${form.entity} target=${form.entity} label=${t('documents.sample')} placeholder=${t('documents.sample')} modelValue=${state.sample} labelOf=${(id) => knownTitle(form.entity, id)} onUpdate:modelValue=${(id) => (state.sample = id)} /></div>
            <${Button} icon="visibility" label=${t('documents.preview')} busy=${state.isLooking} onClick=${look} /></div>
          ${outcome()}
          ${editor()}
          ${props.record ? html`<p class="gx-faint gx-small">${t('documents.pictures')}</p><${FilesSection} entity=${entity} record=${props.record} />` : html`<p class="gx-faint gx-small">${t('documents.picturesLater')}</p>`}`,
        foot: ({ close }) => html`<${Button} kind="quiet" label=${t('action.cancel')} onClick=${close} /><${Button} kind="primary" label=${t('action.save')} busy=${state.isBusy} onClick=${save} />`,
      }}<//>`
  },
}
