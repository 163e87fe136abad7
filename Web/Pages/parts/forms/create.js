/** Making a record from anywhere: in a dialog, without leaving the page. */
import { open } from '../Dialog.js'
import { go } from '../router.js'
import { done } from '../toast.js'
import { t } from '../texts.js'
import { FormDialog } from './FormDialog.js'

/** Resolves with the new record, or undefined when nothing was made. `stay` keeps the page; otherwise the message leads to the record. */
export async function createRecord(entity, values = {}, { stay = false } = {}) {
  const record = await open(FormDialog, { entity, values })
  if (record && !stay) go(`/${entity.resource}/${record.id}`)
  if (record && stay) done(t('form.created', { name: record[entity.title] ?? entity.label }))
  return record
}
