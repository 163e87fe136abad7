/**
 * What modules put above the forms of an entity: `addFormCompanion('customer', DuplicateNotice)`. The component gets the `form`; what it adds to
 * `form.guards` is asked before a save and answers whether to go on.
 */
const companions = new Map()

export function addFormCompanion(entityName, component) {
  companions.set(entityName, [...companionsOf(entityName), component])
}

export const companionsOf = (entityName) => companions.get(entityName) ?? []
