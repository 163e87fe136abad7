/** A change from outside a form, such as a card that was moved: sends it, and asks for whatever else the server then wants to know. */
import { api, ifVersion } from '../api.js'
import { open } from '../Dialog.js'
import { disputed } from './ConflictDialog.js'
import { MissingFieldsDialog } from './MissingFieldsDialog.js'

/** Resolves with the changed record, or undefined when the question for more was closed; throws when the server refuses. */
export async function changeRecord(entity, record, changes) {
  try {
    return await api.patch(`/${entity.resource}/${record.id}`, changes, { headers: ifVersion(record.version) })
  } catch (problem) {
    if (problem.code === 'stale') {
      // What others changed meanwhile stands beside it.
      const theirs = await api.get(`/${entity.resource}/${record.id}`)
      if (!disputed(record, changes, theirs).length) return changeRecord(entity, theirs, changes)
    }
    const asked = askedFields(entity, changes, problem)
    if (!asked.length) throw problem
    return open(MissingFieldsDialog, { entity, record, changes, problem, fields: asked })
  }
}

/** The fields that the server complains about, when all of them can be filled in and none is the one that was changed. */
export function askedFields(entity, changes, problem) {
  if (problem.status !== 422) return []
  const keys = [...new Set(Object.keys(problem.fields).map((name) => name.split('.')[0]))]
  const fields = keys.map((key) => entity.field[key])
  return keys.length && fields.every((field) => field && !field.readOnly && !field.is.system && !(field.key in changes)) ? fields : []
}
