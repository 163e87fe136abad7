/**
 * The lines of a record, typed like a spreadsheet: Tab goes from cell to cell, Enter to the next row, an empty row waits at the end. Only the row
 * in which somebody works holds inputs; five hundred rows of them would be slow.
 */
import { html } from '../html.js'
import { nextTick, ref } from '../libraries.js'
import { kindOf } from '../catalogue.js'
import { DragList } from '../drag.js'
import { Button, Hint, Icon } from '../elements.js'
import { Editor } from '../fields/Editor.js'
import { isNumeric } from '../fields/Value.js'
import { t } from '../texts.js'
import { cellText, cellValue } from './columns.js'
import { copiedCells } from './paste.js'
import { LineTotals } from './LineTotals.js'

export const LineTable = {
  /** `lines` is what `useLines` gives. */
  props: { lines: Object },
  setup(props) {
    const active = ref(null)
    const root = ref(null)
    const { lines } = props

    const cellAt = (row, field) => root.value?.querySelector(`[data-key="${row.key}"] [data-column="${field.key}"]`)
    const focus = async (row, field) => {
      if (!row || !field) return
      active.value = row.key
      await nextTick()
      const cell = cellAt(row, field)
      const input = cell?.querySelector('input, textarea, select') ?? cell?.querySelector('button')
      input?.focus()
      if (input?.type === 'text') input.select()
    }
    const leave = (event, row) => {
      if (event.currentTarget.contains(event.relatedTarget) || event.relatedTarget?.closest?.('.q-menu, .gx-dialog-layer')) return
      if (row.isTouched) lines.check(row)
    }
    const removeRow = (row, field) => {
      const index = lines.state.rows.indexOf(row)
      lines.remove(row)
      focus(lines.state.rows[Math.max(0, Math.min(index, lines.state.rows.length - 1))], field)
    }
    const press = (event, row, field) => {
      if (event.isComposing || event.defaultPrevented) return
      const { rows } = lines.state
      const index = rows.indexOf(row)
      const isMod = event.ctrlKey || event.metaKey
      const isLong = event.target.tagName === 'TEXTAREA'
      const stop = () => (event.preventDefault(), event.stopPropagation())
      const steps = { ArrowUp: -1, ArrowDown: 1 }[event.key]
      if (event.key === 'Enter' && !isMod && !isLong) {
        stop()
        focus(rows[index + (event.shiftKey ? -1 : 1)] ?? row, field)
      } else if ((isMod && event.key === 'Delete') || (event.metaKey && event.key === 'Backspace')) {
        stop()
        removeRow(row, field)
      } else if (event.key === 'Backspace' && lines.isBlank(row) && !event.target.value && index > 0) {
        stop()
        const before = rows[index - 1]
        if (index < rows.length - 1) lines.remove(row)
        focus(before, field)
      } else if (steps && event.altKey) {
        stop()
        lines.move(row, steps)
        focus(row, field)
      } else if (steps && !isMod && !isLong && event.target.getAttribute('role') !== 'combobox' && rows[index + steps]) {
        stop()
        focus(rows[index + steps], field)
      }
    }
    const paste = (event, row, field) => {
      const cells = copiedCells(event.clipboardData?.getData('text/plain') ?? '')
      if (!cells) return
      event.preventDefault()
      lines.fill(row, field, cells)
    }
    const reorder = (from, to) => lines.move(lines.state.rows[from], to - from)

    const label = (field, i) => t('lines.cell', { name: field.label, n: i + 1 })
    const cell = (row, field, i) => {
      const error = row.errors[field.key]
      const content = !lines.editable.includes(field) ? computed(row, field)
        : active.value === row.key ? editor(row, field, i)
        : html`<button type="button" class="gx-line-value" aria-label=${`${label(field, i)} ${cellText(field, row.values[field.key], row.values)}`} onFocus=${() => focus(row, field)} onClick=${() => focus(row, field)}>${cellText(field, row.values[field.key], row.values)}</button>`
      return html`
        <td key=${field.key} data-column=${field.key} class=${['gx-line-cell', `gx-line-${kindOf(field)}`, isNumeric(field) && 'gx-right', error && 'gx-line-wrong']} onKeydown=${(event) => press(event, row, field)} onPaste=${(event) => paste(event, row, field)}>
          ${content}${error ? html`<span class="gx-error gx-small" role="alert">${error}</span>` : row.notes[field.key] && html`<span class="gx-warn gx-small" role="status">${row.notes[field.key]}</span>`}</td>`
    }
    const computed = (row, field) => html`<span class="gx-line-computed">${lines.isBlank(row) ? '' : cellText(field, cellValue(field, row), row.values)}</span>`
    const editor = (row, field, i) => html`<${Editor} field=${{ ...field, label: label(field, i) }} record=${row.values} beside=${row.values} modelValue=${row.values[field.key]} invalid=${Boolean(row.errors[field.key])} onUpdate:modelValue=${(value) => lines.set(row, field, value)} />`
    const line = (row, i) => html`
      <tr key=${row.key} data-key=${row.key} class=${['gx-line', active.value === row.key && 'gx-on']} onFocusout=${(event) => leave(event, row)}>
        <th scope="row" class="gx-line-number"><span class="gx-line-grip"><span>${lines.isBlank(row) ? '' : i + 1}</span><${Icon} name="drag_indicator" size="small" /><${Hint} text=${t('fields.drag')} keys="Alt ↑ ↓" /></span></th>
        ${lines.columns.map((field) => cell(row, field, i))}
        <td class="gx-line-end">${!lines.isBlank(row) && html`<button type="button" class="gx-mini" tabindex="-1" aria-label=${t('lines.remove', { n: i + 1 })} onClick=${() => lines.remove(row)}><${Icon} name="close" size="small" /></button>`}</td>
      </tr>`
    return () => html`
      <div ref=${root} class="gx-lines-edit">
        <div class="gx-lines-scroll"><table class="gx-line-table" aria-label=${lines.entity.pluralLabel}>
          <thead><tr><th scope="col" class="gx-line-number"><span class="gx-only-reader">${t('lines.number')}</span></th>
            ${lines.columns.map((field) => html`<th key=${field.key} scope="col" class=${[isNumeric(field) && 'gx-right', field.required && lines.editable.includes(field) && 'gx-label-needed', field.key === lines.entity.title && 'gx-line-wide']}>${field.label}</th>`)}
            <th class="gx-line-end"><span class="gx-only-reader">${t('action.delete')}</span></th></tr></thead>
          <${DragList} tag="tbody" handle=".gx-line-grip" onMove=${reorder}>${() => lines.state.rows.map(line)}<//>
          <${LineTotals} columns=${lines.columns} rows=${lines.filled.value} before=${1} after=${1} />
        </table></div>
        ${lines.state.error && html`<p class="gx-error" role="alert">${lines.state.error}</p>`}
        <div class="gx-row gx-lines-foot"><${Button} kind="quiet" icon="add" label=${t('lines.add')} onClick=${() => focus(lines.state.rows.at(-1), lines.columns.find((field) => lines.editable.includes(field)))} />
          <span class="gx-faint gx-small">${t('lines.keys')}</span></div>
      </div>`
  },
}
