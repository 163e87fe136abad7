/** Saves one field of a record, settles a conflict with a colleague, and offers a way back. */
import { api, ifVersion } from '../api.js'
import { open } from '../Dialog.js'
import { done, failed } from '../toast.js'
import { t } from '../texts.js'
import { ConflictDialog } from './ConflictDialog.js'
import { references } from './useForm.js'

/** Resolves with `{ record }`, with `{ error }` for the field, or with nothing when it was given up. */
export async function saveField(entity, record, field, value) {
  const path = `/${entity.resource}/${record.id}`
  const send = (version, next) => api.patch(path, { [field.key]: next ?? null }, { headers: ifVersion(version) })
  try {
    await send(record.version, value)
  } catch (problem) {
    if (problem.code === 'stale') {
      const theirs = await api.get(path, { expand: references(entity) })
      const chosen = await open(ConflictDialog, { entity, base: record, mine: { [field.key]: value }, theirs })
      if (!chosen || !(field.key in chosen)) return { record: theirs }
      return saveField(entity, theirs, field, value)
    }
    const error = problem.fields?.[field.key] ?? Object.entries(problem.fields ?? {}).find(([name]) => name.startsWith(field.key + '.'))?.[1]
    if (error) return { error }
    failed(problem)
    return {}
  }
  // What depends on the field, like a formula or the title of a reference, comes with the record.
  const saved = await api.get(path, { expand: references(entity) })
  done(t('form.savedField', { name: field.label }), () => send(saved.version, record[field.key]))
  return { record: saved }
}
