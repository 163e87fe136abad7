/** Saves one field of a record, settles a conflict with a colleague, and offers a way back. */
import { api, ifVersion } from '../api.js'
import { done, failed } from '../toast.js'
import { t } from '../texts.js'
import { unsuited } from '../options.js'
import { settled } from './settled.js'
import { expansion } from './useForm.js'

/** Resolves with `{ record }`, with `{ error }` for the field, or with nothing when it was given up. */
export async function saveField(entity, record, field, value) {
  const path = `/${entity.resource}/${record.id}`
  // Choices that depend on the field and no longer suit go with it, and come back with it.
  const emptied = unsuited(entity, record, field.key, value)
  const send = (version, changes) => api.patch(path, changes, { headers: ifVersion(version) })
  try {
    await send(record.version, { [field.key]: value ?? null, ...emptied })
  } catch (problem) {
    if (problem.code === 'stale') {
      const theirs = await api.get(path, { expand: expansion(entity) })
      const chosen = await settled(entity, record, { [field.key]: value, ...emptied }, theirs)
      if (!chosen || !(field.key in chosen)) return { record: theirs }
      return saveField(entity, theirs, field, value)
    }
    const error = problem.fields?.[field.key] ?? Object.entries(problem.fields ?? {}).find(([name]) => name.startsWith(field.key + '.'))?.[1]
    if (error) return { error }
    failed(problem)
    return {}
  }
  // What depends on the field, like a formula or the title of a reference, comes with the record.
  const saved = await api.get(path, { expand: expansion(entity) })
  const before = Object.fromEntries([field.key, ...Object.keys(emptied)].map((key) => [key, record[key] ?? null]))
  const others = Object.keys(emptied).map((key) => entity.field[key].label).join(t('list.comma'))
  done(others ? t('form.savedCleared', { name: field.label, others }) : t('form.savedField', { name: field.label }), () => send(saved.version, before))
  return { record: saved }
}
