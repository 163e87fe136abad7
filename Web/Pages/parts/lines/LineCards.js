/** The lines of a record on a phone: a card each, which opens to be changed. */
import { html } from '../html.js'
import { nextTick, ref } from '../libraries.js'
import { Button, Icon } from '../elements.js'
import { Editor } from '../fields/Editor.js'
import { t } from '../texts.js'
import { kindOf } from '../catalogue.js'
import { cellText, cellValue, columnTotals, totalText } from './columns.js'

export const LineCards = {
  props: { lines: Object },
  setup(props) {
    const { lines } = props
    const opened = ref(null)
    const root = ref(null)
    const open = async (row) => {
      if (opened.value && opened.value !== row.key) close()
      opened.value = row.key
      await nextTick()
      root.value?.querySelector(`[data-key="${row.key}"] input`)?.focus()
    }
    const close = () => {
      const row = lines.state.rows.find((row) => row.key === opened.value)
      if (row) lines.check(row)
      opened.value = null
    }
    const title = lines.columns.find((field) => field.key === lines.entity.title) ?? lines.columns[0]
    const others = lines.columns.filter((field) => field !== title)
    const field = (row, field, i) => {
      const id = `gx-${row.key}-${field.key}`
      const error = row.errors[field.key]
      const name = t('lines.cell', { name: field.label, n: i + 1 })
      if (!lines.editable.includes(field)) return html`<div key=${field.key} class="gx-field" data-column=${field.key}><span class="gx-label">${field.label}</span><span class="gx-line-computed">${cellText(field, cellValue(field, row), row.values)}</span></div>`
      return html`
        <div key=${field.key} class="gx-field" data-column=${field.key}>${kindOf(field) !== 'flag' && html`<label class=${['gx-label', field.required && 'gx-label-needed']} for=${id}>${field.label}</label>`}
          <${Editor} id=${id} field=${kindOf(field) === 'flag' ? field : { ...field, label: name }} record=${row.values} beside=${row.values} modelValue=${row.values[field.key]} invalid=${Boolean(error)} onUpdate:modelValue=${(value) => lines.set(row, field, value)} />
          ${error ? html`<span class="gx-error" role="alert">${error}</span>` : row.notes[field.key] && html`<span class="gx-warn gx-small" role="status">${row.notes[field.key]}</span>`}</div>`
    }
    const facts = (row) => others.map((field) => [field, cellText(field, cellValue(field, row), row.values)]).filter(([, text]) => text)
    const closed = (row, i) => html`
      <button type="button" class="gx-line-card-head" aria-expanded="false" onClick=${() => open(row)}>
        <span class="gx-line-card-title"><span class="gx-faint">${i + 1}</span>${cellText(title, row.values[title.key], row.values) || t('lines.unnamed')}</span>
        <span class="gx-line-card-facts">${facts(row).map(([field, text]) => html`<span key=${field.key}><span class="gx-faint">${field.label}</span>${text}</span>`)}</span>
        ${Object.entries(row.errors).map(([key, message]) => html`<span key=${key} class="gx-error">${lines.entity.field[key]?.label}: ${message}</span>`)}
        <${Icon} name="edit" size="small" /></button>`
    const editing = (row, i) => html`
      ${[title, ...others].map((column) => field(row, column, i))}
      <div class="gx-row gx-line-card-tools">
        <${Button} kind="quiet" icon="arrow_upward" hint=${t('lines.up')} disabled=${i === 0} onClick=${() => lines.move(row, -1)} />
        <${Button} kind="quiet" icon="arrow_downward" hint=${t('lines.down')} disabled=${i >= lines.filled.value.length - 1} onClick=${() => lines.move(row, 1)} />
        <${Button} kind="quiet" icon="delete" hint=${t('lines.remove', { n: i + 1 })} onClick=${() => ((opened.value = null), lines.remove(row))} />
        <span class="gx-grow"></span><${Button} label=${t('lines.finished')} onClick=${close} /></div>`
    const totals = () => lines.columns.flatMap((field) => (columnTotals(field, lines.filled.value) ?? []).map((total) => html`<div key=${field.key + total.currency} data-total=${field.key}><dt>${field.label}</dt><dd class="gx-number">${totalText(total)}</dd></div>`))
    return () => {
      // The empty row at the end is opened by the button.
      const rows = lines.state.rows.filter((row) => !lines.isBlank(row) || row.key === opened.value)
      return html`
        <div ref=${root} class="gx-line-cards">
          <ul class="gx-line-cards" aria-label=${lines.entity.pluralLabel}>${rows.map((row, i) => html`<li key=${row.key} data-key=${row.key} class=${['gx-line-card', opened.value === row.key && 'gx-on']}>${opened.value === row.key ? editing(row, i) : closed(row, i)}</li>`)}</ul>
          ${lines.state.error && html`<p class="gx-error" role="alert">${lines.state.error}</p>`}
          <${Button} icon="add" label=${t('lines.add')} class="gx-line-add" disabled=${!lines.isBlank(lines.state.rows.at(-1))} onClick=${() => open(lines.state.rows.at(-1))} />
          ${lines.filled.value.length > 0 && html`<dl class="gx-line-card-totals">${totals()}</dl>`}
        </div>`
    }
  },
}
