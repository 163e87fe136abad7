/** The mails of a record, and writing one. */
import { html } from '../../parts/html.js'
import { ref } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { entityNamed } from '../../parts/catalogue.js'
import { open } from '../../parts/Dialog.js'
import { Button } from '../../parts/elements.js'
import { useLive } from '../../parts/live.js'
import { usePages } from '../../parts/pages.js'
import { Failure } from '../../parts/states.js'
import { t } from '../../parts/texts.js'
import { done } from '../../parts/toast.js'
import { MailDialog } from './MailDialog.js'
import { MailItem } from './MailItem.js'

/** What a line needs. */
export const SHOWN = 'subject,entity,record,mailAccount,direction,state,nature,sender,recipients,at,createdAt,createdBy,isSettled,version'

export const MailSection = {
  props: { entity: Object, record: Object },
  setup(props) {
    const opened = ref(null)
    const rule = { record: { eq: props.record.id }, entity: { eq: props.entity.name } }
    const list = entityNamed('mail') ? usePages((cursor) => api.get('/mails', { filter: rule, sort: '-id', limit: 10, fields: SHOWN, count: !cursor, cursor })) : null
    useLive((change) => list && (!change || change.entity === 'mail') && list.reload())
    const address = () => props.entity.fields.filter((field) => field.kind === 'mail' && field.right !== 'masked').map((field) => props.record[field.key]).find(Boolean)
    const write = async () => {
      const start = { entity: props.entity.name, record: props.record.id, recipients: address() ?? '' }
      if (await open(MailDialog, { start })) (done(t('mail.sending')), list.reload())
    }
    return () => {
      if (!list || props.entity.is.attached || props.entity.name === 'mailAccount') return null
      return html`
        <section class="gx-files gx-mails" aria-label=${t('mail.title')}>
          <div class="gx-row gx-files-head"><h2>${t('mail.title')} <span class="gx-faint">${list.total || ''}</span></h2><span class="gx-grow"></span>
            ${!props.record.deletedAt && html`<${Button} kind="quiet" icon="edit" label=${t('mail.write')} onClick=${write} />`}</div>
          ${list.problem && html`<${Failure} problem=${list.problem} retry=${list.reload} />`}
          <ul>${list.items.map((mail) => html`<${MailItem} key=${mail.id} mail=${mail} isOpen=${opened.value === mail.id} onToggle=${() => (opened.value = opened.value === mail.id ? null : mail.id)} onChange=${list.reload} />`)}</ul>
          ${list.isLoaded && !list.items.length && html`<p class="gx-faint gx-small">${t('mail.none')}</p>`}
          ${list.next && html`<${Button} kind="quiet" label=${t('list.more')} busy=${list.isLoading} onClick=${list.more} />`}
        </section>`
    }
  },
}
