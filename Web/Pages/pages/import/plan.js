/**
 * What an import does, as the pages hold it: `columns` has `{ target, by }` for each column of the file, where a target is a field (`address.city`)
 * or one of a record that belongs to the row's (`contact:mobile`). `mappingOf` makes of it what the server takes, `planOf` the other way round.
 */
import { editableFields, entities, entityNamed } from '../../parts/catalogue.js'
import { isEmpty } from '../../parts/fields/Value.js'
import { t } from '../../parts/texts.js'

const UNTAKEN = ['attachments']

/** What columns can go into: fields and the parts of addresses. `{ key, label, field, part }` each. */
export function targetsOf(entity, children = []) {
  return [...fieldTargets(entity), ...children.flatMap((child) => fieldTargets(child, child.name, parentField(child, entity)))]
}

function fieldTargets(entity, prefix, without) {
  const key = (path) => (prefix ? `${prefix}:${path}` : path)
  const label = (text) => (prefix ? `${entity.label} · ${text}` : text)
  return editableFields(entity).filter((field) => !UNTAKEN.includes(field.kind) && field.key !== without).flatMap((field) => [
    { key: key(field.key), label: label(field.label), field, entity },
    ...(field.kind === 'address' ? field.details.parts.map((part) => ({ key: key(`${field.key}.${part}`), label: label(`${field.label} · ${t(`address.${part}`)}`), field, part, entity })) : []),
  ])
}

/** The field by which records of one entity belong to one of another. */
const parentField = (child, entity) => child.fields.find((field) => field.kind === 'reference' && field.details.target === entity.name && !field.readOnly && !field.retired)?.key

/** Entities whose records can come in the same row: those that must name one of this entity. */
export const childrenOf = (entity) => entities.value.filter((child) => child !== entity && !child.retired && child.can.create && !child.is.administered && child.field[parentField(child, entity)]?.required)

/** The fields by which each row belongs to a record of another entity: references that must be given. People are no such records. */
export const belongings = (entity) => editableFields(entity).filter((field) => field.kind === 'reference' && field.required && entityNamed(field.details.target) && !entityNamed(field.details.target).is.administered)

/** By what a reference is looked up: the fields of the other entity that tell records apart. */
export const lookupsOf = (field) => (entityNamed(field?.details.target)?.fields ?? []).filter((other) => !other.is.system && ['text', 'phone', 'mail', 'identityNumber'].includes(other.kind) && (other.is.unique || other.is.searched || other.is.indexed))

export function planOf(mapping, header) {
  const target = (given) => (given === null || given === undefined ? null : typeof given === 'string' ? { target: given, by: '' } : { target: given.field, by: given.by ?? '' })
  const children = mapping.children ?? []
  const columns = header.map((name) => {
    const own = target(mapping.columns?.[name])
    if (own) return own
    for (const child of children) {
      const found = target(child.columns[name])
      if (found) return { ...found, target: `${child.entity}:${found.target}` }
    }
    return { target: null, by: '' }
  })
  const { mode = 'create', match = [], known = 'refuse', defaults = {}, values = {} } = mapping
  return {
    columns, mode, match: [match].flat(), known, defaults: { ...defaults }, values: { ...values },
    children: children.map((child) => ({ entity: child.entity, match: [child.match ?? []].flat(), values: { ...child.values }, defaults: { ...child.defaults } })),
  }
}

const some = (object) => (Object.keys(object).length ? object : undefined)
const wordsOf = (values) => some(Object.fromEntries(Object.entries(values).filter(([, pairs]) => Object.keys(pairs).length)))
const compact = (object) => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined))

/** The mapping as the server takes it: every column is named, so that nothing is guessed that was not seen here. */
export function mappingOf(entity, header, plan) {
  const write = ({ target, by }, path = target) => (by ? { field: path, by } : path)
  const isChild = ({ target }) => target?.includes(':')
  const own = Object.fromEntries(header.map((name, i) => [name, plan.columns[i].target && !isChild(plan.columns[i]) ? write(plan.columns[i]) : null]))
  const children = plan.children.map(({ entity: name, match, values, defaults }) => {
    const columns = Object.fromEntries(header.map((column, i) => [column, plan.columns[i]]).filter(([, column]) => column.target?.startsWith(`${name}:`)).map(([column, given]) => [column, write(given, given.target.slice(name.length + 1))]))
    return compact({ entity: name, match: match.length ? match : undefined, columns, values: wordsOf(values), defaults: some(defaults) })
  }).filter((child) => some(child.columns))
  for (const child of children) for (const column of Object.keys(child.columns)) delete own[column]
  const knows = plan.mode === 'create' && plan.match.length > 0
  return compact({
    entity: entity.name, mode: plan.mode, match: plan.match.length ? plan.match : undefined, known: knows ? plan.known : undefined, columns: own,
    defaults: some(plan.defaults), values: wordsOf(plan.values), children: children.length ? children : undefined,
  })
}

/** Whether two mappings say the same, however their members are ordered. */
export const same = (one, other) => sorted(one) === sorted(other)
const sorted = (value) => JSON.stringify(value, (_, part) => (part && typeof part === 'object' && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part))

/** The keys of the fields that columns go into: of the row's own entity, or of one in the same row. */
export function givenFields(entity, plan, child = null) {
  const own = plan.columns.map(({ target }) => target).filter((target) => (child ? target?.startsWith(`${child.name}:`) : target && !target.includes(':')))
  const keys = new Set(own.map((target) => target.slice(child ? child.name.length + 1 : 0).split('.')[0]))
  // What belongs to the row's record need not say so.
  if (child && keys.size) keys.add(parentField(child, entity))
  return keys
}

/** The fields that new records need and nothing gives: `own`, and those of what comes in the same row by `children[entity]`. */
export function missingFields(entity, plan) {
  const missing = (one, known, defaults) => editableFields(one).filter((field) => field.required && field.standard === undefined && !known.has(field.key) && isEmpty(defaults[field.key]))
  const own = plan.mode === 'update' ? [] : missing(entity, givenFields(entity, plan), plan.defaults)
  const children = Object.fromEntries(plan.children.map(({ entity: name, defaults }) => {
    const child = entityNamed(name), known = child ? givenFields(entity, plan, child) : new Set()
    return [name, known.size ? missing(child, known, defaults) : []]
  }))
  return { own, children }
}

/** What is still to be done before rows can go: words for people, or none. */
export const isReady = (plan) => plan.columns.some(({ target }) => target && !target.includes(':')) && (plan.mode === 'create' || plan.match.length > 0)

const plain = (text) => text.toLowerCase().replace(/[\s_*＊:：()（）·.\-/]/g, '')

/**
 * Words in columns of choices that are no option: `{ target, field, values, words: [{ word, count }] }` each, from the first rows and, where it was tried, from all of
 * them. `values` is where the plan keeps what they mean.
 */
export function unknownWords(targets, plan, rows, tried = {}) {
  return targets.filter(({ part, field }) => !part && ['choice', 'choices'].includes(field.kind)).flatMap(({ key, field, entity }) => {
    const column = plan.columns.findIndex(({ target }) => target === key)
    if (column < 0) return []
    const known = new Set(field.options.flatMap((option) => [plain(option.key), plain(option.label)]))
    const counts = new Map()
    for (const word of rows.flatMap((cells) => (cells[column] ?? '').split(field.kind === 'choices' ? /[,，;；、|]/ : /$^/)).map((word) => word.trim())) if (word && !known.has(plain(word))) counts.set(word, null)
    for (const [word, count] of Object.entries(tried[key.replace(':', '.')] ?? {})) counts.set(word, count)
    const values = key.includes(':') ? plan.children.find((child) => child.entity === entity.name)?.values : plan.values
    // Words that were given a meaning stay, to be changed.
    for (const word of Object.keys(values?.[field.key] ?? {})) if (!counts.has(word)) counts.set(word, null)
    return values && counts.size && counts.size <= 60 ? [{ target: key, field, values, words: [...counts].map(([word, count]) => ({ word, count })) }] : []
  })
}
