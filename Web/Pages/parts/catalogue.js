/**
 * What there is: entities with their fields, options, actions and what the user may do, as `/metadata` tells it. All generic pages draw
 * themselves from this.
 */
import { computed, shallowRef, watch } from './libraries.js'
import { api } from './api.js'
import { language, t } from './texts.js'

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

/** Follows `owner.unit.name` or `address.city` from an entity; null when it leads nowhere. */
export function fieldAt(entity, path) {
  const steps = path.split('.')
  let place = entity
  for (const [i, step] of steps.entries()) {
    const field = place?.field[step]
    if (!field) return null
    if (i === steps.length - 1) return field
    if (field.kind === 'address') return i === steps.length - 2 ? partOf(field, steps[i + 1]) : null
    place = entityNamed(field.details.target)
  }
  return null
}

/** A part of an address is asked for like a text. */
const partOf = (field, part) =>
  field.details.parts.includes(part)
    ? { ...field, key: part, path: `${field.key}.${part}`, kind: 'text', label: t(`address.${part}`), operators: ['eq', 'ne', 'in', 'contains', 'startsWith', 'empty'], sortable: true, option: {}, required: false }
    : null

/** 负责人 › 所属机构 › 名称: what a path is called. */
export function pathLabel(entity, path) {
  const steps = path.split('.')
  const names = steps.map((_, i) => fieldAt(entity, steps.slice(0, i + 1).join('.'))?.label)
  return names.filter(Boolean).join(' › ')
}

/** The fields that a list shows unless somebody chose others: the title, what is the entity's own, then whose it is. */
export function standardColumns(entity) {
  const listed = entity.fields.filter((field) => field.is.listed && !field.retired)
  const isCommon = (field) => ['owner', 'unit'].includes(field.key)
  const own = listed.filter((field) => field.key !== entity.title && !isCommon(field)).slice(0, 6)
  return [entity.field[entity.title], ...own, ...listed.filter(isCommon)].filter(Boolean).map((field) => field.key)
}

/** Fields that people fill in. */
export const editableFields = (entity) => entity.fields.filter((field) => !field.readOnly && !field.retired && !field.is.system)
