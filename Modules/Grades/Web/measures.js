/** What a criterion can look at, and how it can give points: the choices of the editor. */
import { entities, entityNamed, kindOf } from '../../parts/catalogue.js'

const NUMBERS = ['integer', 'decimal', 'percent', 'money']
const DATES = ['date', 'dateTime']
const OWN = new Set(['grade', 'gradeScore', 'gradeFrom', 'gradeUntil', 'gradeOverridden', 'gradeReason', 'gradePending', 'gradePendingSince'])
const UNSUITABLE = ['references', 'identityNumber', 'sealedText']

const usable = (entity) => entity.fields.filter((field) => !field.retired && field.key !== 'id' && field.key !== 'version' && !UNSUITABLE.includes(field.kind) && !(entity.name === 'customer' && OWN.has(field.key)))
const options = (fields) => fields.map((field) => ({ key: field.key, label: field.label }))

export const customerFields = () => options(usable(entityNamed('customer')))
export const dateFields = (entity) => options(usable(entity).filter((field) => DATES.includes(kindOf(field))))
export const numberFields = (entity) => options(usable(entity).filter((field) => NUMBERS.includes(kindOf(field))))

/** Entities with their references to customers: `contact.customer`. */
export const counted = () => entities.value.filter((entity) => !entity.retired).flatMap((entity) => {
  const references = entity.fields.filter((field) => field.kind === 'reference' && field.details.target === 'customer' && !field.retired)
  return references.map((field) => ({ key: `${entity.name}.${field.key}`, label: references.length > 1 ? `${entity.pluralLabel} · ${field.label}` : entity.pluralLabel }))
})

export const sourceOf = (value) => ['filled', 'since', 'over'].find((key) => value[key] !== undefined) ?? 'field'

/** What a source begins with. */
export const newValue = (source) => ({
  field: () => ({ field: 'creditRating' }), filled: () => ({ filled: ['mobile', 'mail', 'address'] }), since: () => ({ since: 'lastContactAt', unit: 'days' }),
  over: () => ({ over: 'contact', by: 'customer', function: 'count' }),
})[source]()

/** The ways in which a value can give points; the first is the usual one. */
export function waysOf(value) {
  if (sourceOf(value) !== 'field') return ['bands', 'linear']
  const field = entityNamed('customer').field[value.field]
  if (!field) return ['filled']
  if (NUMBERS.includes(kindOf(field))) return ['bands', 'linear', 'filled']
  return ['choice', 'flag'].includes(kindOf(field)) ? ['options', 'filled'] : ['filled']
}

export const wayOf = (scale) => ['bands', 'linear', 'options', 'filled'].find((key) => scale?.[key] !== undefined)

export function newScale(way, value) {
  if (way === 'bands') return { bands: [{ from: '1', points: '10' }] }
  if (way === 'linear') return { linear: { from: '0', to: '100', points: '20' } }
  if (way === 'filled') return { filled: '10' }
  return { options: Object.fromEntries(optionsOf(value).map(({ key }) => [key, '0'])) }
}

/** The options of a choice or a flag that points are given for. */
export function optionsOf(value) {
  const field = entityNamed('customer').field[value.field]
  if (kindOf(field) === 'flag') return [{ key: 'true', yes: true }, { key: 'false', yes: false }]
  return Object.values(field.option).filter((option) => !option.retired)
}
