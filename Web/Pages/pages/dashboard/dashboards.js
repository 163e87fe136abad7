/** The dashboards that the user may see, and which of them may be changed. */
import { api, once } from '../../parts/api.js'
import { entityNamed } from '../../parts/catalogue.js'
import { isFirstFor } from '../../parts/ownRoles.js'
import { isAdministrator, session } from '../../parts/session.js'
import { packed, sizeOf } from './grid.js'

/** A hundred is more than anybody keeps; the page says so when there are more. */
export async function loadDashboards() {
  if (!entityNamed('dashboard')) return []
  const answer = await api.get('/dashboards', { sort: 'position', limit: 100, expand: 'createdBy' })
  return answer.data
}

export const isMine = (dashboard) => (dashboard.owner ?? dashboard.createdBy) === session.user.id
export const mayEdit = (dashboard) => Boolean(entityNamed('dashboard')?.can.edit) && (isMine(dashboard) || isAdministrator.value)

/** The first page of a user: what they chose, else the first of their own, else that of a role of theirs, else the first that is no role's. */
export function homeOf(dashboards, roles) {
  return dashboards.find((dashboard) => dashboard.id === session.preferences.homeDashboard) ?? dashboards.find(isMine)
    ?? dashboards.find((dashboard) => isFirstFor(dashboard, roles)) ?? dashboards.find((dashboard) => !dashboard.roles?.length)
}

export const createDashboard = (values, key = once()) => api.post('/dashboards', { tiles: [], ...personal(), ...values }, { headers: key })

/** What is made here is for its maker, until they share it. */
function personal() {
  const options = entityNamed('dashboard')?.field.audience?.option ?? {}
  return options.mine ? { audience: 'mine' } : {}
}

/** A tile with an id and a free place below the others. */
export function withTile(tiles, tile) {
  const size = sizeOf(tile)
  const y = Math.max(0, ...tiles.map((other) => other.y + other.h))
  return packed([...tiles, { ...size, x: 0, y, ...tile, id: newId() }])
}

export const newId = () => [...crypto.getRandomValues(new Uint8Array(6))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
