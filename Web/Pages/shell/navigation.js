/** What stands in the navigation: the pins of the user, then the entities by group, then the pages that belong to nobody's group. */
import { computed, shallowReactive } from '../parts/libraries.js'
import { entities, entityNamed } from '../parts/catalogue.js'
import { isAdministrator, prefer, session } from '../parts/session.js'
import { t } from '../parts/texts.js'

/** Entities of the engine itself are managed in the administration. */
const OF_ADMINISTRATION = new Set(['orgUnit', 'user', 'role', 'team', 'delegation', 'customEntity', 'customField', 'customOption', 'savedView', 'dashboard', 'layout', 'tag', 'webhook', 'scheduledJob', 'mailAccount', 'mailTemplate', 'documentTemplate'])

const ofTheirRecord = shallowReactive(new Set())
const rules = shallowReactive(new Set())
const added = shallowReactive([])

/** A module leaves an entity out that is only looked at on the record that it belongs to. */
export function leaveOut(...entityNames) {
  for (const name of entityNames) ofTheirRecord.add(name)
}

/** A module's entities that say how others are dealt with: they stand by themselves, for administrators. */
export function addRules(...entityNames) {
  for (const name of entityNames) rules.add(name)
}

/**
 * A module adds a link: `addNavigation({ group: 'customers', path: '/duplicates', icon: 'call_merge', label: () => t('page.duplicates.title') })`.
 * `order` sorts within a group, 100 unless told: modules come in any order. `group` is `customers`, `tools`, or a name of its own, which then has a `heading`; `shows(session)` tells whether it is there.
 */
export function addNavigation({ group = 'customers', heading = () => '', path, icon, label, order = 100, shows = () => true }) {
  added.push({ group, heading, path, icon, label, order, shows })
  added.sort((one, other) => one.order - other.order || one.path.localeCompare(other.path))
}

const addedTo = (group) => added.filter((item) => item.group === group && item.shows(session)).map(({ path, icon, label }) => ({ path, icon, label: label() }))
const OURS = ['customers', 'tools']
const ownGroups = () =>
  [...new Set(added.map(({ group }) => group))].filter((group) => !OURS.includes(group))
    .map((group) => ({ title: added.find((item) => item.group === group).heading(), items: addedTo(group) }))

/** Lines and files stand with their record. */
export const listedEntities = computed(() => entities.value.filter((entity) => !OF_ADMINISTRATION.has(entity.name) && !ofTheirRecord.has(entity.name) && !rules.has(entity.name) && !entity.is.attached && !entity.header && !entity.retired))

const link = (entity) => ({ path: `/${entity.resource}`, icon: entity.icon, label: entity.pluralLabel })

export const navigation = computed(() => [
  { items: [{ path: '/', icon: 'today', label: t('nav.home') }] },
  { title: t('nav.pins'), items: pins.value.map((pin) => ({ ...pin, icon: pin.icon ?? 'star_border', isPin: true })) },
  { title: t('nav.customers'), items: [...listedEntities.value.filter((entity) => !entity.is.custom).map(link), ...addedTo('customers')] },
  ...ownGroups(),
  { title: t('nav.custom'), items: listedEntities.value.filter((entity) => entity.is.custom).map(link) },
  { title: t('nav.rules'), items: isAdministrator.value ? entities.value.filter((entity) => rules.has(entity.name)).map(link) : [] },
  {
    title: t('nav.tools'),
    items: [
      entityNamed('mail') && { path: '/mail', icon: 'mail', label: t('mail.title') },
      { path: '/dashboards', icon: 'insights', label: t('nav.dashboards') },
      { path: '/import', icon: 'upload_file', label: t('nav.import') },
      { path: '/jobs', icon: 'pending_actions', label: t('nav.jobs') },
      ...addedTo('tools'),
      isAdministrator.value && { path: '/admin', icon: 'settings', label: t('nav.admin') },
    ].filter(Boolean),
  },
].filter((group) => group.items.length))

/** `{ path, query, label, icon }` each. */
export const pins = computed(() => session.preferences.pins ?? [])

const isSame = (one, other) => one.path === other.path && new URLSearchParams(one.query).toString() === new URLSearchParams(other.query).toString()

export const isPinned = (place) => pins.value.some((pin) => isSame(pin, place))

export function togglePin(place) {
  prefer('pins', isPinned(place) ? pins.value.filter((pin) => !isSame(pin, place)) : [...pins.value, place])
}
