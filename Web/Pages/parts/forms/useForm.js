/**
 * What every form does: keeps what was typed, checks it while typing, saves, puts the server's complaints at their fields, and settles a
 * conflict with a colleague field by field.
 */
import { computed, reactive } from '../libraries.js'
import { api, ifVersion, once } from '../api.js'
import { editableFields } from '../catalogue.js'
import { isEmpty } from '../fields/Value.js'
import { failed } from '../toast.js'
import { useLines } from '../lines/useLines.js'
import { unsuited } from '../options.js'
import { t } from '../texts.js'
import { complaint } from './checks.js'
import { settled } from './settled.js'

const isSame = (one, other) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null)

/** `fields` are those that the form asks for; without it all that can be written. `place` is where the record is changed, where that is no address of its own. */
export function useForm(entity, record, given = {}, { fields = editableFields(entity), place = record && `/${entity.resource}/${record.id}` } = {}) {
  const start = record ?? Object.fromEntries(fields.filter((field) => field.standard !== undefined).map((field) => [field.key, field.standard]))
  // What the page fills in beforehand nobody has typed.
  const begun = { ...start, ...given }
  const state = reactive({ record, values: { ...begun }, errors: {}, notes: {}, isBusy: false })
  // What was read without its lines cannot show them.
  const lists = (entity.lines ?? []).filter(({ key }) => !record || record[key]).map((description) => useLines(description, record?.[description.key] ?? given[description.key]))
  // Asked before it is saved, each in turn; one that says no ends it.
  const guards = new Set()
  // The key of the request, so that a second try after a lost line makes nothing twice.
  let key = once()

  const changes = () => Object.fromEntries(fields.filter((field) => !isSame(state.values[field.key], state.record?.[field.key]) && !(isEmpty(state.values[field.key]) && isEmpty(state.record?.[field.key]))).map((field) => [field.key, state.values[field.key] ?? null]))
  const isDirty = computed(() => Object.keys(changes()).some((field) => !isSame(state.values[field], begun[field])) || lists.some((list) => list.isDirty.value))
  const body = () => ({ ...changes(), ...Object.fromEntries(lists.filter((list) => list.isDirty.value).map((list) => [list.key, list.given()])) })

  function set(field, value) {
    state.values[field.key] = value
    delete state.notes[field.key]
    for (const key of Object.keys(unsuited(entity, state.values, field.key, value))) {
      state.values[key] = null
      state.notes[key] = t('form.cleared', { name: field.label })
    }
    // While typing only what was wrong is looked at again; the rest is looked at when the field is left.
    if (state.errors[field.key]) check(field)
  }

  function check(field) {
    const message = complaint(field, state.values[field.key], { isNew: !state.record })
    if (message) state.errors[field.key] = message
    else delete state.errors[field.key]
    return !message
  }

  /** Resolves with the saved record; undefined when something is still wrong. */
  async function save() {
    const wrong = [...fields.filter((field) => !check(field)), ...lists.filter((list) => !list.checkAll())]
    if (wrong.length || state.isBusy) return undefined
    state.isBusy = true
    for (const guard of guards) {
      if (await guard()) continue
      state.isBusy = false
      return undefined
    }
    try {
      if (!state.record) return await api.post(`/${entity.resource}`, body(), { headers: key })
      return await api.patch(place, body(), { headers: ifVersion(state.record.version) })
    } catch (problem) {
      if (problem.code === 'stale') return settle()
      // What was refused is another request when it is sent again.
      if (!problem.isOffline) key = once()
      state.errors = Object.fromEntries(Object.entries(problem.fields ?? {}).filter(([name, message]) => !lists.some((list) => list.refuse(name, message))))
      if (Object.keys(problem.fields ?? {}).length && !Object.keys(state.errors).length) return undefined
      const unknown = Object.keys(state.errors).filter((name) => !entity.field[name.split('.')[0]])
      if (!Object.keys(state.errors).length || unknown.length) failed(problem)
    } finally {
      state.isBusy = false
    }
  }

  /** Somebody else was faster: where both touched the same field, both versions side by side, a choice for each. */
  async function settle() {
    const touched = lists.filter((list) => list.isDirty.value)
    const mine = { ...changes(), ...Object.fromEntries(touched.map((list) => [list.key, list.filled.value.map((row) => row.values)])) }
    const theirs = await api.get(place, entity.resource && { expand: expansion(entity) })
    const chosen = await settled(entity, state.record, mine, theirs)
    if (!chosen) return undefined
    Object.assign(state, { record: theirs, values: { ...theirs, ...chosen } })
    for (const list of lists) list.key in chosen ? list.rebase(theirs[list.key]) : list.reset(theirs[list.key])
    return Object.keys(chosen).length ? saveAgain() : theirs
  }

  const saveAgain = () => {
    state.isBusy = false
    return save()
  }

  return { state, lists, guards, isDirty, set, check, save }
}

/** The references of an entity whose titles are wanted, as the API takes them. */
export const references = (entity) => entity.fields.filter((field) => field.kind === 'reference' && ['read', 'write'].includes(field.right)).map((field) => field.key).join(',')

/** The same with the record's lines, for what shows one record. */
export const expansion = (entity) => [references(entity), ...(entity.lines ?? []).map((line) => line.key)].filter(Boolean).join(',')
