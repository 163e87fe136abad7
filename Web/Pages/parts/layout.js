/** The sections, facts, chips and related lists of an entity's record, as its layout says; a sensible one where there is none. */
import { entities } from './catalogue.js'
import { t } from './texts.js'

export function layoutOf(entity) {
  const given = entity.layout ?? {}
  const shown = (key) => entity.field[typeof key === 'string' ? key : key.key]
  const resolve = (keys = []) => keys.map((key) => (key.required ? { ...shown(key), required: true } : shown(key))).filter((field) => field?.key && !field.retired)
  const sections = given.sections ?? [{ key: 'main', label: t('record.main'), fields: entity.fields.filter((field) => !field.is.system).map((field) => field.key) }]
  return {
    sections: sections.map((section) => ({ ...section, label: section.label ?? section.key, fields: resolve(section.fields) })).filter((section) => section.fields.length),
    facts: resolve(given.facts),
    chips: resolve(given.chips ?? entity.fields.filter((field) => field.kind === 'choice' && field.is.listed).slice(0, 3).map((field) => field.key)),
    related: entity.related ?? relatedOf(entity),
  }
}

/** Every entity with a reference to this one. */
const relatedOf = (entity) =>
  entities.value.flatMap((other) => other.retired ? [] : other.fields.filter((field) => field.kind === 'reference' && field.details.target === entity.name && !field.is.system && !['user', 'orgUnit'].includes(entity.name))
    .map((field) => ({ entity: other.name, field: field.key })))
