/** What may be asked of an entity: by which fields one groups, and what is counted or added up. A group is `grade` or `createdAt:month`. */
import { kindOf } from '../catalogue.js'
import { t } from '../texts.js'

export const BUCKETS = ['day', 'week', 'month', 'quarter', 'year']
export const TYPES = ['bar', 'stacked', 'line', 'pie', 'funnel', 'heat', 'number']
/** The types that look at two groups at once. */
export const needsTwo = (type) => type === 'stacked' || type === 'heat'

const GROUPED = ['choice', 'reference', 'flag', 'text', 'date', 'dateTime']
const SUMMED = ['integer', 'decimal', 'percent', 'money']

export const isDated = (field) => ['date', 'dateTime'].includes(kindOf(field))
const isReadable = (field) => !field.retired && ['read', 'write'].includes(field.right)
// Bookkeeping that nobody draws.
const IS_DULL = { id: true, version: true, deletedAt: true }

export const groupFields = (entity) => rankedFields(entity, (field) => GROUPED.includes(kindOf(field)) && field.key !== entity.title && !field.is.unique)
export const dateFields = (entity) => rankedFields(entity, isDated)
export const sumFields = (entity) => rankedFields(entity, (field) => SUMMED.includes(kindOf(field)))
export const choiceFields = (entity) => rankedFields(entity, (field) => field.kind === 'choice')

/** What stands in lists first, then the rest; bookkeeping last. */
function rankedFields(entity, isWanted) {
  const rank = (field) => (field.is.listed ? 0 : field.is.system ? 2 : 1)
  return entity.fields.filter((field) => isReadable(field) && !IS_DULL[field.key] && isWanted(field)).sort((one, other) => rank(one) - rank(other))
}

/** `createdAt:month` as its field and bucket; undefined when the field is gone or may not be seen. */
export function groupOf(entity, text) {
  const [key, bucket] = (text ?? '').split(':')
  const field = entity.field[key]
  if (!field || !isReadable(field)) return undefined
  return { key, field, bucket: isDated(field) ? bucket ?? 'month' : undefined, name: isDated(field) ? `${key}:${bucket ?? 'month'}` : key }
}

/** `sum:creditLimit` as its function and field. */
export function measureOf(entity, text) {
  const [name, key] = (text || 'count').split(':')
  const field = entity.field[key]
  return field && isReadable(field) && name !== 'count' ? { name, field, text: `${name}:${key}` } : { name: 'count', text: 'count' }
}

export const measureLabel = ({ name, field }) => (name === 'count' ? t('chart.count') : t(`chart.of.${name}`, { field: field.label }))
export const groupLabel = ({ field, bucket }) => (bucket ? t('chart.groupBy', { field: field.label, bucket: t(`chart.bucket.${bucket}`) }) : field.label)

/** Only what can be added may have a rest: an average of averages is none. */
export const isAdditive = ({ name }) => name === 'count' || name === 'sum'

/** A chart that says something about any entity, until somebody chooses another. */
export function standardChart(entity) {
  const choice = choiceFields(entity).find((field) => field.options.length > 2) ?? groupFields(entity)[0]
  return { type: 'bar', groups: choice ? [isDated(choice) ? `${choice.key}:month` : choice.key] : [], measure: 'count' }
}
