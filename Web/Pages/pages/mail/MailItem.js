/** One mail: a line that opens to its text and files, with what can be done about it. */
import { html } from '../../parts/html.js'
import { entityNamed } from '../../parts/catalogue.js'
import { Avatar, Chip, Icon } from '../../parts/elements.js'
import { relativeInstant } from '../../parts/format.js'
import { t } from '../../parts/texts.js'
import { MailBody } from './MailBody.js'
import { nameOf, people } from './words.js'

/** What a line needs. */
export const SHOWN = 'subject,entity,record,mailAccount,direction,state,nature,sender,recipients,at,createdAt,createdBy,isSettled,version'

export const MailItem = {
  /** `mail` is as lists have it; `where` says what it hangs on. */
  props: { mail: Object, isOpen: Boolean, where: String },
  emits: ['toggle', 'change'],
  setup(props, { emit }) {
    const entity = entityNamed('mail')
    return () => {
      const { mail } = props
      const isOut = mail.direction === 'out'
      const who = isOut ? t('mail.toWhom', { name: people(mail.recipients).map(nameOf).join(t('list.comma')) }) : nameOf(mail.sender)
      return html`
        <li class=${['gx-mail', props.isOpen && 'gx-on']}>
          <button type="button" class="gx-mail-head" aria-expanded=${String(props.isOpen)} onClick=${() => emit('toggle')}>
            <${Avatar} name=${isOut ? people(mail.recipients).map(nameOf)[0] : nameOf(mail.sender)} />
            <span class="gx-mail-lines"><span class="gx-row"><b class="gx-cut">${who}</b><span class="gx-grow"></span><time class="gx-faint gx-small gx-when" datetime=${mail.at ?? mail.createdAt}>${relativeInstant(mail.at ?? mail.createdAt)}</time></span>
              <span class="gx-row"><${Icon} name=${isOut ? 'north_east' : 'south_west'} size="small" class="gx-faint" /><span class="gx-cut gx-grow">${mail.subject}</span>
                ${mail.nature !== 'personal' && html`<${Chip} colour="grey" label=${entity.field.nature.option[mail.nature]?.label} />`}
                ${['draft', 'queued', 'failed'].includes(mail.state) && html`<${Chip} colour=${entity.field.state.option[mail.state]?.colour} label=${entity.field.state.option[mail.state]?.label} />`}</span>
              ${props.where && html`<span class="gx-faint gx-small gx-cut">${props.where}</span>`}</span>
          </button>
          ${props.isOpen && html`<${MailBody} mail=${mail} onChange=${() => emit('change')} />`}
        </li>`
    }
  },
}
