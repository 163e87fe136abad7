/**
 * The rows of a list as a grid: as many as there are, drawn where one looks. The keyboard moves from cell to cell; Enter opens, E edits, Space
 * previews, X selects.
 */
import { html } from '../../parts/html.js'
import { computed, nextTick, reactive, watch } from '../../parts/libraries.js'
import { fieldAt, kindOf, pathLabel } from '../../parts/catalogue.js'
import { Hint, Icon } from '../../parts/elements.js'
import { isNumeric, Value } from '../../parts/fields/Value.js'
import { Link } from '../../parts/router.js'
import { density } from '../../parts/session.js'
import { t } from '../../parts/texts.js'
import { CellEditor } from './CellEditor.js'
import { useColumnDrag } from './useColumnDrag.js'
import { useVirtual } from './useVirtual.js'

const WIDTHS = { flag: 90, choice: 110, integer: 110, decimal: 120, percent: 100, money: 150, date: 120, dateTime: 140, phone: 160, mail: 220, address: 150, choices: 160, reference: 140, references: 160, longText: 240, richText: 240 }

/** Narrow is narrow: a title needs more room than a flag. */
export const standardWidth = (entity, field) => (field.key === entity.title ? 240 : WIDTHS[kindOf(field)] ?? 150)

export const ListTable = {
  props: { entity: Object, rows: Object, columns: Array, sort: Array, selection: Object, openID: String },
  emits: ['sort', 'columns', 'preview', 'open', 'saved'],
  setup(props, { emit }) {
    const rowHeight = computed(() => (density.value === 'compact' ? 32 : 38))
    const virtual = useVirtual(props.rows.length, rowHeight)
    const cell = reactive({ row: -1, column: 0, isEditing: false })
    const drag = useColumnDrag(props, emit)

    const columns = computed(() => props.columns.map(({ key, width }) => ({ key, field: fieldAt(props.entity, key), width })).filter(({ field }) => field))
    const layout = computed(() => ({ '--gx-columns': `44px ${columns.value.map(({ field, width }, i) => (i === columns.value.length - 1 ? `minmax(${width ?? standardWidth(props.entity, field)}px, 1fr)` : `${width ?? standardWidth(props.entity, field)}px`)).join(' ')}` }))
    watch([virtual.first, virtual.last, () => props.rows.state.isLoading], () => virtual.last.value && props.rows.want(virtual.first.value, virtual.last.value), { immediate: true })

    const sortOf = (key) => props.sort.findIndex((part) => part.replace('-', '') === key)
    const clickHead = (event, { key, field }) => {
      if (!field.sortable || drag.hasMoved()) return
      const place = sortOf(key)
      const next = place >= 0 && !props.sort[place].startsWith('-') ? `-${key}` : key
      const removed = place >= 0 && props.sort[place].startsWith('-')
      const others = event.shiftKey ? props.sort.filter((_, i) => i !== place) : []
      emit('sort', removed ? others : [...others, next].slice(-4))
    }

    const mayEdit = ({ field, key }, row) => row && !key.includes('.') && !field.readOnly && !field.is.fixed && field.right === 'write' && props.entity.can.edit && !['richText', 'attachments', 'json'].includes(field.kind)
    const edit = (row, column) => {
      Object.assign(cell, { row, column, isEditing: mayEdit(columns.value[column], props.rows.row(row)) })
    }
    const focusCell = () => nextTick(() => virtual.box.value?.querySelector(`[data-cell="${cell.row}-${cell.column}"]`)?.focus({ preventScroll: true }))
    const move = (rows, steps) => {
      cell.row = Math.max(0, Math.min(props.rows.length.value - 1, cell.row + rows))
      cell.column = Math.max(0, Math.min(columns.value.length - 1, cell.column + steps))
      virtual.show(cell.row)
      focusCell()
    }
    const press = (event) => {
      if (cell.isEditing || event.isComposing) return
      const page = Math.max(1, Math.floor(virtual.view.height / rowHeight.value) - 2)
      const moves = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1], PageDown: [page, 0], PageUp: [-page, 0], Home: [-Infinity, 0], End: [Infinity, 0] }
      const row = props.rows.row(cell.row)
      if (moves[event.key]) move(...moves[event.key])
      else if (event.ctrlKey || event.metaKey || event.altKey) return
      else if (event.key === 'Enter' && row) emit('open', row)
      else if ((event.key === 'e' || event.key === 'F2') && row) edit(cell.row, cell.column)
      else if (event.key === ' ' && row) emit('preview', row)
      else if (event.key === 'x' && row) props.selection.toggle(row.id)
      else return
      event.preventDefault()
      event.stopPropagation()
    }
    const finish = (steps) => {
      cell.isEditing = false
      if (steps) move(steps, 0)
      else focusCell()
    }

    const head = (column, i) => {
      const place = sortOf(column.key)
      const direction = place < 0 ? 'none' : props.sort[place].startsWith('-') ? 'descending' : 'ascending'
      return html`
        <div key=${column.key} role="columnheader" aria-sort=${direction} aria-colindex=${i + 2} class=${['gx-th', isNumeric(column.field) && 'gx-right', drag.state.over === i && 'gx-drop']} ...${drag.handlers(i)}>
          <button type="button" class="gx-th-name" disabled=${!column.field.sortable} onClick=${(event) => clickHead(event, column)}>
            <span class="gx-cut">${pathLabel(props.entity, column.key)}</span>
            ${direction !== 'none' && html`<${Icon} name=${direction === 'ascending' ? 'arrow_upward' : 'arrow_downward'} size="small" />`}
            ${props.sort.length > 1 && place >= 0 && html`<sub>${place + 1}</sub>`}
            <${Hint} text=${column.field.sortable ? t('list.sortHint') : t('list.unsortable')} /></button>
          <span class="gx-resize" role="separator" aria-orientation="vertical" aria-label=${t('list.resize', { name: column.field.label })} onPointerdown=${(event) => drag.resize(event, i)}></span>
        </div>`
    }
    const body = (row, index) => {
      if (!row) return html`<div key=${index} role="row" class="gx-tr gx-tr-wait" aria-hidden="true">${['', ...columns.value].map(() => html`<span class="gx-td"><span class="gx-bone"></span></span>`)}</div>`
      const isSelected = props.selection.has(row.id)
      return html`
        <div key=${index} role="row" aria-rowindex=${index + 2} aria-selected=${String(isSelected)} class=${['gx-tr', isSelected && 'gx-selected', row.id === props.openID && 'gx-open']} onClick=${(event) => clickRow(event, row)}>
          <span class="gx-td gx-td-box" role="gridcell" aria-colindex="1"><input type="checkbox" class="gx-box" checked=${isSelected} aria-label=${t('list.select', { name: row[props.entity.title] ?? '' })} onClick=${(event) => (event.stopPropagation(), props.selection.toggle(row.id, index, event.shiftKey, props.rows))} /></span>
          ${columns.value.map((column, i) => cellOf(row, index, column, i))}
        </div>`
    }
    const clickRow = (event, row) => {
      if (event.target.closest('a, button, input, .gx-cell-editor') || getSelection().toString()) return
      emit(event.ctrlKey || event.metaKey ? 'preview' : 'open', row)
    }
    const cellOf = (row, index, column, i) => {
      const isHere = cell.row === index && cell.column === i
      if (isHere && cell.isEditing) return html`<${CellEditor} key=${column.key} entity=${props.entity} field=${column.field} record=${row} onDone=${finish} onSaved=${(record) => emit('saved', record)} />`
      const isTitle = column.key === props.entity.title
      const content = html`<${Value} field=${column.field} value=${valueAt(row, column.key)} record=${row} entity=${props.entity} isShort />`
      return html`
        <span key=${column.key} role="gridcell" aria-colindex=${i + 2} data-cell=${`${index}-${i}`} tabindex=${isHere || (cell.row < 0 && index === 0 && i === 0) ? 0 : -1} class=${['gx-td', isNumeric(column.field) && 'gx-right', isTitle && 'gx-td-title']}
          onFocus=${() => Object.assign(cell, { row: index, column: i })} onDblclick=${() => edit(index, i)}>
          ${isTitle ? html`<${Link} to=${`/${props.entity.resource}/${row.id}`} class="gx-cut">${content}<//>
            <button type="button" class="gx-peek" tabindex="-1" aria-label=${t('list.preview')} onClick=${() => emit('preview', row)}><${Icon} name="vertical_split" size="small" /><${Hint} text=${t('list.preview')} /></button>` : content}
          ${!isTitle && mayEdit(column, row) && html`<button type="button" class="gx-pencil" tabindex="-1" aria-label=${t('list.edit', { name: column.field.label })} onClick=${(event) => (event.stopPropagation(), edit(index, i))}><${Icon} name="edit" size="small" /></button>`}
        </span>`
    }

    return () => html`
      <div class="gx-grid" ref=${virtual.box} onScroll=${virtual.follow} style=${layout.value} role="grid" aria-rowcount=${props.rows.length.value + 1} aria-colcount=${columns.value.length + 1} aria-multiselectable="true" aria-label=${props.entity.pluralLabel} onKeydown=${press}>
        <div class="gx-tr gx-tr-head" role="row" aria-rowindex="1">
          <span class="gx-th gx-td-box" role="columnheader" aria-label=${t('list.selection')}><input type="checkbox" class="gx-box" checked=${props.selection.isAll()} indeterminate=${props.selection.isSome()} aria-label=${t('list.selectAll')} onClick=${() => props.selection.toggleAll(props.rows)} /></span>
          ${columns.value.map(head)}
        </div>
        <div class="gx-rows" role="rowgroup" style=${{ height: `${virtual.height.value}px` }}>
          <div class="gx-rows-seen" style=${{ transform: `translateY(${virtual.offset.value}px)` }}>
            ${Array.from({ length: Math.max(0, virtual.last.value - virtual.first.value) }, (_, i) => body(props.rows.row(virtual.first.value + i), virtual.first.value + i))}
          </div>
        </div>
      </div>`
  },
}

/** The value at a path; beyond the record itself only what was asked for with it is known. */
export const valueAt = (row, path) => path.split('.').reduce((value, step) => value?.[step], row)
