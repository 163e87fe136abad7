/** A value as people read it, by the kind of its field: the same in lists, records, boards and charts. */
import { html } from '../html.js'
import { ref } from '../libraries.js'
import { api } from '../api.js'
import { ask } from '../Dialog.js'
import { entityNamed, kindOf } from '../catalogue.js'
import { Chip, Hint, Icon, Person } from '../elements.js'
import { currencySymbol, daysBetween, exactNumber, fullAddress, fullInstant, phone, relativeDay, relativeInstant, shortAddress, today } from '../format.js'
import { cleaned } from '../richText.js'
import { Link } from '../router.js'
import { t } from '../texts.js'
import { knownTitle } from '../titles.js'
import { done, failed } from '../toast.js'
import { nameLabel } from './names.js'

export const isEmpty = (value) => value === null || value === undefined || value === '' || (Array.isArray(value) && !value.length)

/** Whether a field's values stand at the right, digit under digit. */
export const isNumeric = (field) => ['integer', 'decimal', 'percent', 'money'].includes(kindOf(field))

/** `isShort` for lists and cards; `record` gives the titles of referenced records. */
export const Value = (props) => {
  const { field, value } = props
  if (isEmpty(value)) return html`<span class="gx-faint">${props.isShort ? '' : '—'}</span>`
  if (field.right === 'masked') return html`<${Masked} ...${props} />`
  return (field.details?.names ? named : drawings[kindOf(field)] ?? plain)(value, props)
}
Value.props = ['field', 'value', 'record', 'entity', 'isShort', 'isTitle']

const plain = (value) => html`<span class="gx-cut">${typeof value === 'object' ? JSON.stringify(value) : String(value)}</span>`
const named = (value, { field, record }) =>
  Array.isArray(value) ? html`<span class="gx-chips">${value.map((key) => html`<${Chip} colour="grey" label=${nameLabel(field, key, record)} />`)}</span>` : plain(nameLabel(field, value, record))
const number = (value) => html`<span class="gx-number">${exactNumber(value)}</span>`
const lines = (value, { isShort }) => html`<span class=${isShort ? 'gx-cut' : 'gx-lines'}>${value}</span>`

const drawings = {
  text: plain, longText: lines,
  integer: number, decimal: number,
  percent: (value) => html`<span class="gx-number">${exactNumber(value)}<span class="gx-faint">%</span></span>`,
  money: (value) => html`<span class="gx-number"><span class="gx-faint">${currencySymbol(value.currency)}</span>${exactNumber(value.amount)}</span>`,
  flag: (value) => html`<span class=${value && 'gx-flag'}>${value ? html`<${Icon} name="check" size="small" />` : ''}${t(value ? 'value.yes' : 'value.no')}</span>`,
  choice: (value, { field }) => html`<${Chip} label=${field.option[value]?.label ?? value} colour=${field.option[value]?.colour} />`,
  choices: (value, { field }) => html`<span class="gx-chips">${value.map((key) => html`<${Chip} label=${field.option[key]?.label ?? key} colour=${field.option[key]?.colour} />`)}</span>`,
  date: (value, { isShort, field }) => (isShort ? html`<span class=${late(field, value) && 'gx-bad'}>${relativeDay(value)}<${Hint} text=${value} /></span>` : html`<span>${value}</span>`),
  dateTime: (value) => html`<time datetime=${value}>${relativeInstant(value)}<${Hint} text=${fullInstant(value)} /></time>`,
  phone: (value, { isShort }) => contact(`tel:${value}`, phone(value), value, isShort),
  mail: (value, { isShort }) => contact(`mailto:${value}`, value, value, isShort),
  url: (value) => html`<a class="gx-link gx-cut" href=${/^https?:/i.test(value) ? value : undefined} target="_blank" rel="noopener noreferrer">${value.replace(/^https?:\/\//, '')}</a>`,
  address: (value, { isShort }) =>
    isShort ? html`<span class="gx-cut">${shortAddress(value)}<${Hint} text=${fullAddress(value)} /></span>`
      : html`<a class="gx-map gx-lines" href=${`https://uri.amap.com/search?keyword=${encodeURIComponent(fullAddress(value))}`} target="_blank" rel="noopener noreferrer">${fullAddress(value)}</a>`,
  reference: (value, props) => reference(value, props),
  references: (value, { record, field }) => html`<span class="gx-chips">${value.map((id) => html`<${Chip} colour="grey" label=${titleOf(record, field, id)} />`)}</span>`,
  richText: (value, { isShort }) => (isShort ? html`<span class="gx-cut">${cleaned(value).textContent}</span>` : html`<div class="gx-rich" innerHTML=${cleaned(value).innerHTML}></div>`),
  attachments: (value) => html`<span>${t('value.files', { n: value.length })}</span>`,
  json: (value) => html`<code class="gx-code">${JSON.stringify(value)}</code>`,
}

/** What ends soon or is over; other days are just days. */
const late = (field, day) => /due|expires|end/i.test(field.key) && daysBetween(day, today()) > 0

/** A number or address that is called, written to, or copied with one click. */
function contact(href, text, value, isShort) {
  return html`<span class="gx-contact"><a class="gx-cut" href=${href} onClick=${(event) => event.stopPropagation()}>${text}</a>
    <button type="button" class=${['gx-copy', isShort && 'gx-copy-late']} aria-label=${t('action.copy')} onClick=${(event) => copy(event, value)}><${Icon} name="content_copy" size="small" /></button></span>`
}

export async function copy(event, text) {
  event.preventDefault()
  event.stopPropagation()
  try {
    await navigator.clipboard.writeText(text)
  } catch {
    // Without HTTPS there is no clipboard; the old way still works.
    const area = Object.assign(document.createElement('textarea'), { value: text })
    document.body.append(area)
    area.select()
    document.execCommand('copy')
    area.remove()
  }
  done(t('value.copied'))
}

export const titleOf = (record, field, id) => record?.expanded?.[field.key]?.title ?? record?.titles?.[id] ?? knownTitle(field.details.target, id)

function reference(value, { record, field, isShort }) {
  const target = entityNamed(field.details.target)
  const title = titleOf(record, field, value)
  if (field.details.target === 'user') return html`<${Person} name=${title} />`
  if (!target || ['orgUnit', 'role', 'team'].includes(target.name)) return html`<span class="gx-cut">${title}</span>`
  return html`<${Link} to=${`/${target.resource}/${value}`} class=${['gx-cut', !isShort && 'gx-link']} onClick=${(event) => event.stopPropagation()}>${title}<//>`
}

/** What is masked is shown in full for a reason, which the security log keeps. */
const Masked = {
  props: ['field', 'value', 'record', 'entity'],
  setup(props) {
    const shown = ref(null)
    const reveal = async (event) => {
      event.stopPropagation()
      const reason = await ask({ title: t('reveal.title', { name: props.field.label }), text: t('reveal.text'), yes: t('reveal.yes'), input: { label: t('reveal.reason'), required: true } })
      if (!reason) return
      try {
        shown.value = (await api.post(`/${props.entity.resource}/${props.record.id}/reveal`, { field: props.field.key, reason })).value
      } catch (problem) {
        failed(problem)
      }
    }
    return () => shown.value
      ? html`<${Value} field=${{ ...props.field, right: 'read' }} value=${shown.value} record=${props.record} entity=${props.entity} />`
      : html`<span class="gx-contact"><span>${props.value}</span>${props.entity?.can.reveal && props.record?.id && html`<button type="button" class="gx-copy" aria-label=${t('reveal.title', { name: props.field.label })} onClick=${reveal}><${Icon} name="visibility" size="small" /></button>`}</span>`
  },
}
