/** What a template can write of a record of an entity, as it stands in the markup. */
import { entityNamed, kindOf } from '../../../parts/catalogue.js'
import { t } from '../../../parts/texts.js'

const FORMATS = { date: ' | date', dateTime: ' | time', money: ' | money', address: '.line' }
const written = ({ key, ...field }) => `{{${key}${FORMATS[kindOf(field)] ?? ''}}}`
const isPlain = (field) => !field.retired && !['json', 'attachments'].includes(kindOf(field))

/** Options for a picker; their keys are the texts to insert: markup, or with `isText` lines of plain text. Without an entity, what is general. */
export function placeholders(entity, { isText = false } = {}) {
  const fields = (entity?.fields ?? []).filter(isPlain).map((field) => ({ key: written(field), label: field.label, detail: written(field) }))
  const lists = (entity?.lines ?? []).map(({ entity: name, key }) => {
    const line = entityNamed(name)
    const columns = line?.fields.filter((field) => isPlain(field) && !field.readOnly && kindOf(field) !== 'reference') ?? []
    if (isText) return { key: `{{#${key}}}\n{{@number}}. ${columns.map(written).join(' ')}\n{{/${key}}}`, label: line?.pluralLabel ?? key, detail: `{{#${key}}}` }
    const cells = columns.map((field) => `<td>${written(field)}</td>`).join('')
    const heads = columns.map((field) => `<th>${field.label}</th>`).join('')
    const table = `<table border="rows">\n  <thead><tr>${heads}</tr></thead>\n  {{#${key}}}<tr>${cells}</tr>{{/${key}}}\n</table>`
    return { key: table, label: line?.pluralLabel ?? key, detail: `{{#${key}}}` }
  })
  const own = [['{{today | date}}', 'documents.today'], ['{{now | time}}', 'documents.now'], ['{{me.name}}', 'documents.me']].map(([key, label]) => ({ key, label: t(label), detail: key }))
  return [...own, ...lists, ...fields]
}
