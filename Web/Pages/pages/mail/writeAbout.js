/** Begins a mail about a record, to the address that it has. */
import { open } from '../../parts/Dialog.js'
import { t } from '../../parts/texts.js'
import { done } from '../../parts/toast.js'
import { MailDialog } from './MailDialog.js'

/** Resolves with whether it was sent. */
export async function writeAbout(entity, record) {
  const address = entity.fields.filter((field) => field.kind === 'mail' && field.right !== 'masked').map((field) => record[field.key]).find(Boolean)
  const sent = await open(MailDialog, { start: { entity: entity.name, record: record.id, recipients: address ?? '' } })
  if (sent) done(t('mail.sending'))
  return Boolean(sent)
}
