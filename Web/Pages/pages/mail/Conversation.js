/** The other mails of a conversation, oldest first; each opens below its line. */
import { html } from '../../parts/html.js'
import { ref, shallowRef } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { Icon } from '../../parts/elements.js'
import { relativeInstant } from '../../parts/format.js'
import { t } from '../../parts/texts.js'
import { failed } from '../../parts/toast.js'
import { nameOf, people, textOf } from './words.js'

const MOST = 50

export const Conversation = {
  /** A mail as it is read whole. */
  props: { mail: Object },
  setup(props) {
    const others = shallowRef([])
    const opened = ref(null)
    const whole = shallowRef(null)
    const filter = { thread: { eq: props.mail.thread }, state: { ne: 'draft' } }
    api.get('/mails', { filter, sort: 'id', limit: MOST, fields: 'direction,sender,recipients,subject,at,createdAt' })
      .then(({ data }) => (others.value = data.filter(({ id }) => id !== props.mail.id)), failed)
    const toggle = async (mail) => {
      whole.value = null
      opened.value = opened.value === mail.id ? null : mail.id
      if (opened.value) whole.value = await api.get(`/mails/${mail.id}`).catch(failed)
    }
    const line = (mail) => {
      const isOut = mail.direction === 'out'
      const who = isOut ? t('mail.toWhom', { name: people(mail.recipients).map(nameOf).join(t('list.comma')) }) : nameOf(mail.sender)
      return html`
        <li key=${mail.id}><button type="button" class="gx-mail-other" aria-expanded=${String(opened.value === mail.id)} onClick=${() => toggle(mail)}>
          <${Icon} name=${isOut ? 'north_east' : 'south_west'} size="small" class="gx-faint" /><span class="gx-cut">${who}</span><span class="gx-cut gx-faint gx-grow">${mail.subject}</span>
          <time class="gx-faint gx-small" datetime=${mail.at ?? mail.createdAt}>${relativeInstant(mail.at ?? mail.createdAt)}</time></button>
          ${opened.value === mail.id && whole.value && html`<div class="gx-mail-plain gx-mail-quoted">${textOf(whole.value)}</div>`}</li>`
    }
    return () => others.value.length > 0 && html`
      <section class="gx-mail-thread" aria-label=${t('mail.conversation')}><h4 class="gx-label">${t('mail.conversation')} <span class="gx-faint">${others.value.length + 1}</span></h4><ul>${others.value.map(line)}</ul></section>`
  },
}
