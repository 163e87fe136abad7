/** What names entities or their fields is chosen, by the words that people know, and not typed. */
import { entities, entityNamed } from '../catalogue.js'

const isOfPeople = (field) => !['owner', 'unit'].includes(field.key)

/** A field that can be hidden: no list without its title, and no search that finds what is hidden. As the server has it. */
const isHideable = (entity, field) => field.key !== entity.title && !field.is.system && field.kind !== 'references' && isOfPeople(field) && (!field.is.searched || field.is.personal)

/** What may be chosen for a field that names something; nothing for others. `beside` are the values among which it stands. */
export function namable(field, beside) {
  if (field.details.names === 'entity') {
    return entities.value.filter((entity) => !field.details.trait || entity.is[field.details.trait]).map(({ name, label, icon }) => ({ key: name, label, icon }))
  }
  if (field.details.names !== 'hideableFields') return undefined
  const entity = entityNamed(beside?.[field.details.of])
  return (entity?.fields ?? []).filter((one) => !one.retired && isHideable(entity, one)).map(({ key, label }) => ({ key, label }))
}

/** What a name is called; the name itself where the reader does not see what it names. */
export const nameLabel = (field, key, record) => (field.details.names === 'entity' ? entityNamed(key)?.label : entityNamed(record?.[field.details.of])?.field[key]?.label) ?? key
