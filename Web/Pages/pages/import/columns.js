/** Which column is which field: proposed by the names in both languages and by the key, remembered for files with the same head. */
import { api } from '../../parts/api.js'
import { editableFields } from '../../parts/catalogue.js'
import { prefer, session } from '../../parts/session.js'
import { LANGUAGES, language, t } from '../../parts/texts.js'

const MOST_REMEMBERED = 20

/** What columns can go into: fields and the parts of addresses. `{ key: 'address.city', label, field }` each. */
export function targetsOf(entity) {
  return editableFields(entity).filter((field) => field.kind !== 'attachments').flatMap((field) =>
    field.kind === 'address'
      ? [{ key: field.key, label: field.label, field }, ...(field.details.parts ?? []).map((part) => ({ key: `${field.key}.${part}`, label: `${field.label} · ${t(`address.${part}`)}`, field, part }))]
      : [{ key: field.key, label: field.label, field }])
}

let others = null
/** The labels of the fields in the languages that are not spoken now, by entity and key. */
async function otherLabels() {
  others ??= Promise.all(Object.keys(LANGUAGES).filter((name) => name !== language.value).map((name) => api.get('/metadata', {}, { headers: { 'Accept-Language': name } })))
  return (await others.catch(() => ((others = null), []))).map((metadata) => Object.fromEntries(metadata.entities.map((entity) => [entity.name, entity])))
}

const plain = (text) => text.toLowerCase().replace(/[\s_*＊:：()（）·.\-/]/g, '')

/** A target for each header, or null. No target is proposed twice. */
export async function proposed(entity, headers) {
  const remembered = memoryOf(entity, headers)
  if (remembered) return remembered
  const targets = targetsOf(entity)
  const translations = await otherLabels()
  const names = new Map()
  const add = (name, target) => name && !names.has(plain(name)) && names.set(plain(name), target)
  for (const target of targets) add(target.key, target)
  for (const target of targets) add(target.label, target)
  for (const metadata of translations) {
    const other = Object.fromEntries((metadata[entity.name]?.fields ?? []).map((field) => [field.key, field.label]))
    for (const target of targets) if (!target.part) add(other[target.key], target)
  }
  // A lone 城市 or city goes into the first address.
  for (const target of targets.filter(({ part }) => part)) for (const name of [target.part, t(`address.${target.part}`), ...t(`import.names.${target.part}`).split(',')]) add(name, target)
  const taken = new Set()
  const columns = headers.map((header) => {
    const target = names.get(plain(header)) ?? onlyLike(plain(header), names)
    if (!target || taken.has(target.key)) return { target: null, by: '' }
    taken.add(target.key)
    return { target: target.key, by: '' }
  })
  return { columns, mode: 'create', match: [], defaults: {}, values: {} }
}

/** 邮箱 for 电子邮箱: the one target whose name holds the header or is held by it; none where several do. */
function onlyLike(header, names) {
  if (header.length < 2) return null
  const like = new Set([...names].filter(([name]) => name.length > 1 && (name.includes(header) || header.includes(name))).map(([, target]) => target))
  return like.size === 1 ? [...like][0] : null
}

const headKey = (entity, headers) => {
  let hash = 5381
  for (const letter of headers.join('\u0001')) hash = (hash * 33 + letter.codePointAt(0)) % 4_294_967_296
  return `${entity.name}:${headers.length}:${hash.toString(36)}`
}

function memoryOf(entity, headers) {
  const kept = session.preferences.imports?.[headKey(entity, headers)]
  // Fields may be gone since then.
  const known = new Set(targetsOf(entity).map((target) => target.key))
  return kept && { ...kept, columns: kept.columns.map((column) => (known.has(column.target) ? column : { target: null, by: '' })), isRemembered: true }
}

export function remember(entity, headers, { columns, mode, match, defaults, values }) {
  const key = headKey(entity, headers)
  const { [key]: before, ...kept } = session.preferences.imports ?? {}
  prefer('imports', Object.fromEntries([...Object.entries(kept).slice(1 - MOST_REMEMBERED), [key, { columns, mode, match, defaults, values }]]))
}

/** The mapping as the server takes it: every column is named, so that it guesses nothing that was not seen here. */
export function mappingOf(entity, headers, { columns, mode, match, defaults, values }) {
  const given = Object.fromEntries(headers.map((header, i) => [header, columns[i]]).map(([header, { target, by }]) => [header, target ? (by ? { field: target, by } : target) : null]))
  const some = (object) => (Object.keys(object).length ? object : undefined)
  return { entity: entity.name, mode, match: mode === 'create' ? undefined : match, columns: given, defaults: some(defaults), values: some(Object.fromEntries(Object.entries(values).filter(([, pairs]) => Object.keys(pairs).length))) }
}

/** Words in choice columns that are no option; `{ field, words }` each, as far as the sample goes. */
export function unknownWords(entity, table, columns) {
  return columns.flatMap(({ target }, i) => {
    const field = target && entity.field[target]
    if (!field || !['choice', 'choices'].includes(field.kind)) return []
    const known = new Set(field.options.flatMap((option) => [plain(option.key), plain(option.label)]))
    const words = new Set(table.rows.flatMap((row) => (row[i] ?? '').split(field.kind === 'choices' ? /[,，;；、|]/ : /$^/)).map((word) => word.trim()).filter((word) => word && !known.has(plain(word))))
    return words.size && words.size <= 50 ? [{ field, words: [...words] }] : []
  })
}
