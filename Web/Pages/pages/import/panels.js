/** What modules tell of an import of an entity when it has ended: `addImportPanel('customer', ImportQuality)`. The component gets the `job`. */
const panels = new Map()

export function addImportPanel(entityName, component) {
  panels.set(entityName, [...importPanelsOf(entityName), component])
}

export const importPanelsOf = (entityName) => panels.get(entityName) ?? []
