/**
 * What modules show on the pages of records, beside what every record has.
 *
 *   addRecordPanel('customer', {
 *     key: 'relations', title: () => t('page.relations.title'), icon: 'hub', place: 'main', order: 20,
 *     load: () => import('./RelationsPanel.js'), shows: (record, session) => !record.deletedAt,
 *   })
 */
import { onBeforeUnmount, shallowReactive, watch } from './libraries.js'
import { useLive } from './live.js'
import { session } from './session.js'

const panels = shallowReactive([])

/**
 * Adds a panel to the records of an entity. The module's file exports the component as default; it gets `entity`, `record`, `isNarrow`, and may
 * emit `saved` when the record itself has changed. What fails in it stays in it.
 *
 * `place`: `head` (a line under the name: warnings and the like, without a title), `main` (a section below the fields; on a phone a tab of the page), `side` (above the time line; on a
 * phone a tab of the page), `tab` (beside the related lists). `order` sorts within a place, 100 unless told; related lists stand at 100.
 * `shows(record, session)`: whether there is anything to see. `count(record, counts)`: the number beside a tab's title; `counts` has those of the
 * related lists, by `entity.field`. `replaces`: related lists, by `entity.field`, that the panel shows better.
 */
export function addRecordPanel(entityName, { key, title, icon = 'widgets', place = 'main', order = 100, load, shows = () => true, count = () => undefined, replaces = [] }) {
  panels.push({ entityName, key, title, icon, place, order, load, shows, count, replaces })
  panels.sort((one, other) => one.order - other.order)
}

/** The panels for a record, in order; of one place or of all. */
export const panelsOf = (entity, record, place) =>
  panels.filter((panel) => panel.entityName === entity.name && (!place || panel.place === place) && panel.shows(record, session))

const verbs = shallowReactive([])

/**
 * Adds a verb to the menu of an entity's records: `addRecordVerb('customer', { label: () => t('page.pools.release'), icon: 'waves', shows, run })`.
 * `run(entity, record)` answers whether the record has changed.
 */
export function addRecordVerb(entityName, { label, icon, shows = () => true, run }) {
  verbs.push({ entityName, label, icon, shows, run })
}

/** The verbs that modules add for a record. */
export const verbsOf = (entity, record) => verbs.filter((verb) => verb.entityName === entity.name && verb.shows(record, session))

const PAUSE = 400

/**
 * Keeps a panel up to date: calls `load` at once, for another record, when the record has changed, and when records of `entities` have: their names, or
 * a function that gives them. A storm of changes is one call.
 */
export function useRecordData(props, load, entities = []) {
  const names = () => (typeof entities === 'function' ? entities() : entities)
  let timer = 0
  const soon = () => {
    clearTimeout(timer)
    timer = setTimeout(load, PAUSE)
  }
  watch(() => props.record.id, load, { immediate: true })
  watch(() => props.record.version, soon)
  useLive((change) => (!change || names().includes(change.entity)) && soon())
  onBeforeUnmount(() => clearTimeout(timer))
}
