/** Words and addresses of mails, and what an answer begins with. */
import { entityNamed } from '../../parts/catalogue.js'
import { local } from '../../parts/format.js'
import { cleaned } from '../../parts/richText.js'
import { t } from '../../parts/texts.js'

/** The people in `李敏 <li@example.com>, wang@example.com`, as they are written there. */
export const people = (text) => (text ?? '').split(/[,;，；、\n](?=(?:[^"]*"[^"]*")*[^"]*$)/).map((part) => part.trim()).filter(Boolean)
/** The address alone, small. */
export const addressOf = (person) => (/<([^>]*)>\s*$/.exec(person)?.[1] ?? person).trim().toLowerCase()
/** The name, or the address where there is none. */
export const nameOf = (person) => /^\s*"?(.*?)"?\s*<[^>]*>\s*$/.exec(person ?? '')?.[1] || addressOf(person ?? '')

/** Plain text of a mail that came as HTML. */
export function textOf(mail) {
  if (mail.text || !mail.html) return mail.text ?? ''
  const place = cleaned(mail.html.replace(/<(br|\/p|\/div|\/tr|\/li|\/h\d)\b[^>]*>/gi, '$&\n'))
  return place.textContent.replace(/[ \t]+\n/g, '\n').replace(/\n{3,}/g, '\n\n').trim()
}

const PREFIXES = /^\s*((re|回复|答复|fwd?|转发)\s*[:：]\s*)+/i
const quoted = (text) => text.split('\n').map((line) => `> ${line}`).join('\n')
const when = (mail) => {
  const { day, time } = local(mail.writtenAt ?? mail.at ?? mail.createdAt)
  return `${day} ${time.slice(0, 5)}`
}

/** What an answer to a mail begins with: `reply`, `replyAll` or `forward`. `own` are the addresses of the account. */
export function answerTo(mail, kind, own = []) {
  const subject = (mail.subject === '…' ? '' : mail.subject).replace(PREFIXES, '')
  const place = { entity: mail.entity, record: mail.record, mailAccount: mail.mailAccount }
  const head = t('mail.wrote', { time: when(mail), name: mail.sender ?? '' })
  if (kind === 'forward') {
    const facts = [[t('mail.from'), mail.sender], [t('mail.to'), mail.recipients], [t('mail.at'), when(mail)], [t('mail.subject'), mail.subject]]
    const lines = facts.filter(([, value]) => value).map(([name, value]) => `${name}: ${value}`)
    return { ...place, subject: `Fwd: ${subject}`, text: `\n\n---------- ${t('mail.forwarded')} ----------\n${lines.join('\n')}\n\n${textOf(mail)}` }
  }
  // Who answers a mail of their own writes to the same people again.
  const first = mail.direction === 'out' ? people(mail.recipients) : [mail.sender].filter(Boolean)
  const known = new Set([...own.map(addressOf), ...first.map(addressOf)])
  const others = kind === 'replyAll' ? [...(mail.direction === 'out' ? [] : people(mail.recipients)), ...people(mail.copies)].filter((person) => !known.has(addressOf(person)) && known.add(addressOf(person))) : []
  return { ...place, answers: mail.id, recipients: first.join(', '), copies: others.join(', '), subject: `Re: ${subject}`, text: `\n\n${head}\n${quoted(textOf(mail))}` }
}

/** Whether anybody else has had it. */
export const hasOthers = (mail, own) => answerTo(mail, 'replyAll', own).copies !== ''

/** Why somebody is not to be written to: `{ address, title, entity, field }`. */
export const reasonOf = ({ address, title, entity, field }) => {
  const flag = entityNamed(entity)?.field[field]?.label ?? field
  const name = title && address ? `${title} <${address}>` : title ?? address
  return name ? t('mail.declined.reason', { name, flag }) : flag
}
