/** What new records need and nothing gives. */
import { editableFields } from '../../parts/catalogue.js'
import { isEmpty } from '../../parts/fields/Value.js'

export function missingFields(entity, plan) {
  if (plan.mode === 'update') return []
  const given = new Set(plan.columns.map(({ target }) => target?.split('.')[0]))
  return editableFields(entity).filter((field) => field.required && field.standard === undefined && !given.has(field.key) && isEmpty(plan.defaults[field.key]))
}
