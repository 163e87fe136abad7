/** The same change for many records: which fields, and to what. Fields of several values can be added to or taken from. */
import { html } from '../../parts/html.js'
import { reactive } from '../../parts/libraries.js'
import { editableFields, kindOf } from '../../parts/catalogue.js'
import { Dialog } from '../../parts/Dialog.js'
import { Button } from '../../parts/elements.js'
import { Editor } from '../../parts/fields/Editor.js'
import { Picker } from '../../parts/fields/Picker.js'
import { exactNumber } from '../../parts/format.js'
import { complaint } from '../../parts/forms/checks.js'
import { unsuited } from '../../parts/options.js'
import { t } from '../../parts/texts.js'

const HOW = ['add', 'remove', 'set']

export const BulkDialog = {
  /** `only` fixes the field. Answers `{values, repeats}`; `canRepeat` where it may be asked for again and again. */
  props: { entity: Object, count: Number, only: String, title: String, canRepeat: Boolean },
  emits: ['answer', 'close'],
  setup(props, { emit }) {
    const fields = editableFields(props.entity).filter((field) => !field.is.unique && !field.is.fixed && field.right === 'write' && !['attachments'].includes(field.kind))
    const isSeveral = (field) => ['choices', 'references'].includes(kindOf(field))
    const rows = reactive([])
    const add = (key) => key && rows.push({ field: props.entity.field[key], value: null, how: 'add', error: '' })
    if (props.only) add(props.only)
    const answer = (close, repeats = false) => {
      for (const row of rows) row.error = complaint(row.field, row.value, { isNew: row.field.required }) ?? ''
      if (!rows.length || rows.some((row) => row.error)) return
      const values = Object.fromEntries(rows.map(({ field, value, how }) => [field.key, isSeveral(field) && how !== 'set' ? { [how]: value ?? [] } : value]))
      emit('answer', { values, repeats })
      close()
    }
    const values = () => Object.fromEntries(rows.map(({ field, value }) => [field.key, value]))
    const set = (row, value) => {
      const emptied = unsuited(props.entity, values(), row.field.key, value)
      row.value = value
      for (const other of rows) if (other.field.key in emptied) Object.assign(other, { value: null, error: t('form.cleared', { name: row.field.label }) })
    }
    const line = (row, i) => html`
      <div key=${row.field.key} class="gx-field"><div class="gx-row"><span class="gx-label gx-grow">${row.field.label}</span>
        ${isSeveral(row.field) && html`<select class="gx-input gx-how" aria-label=${t('bulk.how')} onChange=${(event) => (row.how = event.target.value)}>${HOW.map((how) => html`<option value=${how} selected=${how === row.how}>${t(`bulk.how.${how}`)}</option>`)}</select>`}
        ${!props.only && html`<${Button} kind="quiet" icon="close" hint=${t('picker.remove', { name: row.field.label })} onClick=${() => rows.splice(i, 1)} />`}</div>
        <${Editor} field=${row.field} beside=${values()} modelValue=${row.value} invalid=${Boolean(row.error)} onUpdate:modelValue=${(value) => ((row.error = ''), set(row, value))} />
        ${row.error ? html`<span class="gx-error">${row.error}</span>` : row.value === null && !isSeveral(row.field) && html`<span class="gx-faint gx-small">${t('bulk.empties')}</span>`}</div>`
    return () => html`
      <${Dialog} title=${props.title ?? t('bulk.editTitle', { n: exactNumber(props.count) })} onClose=${() => emit('close')}>${{
        default: () => html`
          ${rows.map(line)}
          ${!props.only && html`<${Picker} modelValue=${null} placeholder=${t('bulk.addField')} label=${t('bulk.addField')} options=${fields.filter((field) => !rows.some((row) => row.field === field)).map((field) => ({ key: field.key, label: field.label }))} onUpdate:modelValue=${add} />`}
          <p class="gx-prose">${t('bulk.effect', { n: exactNumber(props.count), name: props.entity.label })}</p>`,
        foot: ({ close }) => html`<${Button} kind="quiet" label=${t('action.cancel')} onClick=${close} />${props.canRepeat && html`<${Button} label=${t('schedule.make')} icon="event_repeat" disabled=${!rows.length} onClick=${() => answer(close, true)} />`}<${Button} kind="primary" label=${t('bulk.run')} disabled=${!rows.length} onClick=${() => answer(close)} />`,
      }}<//>`
  },
}
