/**
 * What there is: entities with their fields, options, actions and what the user may do, as `/metadata` tells it. All generic pages draw
 * themselves from this.
 */
import { computed, shallowRef, watch } from './libraries.js'
import { api } from './api.js'
import { language } from './texts.js'

const metadata = shallowRef(null)

export const entities = computed(() => metadata.value?.entities ?? [])
const byName = computed(() => indexed('name'))
const byResource = computed(() => indexed('resource'))

/** The entity called `customer`; undefined when there is none or the user may not see it. */
export const entityNamed = (name) => byName.value.get(name)
/** The entity at `customers`. */
export const entityAt = (resource) => byResource.value.get(resource)
export const operatorLabel = (name) => metadata.value?.operators[name] ?? name
export const kindLabel = (name) => metadata.value?.kinds[name] ?? name

export async function loadCatalogue() {
  metadata.value = prepared(await api.get('/metadata'))
}

// Labels come from the server in the language that it was asked in.
watch(language, () => metadata.value && loadCatalogue())

function indexed(key) {
  return new Map(entities.value.map((entity) => [entity[key], entity]))
}

function prepared(json) {
  for (const entity of json.entities) {
    entity.field = Object.fromEntries(entity.fields.map((field) => [field.key, field]))
    for (const field of entity.fields) {
      field.option = Object.fromEntries((field.options ?? []).map((option) => [option.key, option]))
      field.is = Object.fromEntries(field.traits.map((trait) => [trait, true]))
    }
    entity.can = Object.fromEntries(entity.may.map((verb) => [verb, true]))
    entity.is = Object.fromEntries(entity.traits.map((trait) => [trait, true]))
  }
  return json
}

/** The kind that decides how a value looks: that of its result for what is computed. */
export const kindOf = (field) => (field.kind === 'formula' || field.kind === 'rollUp' ? field.details.result : field.kind)

/** Follows `owner.unit.name` from an entity; null when it leads nowhere. */
export function fieldAt(entity, path) {
  const steps = path.split('.')
  let place = entity
  for (const [i, step] of steps.entries()) {
    const field = place?.field[step]
    if (!field) return null
    if (i === steps.length - 1) return field
    place = entityNamed(field.details.target)
  }
  return null
}

/** The fields that a list shows unless somebody chose others. */
export function standardColumns(entity) {
  const listed = entity.fields.filter((field) => field.is.listed && !field.retired)
  const title = listed.find((field) => field.key === entity.title)
  return [title, ...listed.filter((field) => field !== title)].filter(Boolean).map((field) => field.key)
}

/** Fields that people fill in. */
export const editableFields = (entity) => entity.fields.filter((field) => !field.readOnly && !field.retired && !field.is.system)
