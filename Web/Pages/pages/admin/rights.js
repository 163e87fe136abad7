/** What a role's documents say, as a matrix reads and changes it. */

export const VERBS = ['read', 'create', 'edit', 'delete', 'export', 'assign', 'share', 'reveal', 'act']
export const SCOPES = ['own', 'team', 'unit', 'subtree', 'all']
export const FIELD_RIGHTS = ['hidden', 'masked', 'read', 'write']

const COMMON = new Set(VERBS)
const asList = (scopes) => (Array.isArray(scopes) ? scopes : scopes ? [scopes] : [])

/** The actions of an entity that are no verbs of all. */
export const ownActions = (entity) => entity.actions.filter((action) => !COMMON.has(action.name))

/** Whether nobody but administrators may do this, whatever a role says. */
export const isLocked = (entity, verb) => Boolean(entity?.is.administered) && !['read', 'export', 'reveal'].includes(verb)

/** The scopes of a cell: `name` is an entity or `*`. What an entity's own row does not name is nothing; without a row, `*` holds. */
export function scopesOf(grants, name, verb) {
  const verbs = grants?.[name] ?? grants?.['*'] ?? {}
  const given = verbs[verb] ?? (COMMON.has(verb) ? undefined : verbs.act)
  return SCOPES.filter((scope) => asList(given).includes(scope))
}

export const hasOwnRow = (grants, name) => name === '*' || grants?.[name] !== undefined

/** The grants with one cell changed. An entity that followed `*` gets a row of its own with what held until now. */
export function withCell(grants, name, verb, scopes) {
  const row = { ...(grants?.[name] ?? grants?.['*'] ?? {}) }
  if (scopes.length || (!COMMON.has(verb) && row.act !== undefined)) row[verb] = scopes.length === 1 ? scopes[0] : scopes
  else delete row[verb]
  return { ...grants, [name]: row }
}

/** The grants in which the entity follows `*` again. */
export function withoutRow(grants, name) {
  const { [name]: gone, ...rest } = grants ?? {}
  return rest
}

/** The widest scope stands for the cell's colour. */
export const COLOURS = { none: 'grey', own: 'amber', team: 'teal', unit: 'blue', subtree: 'violet', all: 'green' }
export const widest = (scopes) => scopes.at(-1) ?? 'none'

/** What holds for a field that the role does not name. */
export const standardRight = (field, personal) => (field.is.personal ? personal : 'write')

/** Without these no list can be shown and search would find what is hidden: they are read at least. */
export const isNeeded = (entity, field) => field.key === entity.title || field.is.system || (field.is.searched && !field.is.personal)

/** The role's field rights with one changed; what is the rule anyway is not written down. */
export function withFieldRight(fields, entity, field, right, personal) {
  const { [field.key]: gone, ...rest } = fields?.[entity.name] ?? {}
  const row = right === standardRight(field, personal) ? rest : { ...rest, [field.key]: right }
  const { [entity.name]: before, ...others } = fields ?? {}
  return Object.keys(row).length ? { ...others, [entity.name]: row } : others
}
