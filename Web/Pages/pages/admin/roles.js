/** The roles there are, read once for as long as an area is shown. */
import { shallowRef } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { entityNamed } from '../../parts/catalogue.js'
import { allPages } from '../../parts/pages.js'

/** `byID` is a map from id to name; empty until it is read, or for those who may not. */
export function useRoleNames() {
  const byID = shallowRef(new Map())
  if (entityNamed('role')) {
    allPages((cursor) => api.get('/roles', { fields: 'name', limit: 200, cursor }))
      .then((roles) => (byID.value = new Map(roles.map((role) => [role.id, role.name]))))
      .catch(() => {})
  }
  return byID
}
