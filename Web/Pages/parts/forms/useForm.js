/**
 * What every form does: keeps what was typed, checks it while typing, saves, puts the server's complaints at their fields, and settles a
 * conflict with a colleague field by field.
 */
import { computed, reactive } from '../libraries.js'
import { api, ifVersion, once } from '../api.js'
import { open } from '../Dialog.js'
import { editableFields } from '../catalogue.js'
import { isEmpty } from '../fields/Value.js'
import { failed } from '../toast.js'
import { ConflictDialog } from './ConflictDialog.js'
import { complaint } from './checks.js'

const isSame = (one, other) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null)

export function useForm(entity, record, given = {}) {
  const start = record ?? Object.fromEntries(editableFields(entity).filter((field) => field.standard !== undefined).map((field) => [field.key, field.standard]))
  const state = reactive({ record, values: { ...start, ...given }, errors: {}, isBusy: false })
  // The key of the request, so that a second try after a lost line makes nothing twice.
  let key = once()

  const changes = () => Object.fromEntries(editableFields(entity).filter((field) => !isSame(state.values[field.key], state.record?.[field.key]) && !(isEmpty(state.values[field.key]) && isEmpty(state.record?.[field.key]))).map((field) => [field.key, state.values[field.key] ?? null]))
  const isDirty = computed(() => Object.keys(changes()).some((field) => !isSame(state.values[field], start[field])))

  function set(field, value) {
    state.values[field.key] = value
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
    const wrong = editableFields(entity).filter((field) => !check(field))
    if (wrong.length || state.isBusy) return undefined
    state.isBusy = true
    try {
      if (!state.record) return await api.post(`/${entity.resource}`, changes(), { headers: key })
      return await api.patch(`/${entity.resource}/${state.record.id}`, changes(), { headers: ifVersion(state.record.version) })
    } catch (problem) {
      if (problem.code === 'stale') return settle()
      // What was refused is another request when it is sent again.
      if (!problem.isOffline) key = once()
      state.errors = problem.fields ?? {}
      const unknown = Object.keys(state.errors).filter((name) => !entity.field[name.split('.')[0]])
      if (!Object.keys(state.errors).length || unknown.length) failed(problem)
    } finally {
      state.isBusy = false
    }
  }

  /** Somebody else was faster: both versions side by side, a choice for each field. */
  async function settle() {
    const mine = changes()
    const theirs = await api.get(`/${entity.resource}/${state.record.id}`, { expand: references(entity) })
    const chosen = await open(ConflictDialog, { entity, base: state.record, mine, theirs })
    if (!chosen) return undefined
    Object.assign(state, { record: theirs, values: { ...theirs, ...chosen } })
    return Object.keys(chosen).length ? saveAgain() : theirs
  }

  const saveAgain = () => {
    state.isBusy = false
    return save()
  }

  return { state, isDirty, set, check, save }
}

/** The references of an entity whose titles are wanted, as the API takes them. */
export const references = (entity) => entity.fields.filter((field) => field.kind === 'reference' && ['read', 'write'].includes(field.right)).map((field) => field.key).join(',')
