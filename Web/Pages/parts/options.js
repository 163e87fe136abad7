/** Choices whose options depend on what another choice of the same record says. */

/** Whether an option may be chosen beside these values. */
export const suits = (field, key, values) => {
  const under = field.option[key]?.under
  return !under?.length || under.includes(values[field.details.controlledBy])
}

/** The options that may be chosen; all of them where nothing is known of the record. */
export const offered = (field, values) => (field.details.controlledBy && values && field.details.controlledBy in values ? field.options.filter((option) => suits(field, option.key, values)) : field.options)

/** The choices of an entity that no longer suit when a field gets a value: `{ reason: null }`. */
export function unsuited(entity, values, key, value) {
  const emptied = {}
  const after = { ...values, [key]: value }
  const changed = [key]
  while (changed.length) {
    const controller = changed.pop()
    for (const field of entity.fields) {
      if (field.details.controlledBy !== controller || !after[field.key] || suits(field, after[field.key], after)) continue
      emptied[field.key] = after[field.key] = null
      changed.push(field.key)
    }
  }
  return emptied
}
