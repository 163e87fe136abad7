/**
 * The lines of a record while they are being typed: rows with an empty one at the end, what was changed in them, and what is wrong with them.
 *
 * A row is `{ key, id, values, record, errors, isTouched, notes }`; `record` is the line as the server knows it, null for a new one.
 */
import { computed, reactive } from '../libraries.js'
import { entityNamed } from '../catalogue.js'
import { complaint } from '../forms/checks.js'
import { isEmpty } from '../fields/Value.js'
import { unsuited } from '../options.js'
import { t } from '../texts.js'
import { lineColumns } from './columns.js'
import { readCell } from './paste.js'

const isSame = (one, other) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null) || (isEmpty(one) && isEmpty(other))

let count = 0

/** `description` is an entry of an entity's `lines`, `saved` the lines as the server gave them. */
export function useLines(description, saved = []) {
  const { key, maximum } = description
  const entity = entityNamed(description.entity)
  const columns = lineColumns(entity)
  const editable = columns.filter((field) => !field.readOnly && field.right === 'write')
  const standard = Object.fromEntries(editable.filter((field) => field.standard !== undefined).map((field) => [field.key, field.standard]))
  const state = reactive({ rows: [], saved, error: '' })
  let sent = []

  const rowOf = (record) => ({ key: `line-${++count}`, id: record?.id ?? null, values: { ...(record ?? standard) }, record: record ?? null, errors: {}, notes: {}, isTouched: false })
  const reset = (lines) => {
    Object.assign(state, { saved: lines, rows: lines.map(rowOf), error: '' })
    extend()
  }
  /** A row in which nothing but standards stands. */
  const isBlank = (row) => !row.id && editable.every((field) => isEmpty(row.values[field.key]) || isSame(row.values[field.key], standard[field.key]))
  const extend = () => {
    const last = state.rows.at(-1)
    if ((!last || !isBlank(last)) && state.rows.length < maximum) state.rows.push(rowOf(null))
  }
  const filled = computed(() => state.rows.filter((row) => !isBlank(row)))
  const changed = (row) => editable.filter((field) => !isSame(row.values[field.key], row.record?.[field.key])).map((field) => [field.key, row.values[field.key] ?? null])
  const isDirty = computed(() => filled.value.length !== state.saved.length || filled.value.some((row, i) => row.id !== state.saved[i].id || changed(row).length > 0))

  function set(row, field, value) {
    Object.assign(row, { isTouched: true })
    row.values[field.key] = value
    delete row.errors[field.key]
    delete row.notes[field.key]
    const emptied = unsuited(entity, row.values, field.key, value)
    for (const other of Object.keys(emptied)) {
      row.values[other] = null
      row.notes[other] = t('form.cleared', { name: field.label })
    }
    extend()
  }

  /** Looks at a row; what the server said of it counts until it is asked again. */
  function check(row, { isSending = false } = {}) {
    if (isSending || isBlank(row)) row.errors = {}
    if (isBlank(row)) return true
    for (const field of editable) {
      const message = complaint(field, row.values[field.key], { isNew: true })
      if (message) row.errors[field.key] = message
    }
    return !Object.keys(row.errors).length
  }

  function remove(row) {
    state.rows.splice(state.rows.indexOf(row), 1)
    extend()
  }

  function move(row, steps) {
    const from = state.rows.indexOf(row)
    const to = from + steps
    if (isBlank(row) || to < 0 || to >= filled.value.length) return
    state.rows.splice(to, 0, ...state.rows.splice(from, 1))
  }

  /** Fills cells from a place on, row by row; makes rows where there are none. */
  async function fill(row, field, cells) {
    const [top, left] = [state.rows.indexOf(row), columns.indexOf(field)]
    const room = maximum - top
    if (cells.length > room) state.error = t('lines.tooMany', { max: maximum })
    const work = []
    for (const [i, words] of cells.slice(0, room).entries()) {
      const place = (state.rows[top + i] ??= rowOf(null))
      for (const [j, text] of words.entries()) if (editable.includes(columns[left + j])) work.push([state.rows.indexOf(place), columns[left + j], text])
    }
    const rows = [...state.rows]
    await Promise.all(work.map(async ([index, column, text]) => {
      const row = rows[index]
      const { value, note, title } = await readCell(column, text).catch((problem) => ({ value: null, note: problem.message }))
      set(row, column, value)
      if (title) row.values.expanded = { ...row.values.expanded, [column.key]: { id: value, title } }
      if (note) row.notes[column.key] = note
    }))
    for (const index of new Set(work.map(([index]) => index))) check(rows[index])
    extend()
  }

  /** The whole list as the server takes it: of known lines what was changed, of new ones all. */
  function given() {
    sent = [...filled.value]
    return sent.map((row) => ({ ...(row.id ? { id: row.id } : {}), ...Object.fromEntries(row.id ? changed(row) : changed(row).filter(([, value]) => !isEmpty(value))) }))
  }

  /** Puts what the server says to its cells: `orderLines[2].quantity`. Returns whether it was about these lines. */
  function refuse(name, message) {
    if (name !== key && !name.startsWith(`${key}[`)) return false
    const [, index, column] = /\[(\d+)\](?:\.(.+))?$/.exec(name) ?? []
    const row = sent[index]
    if (row && column) row.errors[column.split('.')[0]] = message
    else state.error = row ? `${Number(index) + 1}: ${message}` : message
    return true
  }

  /** Keeps what was typed, over what a colleague made of the lines meanwhile; a line that is gone is made anew. */
  function rebase(theirs) {
    const known = new Map(theirs.map((line) => [line.id, line]))
    state.saved = theirs
    for (const row of state.rows) {
      row.record = known.get(row.id) ?? null
      if (!row.record) row.id = null
    }
  }

  reset(saved)
  return { key, entity, columns, editable, maximum, state, filled, isDirty, isBlank, set, check, checkAll: () => ((state.error = ''), filled.value.map((row) => check(row, { isSending: true })).every(Boolean)), remove, move, fill, given, refuse, rebase, reset }
}

