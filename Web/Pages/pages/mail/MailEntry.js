/** A mail on a time line: from or to whom, about what, its first words; it opens to the whole. */
import { html } from '../../parts/html.js'
import { ref } from '../../parts/libraries.js'
import { entityNamed } from '../../parts/catalogue.js'
import { Chip, Icon } from '../../parts/elements.js'
import { local } from '../../parts/format.js'
import { t } from '../../parts/texts.js'
import { MailBody } from './MailBody.js'
import { nameOf, people } from './words.js'

export const MailEntry = {
  /** `entry` is as time lines have it; `entity` and `record` are what it hangs on. */
  props: { entry: Object, entity: Object, record: Object },
  emits: ['change'],
  setup(props, { emit }) {
    const isOpen = ref(false)
    const field = entityNamed('mail').field
    const chip = (key, value) => html`<${Chip} colour=${key === 'nature' ? 'grey' : field.state.option[value]?.colour} label=${field[key].option[value]?.label} />`
    return () => {
      const { id, at, actor, mail } = props.entry
      const isOut = mail.direction === 'out'
      const to = people(mail.recipients).map(nameOf)
      const whole = { ...mail, id, createdAt: at, createdBy: actor?.id, entity: props.entity.name, record: props.record.id }
      return html`
        <li class="gx-entry"><span class="gx-entry-icon"><${Icon} name=${isOut ? 'north_east' : 'south_west'} size="small" /></span>
          <div class="gx-entry-body">
            <div class="gx-entry-head"><b>${isOut ? actor?.title || t('timeline.system') : nameOf(mail.sender)}</b> ${isOut ? t('timeline.mail.out', { name: to[0] ?? '' }) : t('timeline.mail.in')}
              ${isOut && to.length > 1 && html`<span class="gx-faint">+${to.length - 1}</span>`}<time datetime=${at}>${local(at).time.slice(0, 5)}</time>
              ${mail.nature !== 'personal' && chip('nature', mail.nature)}${['queued', 'failed'].includes(mail.state) && chip('state', mail.state)}</div>
            <button type="button" class="gx-mail-told" aria-expanded=${String(isOpen.value)} onClick=${() => (isOpen.value = !isOpen.value)}><span class="gx-strong gx-cut">${mail.subject}</span>
              ${mail.excerpt && !isOpen.value && html`<span class="gx-mail-excerpt">${mail.excerpt}</span>`}</button>
            ${isOpen.value && html`<${MailBody} mail=${whole} onChange=${() => emit('change')} />`}
          </div></li>`
    }
  },
}
