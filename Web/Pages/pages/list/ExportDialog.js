/** What is to be taken along, and as what: rows, format, fields, words. */
import { html } from '../../parts/html.js'
import { onMounted, reactive } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { entityNamed } from '../../parts/catalogue.js'
import { Dialog } from '../../parts/Dialog.js'
import { Button } from '../../parts/elements.js'
import { exactNumber } from '../../parts/format.js'
import { prefer, session } from '../../parts/session.js'
import { t } from '../../parts/texts.js'
import { AT_ONCE, formatsOf } from './exporting.js'

export const ExportDialog = {
  /** `all` and `chosen` are `{ filter, q, ids?, count? }`; `shown` the keys of the list's columns. Answers with what `exportList` takes. */
  props: { entity: Object, all: Object, chosen: Object, shown: Array, sort: String },
  emits: ['answer', 'close'],
  setup(props, { emit }) {
    const last = session.preferences.export ?? {}
    const formats = formatsOf(props.entity)
    const form = reactive({
      rows: props.chosen ? 'chosen' : 'all', format: formats.includes(last.format) ? last.format : 'xlsx', encoding: last.encoding ?? 'UTF-8',
      which: last.which ?? 'shown', words: last.words ?? 'labels', keys: new Set(props.shown), count: null, isWrong: false,
    })
    const seen = props.entity.fields.filter((field) => !field.retired && field.key !== 'deletedAt' && ['read', 'write', 'masked'].includes(field.right))
    // What people fill in comes before what the program notes.
    const fields = [...seen.filter((field) => !field.readOnly), ...seen.filter((field) => field.readOnly)]
    // How many there are is asked for anew: a list counts only as far as somebody has to know.
    onMounted(async () => {
      const { filter, q } = props.all
      const answer = await api.get(`/${props.entity.resource}`, { filter, q, fields: 'id', limit: 1, count: true }).catch(() => null)
      form.count = answer?.page.total ?? null
    })
    const count = () => (form.rows === 'chosen' ? props.chosen.count : form.count)
    const answer = (close, repeats) => {
      form.isWrong = form.which === 'picked' && !form.keys.size
      if (form.isWrong) return
      const { format, encoding, which, words } = form
      prefer('export', { format, encoding, which: which === 'picked' ? 'shown' : which, words })
      const keys = which === 'shown' ? props.shown : which === 'picked' ? fields.map(({ key }) => key).filter((key) => form.keys.has(key)) : []
      emit('answer', {
        ...(form.rows === 'chosen' ? props.chosen : props.all), count: count(), sort: props.sort, fields: keys, format,
        ...(format === 'csv' ? { encoding } : {}), labels: format !== 'vcard' && words === 'labels', repeats,
      })
      close()
    }
    const choices = (name, keys, label, note = () => '') => html`
      <fieldset class="gx-choices"><legend class="gx-label">${t(`export.${name}`)}</legend>
        ${keys.map((key) => html`<label class="gx-radio"><input type="radio" name=${`export-${name}`} checked=${form[name] === key} onChange=${() => (form[name] = key)} /><span>${label(key)}${note(key) && html`<span class="gx-faint gx-small gx-export-note">${note(key)}</span>`}</span></label>`)}</fieldset>`
    const amount = (number) => (number === null || number === undefined ? '…' : exactNumber(number))
    const rows = (key) => t(`export.rows.${key}`, { n: amount(key === 'chosen' ? props.chosen.count : form.count) })
    const picker = () => html`
      <div class="gx-export-fields" role="group" aria-label=${t('export.which.picked')}>
        ${fields.map(({ key, label }) => html`<label key=${key} class="gx-check"><input type="checkbox" checked=${form.keys.has(key)} onChange=${() => (form.keys.has(key) ? form.keys.delete(key) : form.keys.add(key), (form.isWrong = false))} /><span>${label}</span></label>`)}</div>
      ${form.isWrong && html`<span class="gx-error">${t('export.noField')}</span>`}`
    return () => html`
      <${Dialog} title=${t('export.title', { name: props.entity.pluralLabel })} onClose=${() => emit('close')}>${{
        default: () => html`
          ${props.chosen ? choices('rows', ['chosen', 'all'], rows) : html`<p class="gx-prose">${rows('all')}</p>`}
          ${choices('format', formats, (key) => t(`export.format.${key}`), (key) => t(`export.format.${key}.help`))}
          ${form.format === 'csv' && choices('encoding', ['UTF-8', 'GB18030'], (key) => key, (key) => t(`export.encoding.${key}.help`))}
          ${choices('which', ['shown', 'all', 'picked'], (key) => t(`export.which.${key}`))}
          ${form.which === 'picked' && picker()}
          ${form.format !== 'vcard' && choices('words', ['labels', 'keys'], (key) => t(`export.words.${key}`), (key) => t(`export.words.${key}.help`))}
          ${count() > AT_ONCE && html`<p class="gx-prose">${t('export.asJob', { n: exactNumber(AT_ONCE) })}</p>`}`,
        foot: ({ close }) => html`${form.rows === 'all' && entityNamed('scheduledJob')?.can.create && html`<${Button} kind="quiet" icon="event_repeat" label=${t('schedule.make')} onClick=${() => answer(close, true)} />`}<span class="gx-grow"></span><${Button} kind="quiet" label=${t('action.cancel')} onClick=${close} /><${Button} kind="primary" icon="download" label=${t('bulk.export')} disabled=${count() === 0} onClick=${() => answer(close)} />`,
      }}<//>`
  },
}
