/** The roles of whoever is at work: what is published as the first of a role is so for those who have it, and for nobody else. */
import { api } from './api.js'
import { session } from './session.js'

let asked = null

/** Their ids; none where users cannot be read. */
export function ownRoles() {
  asked ??= api.get(`/users/${session.user.id}`, { fields: 'roles' }).then(({ roles }) => roles ?? [], () => [])
  return asked
}

export const isFirstFor = (published, roles) => Boolean(published.roles?.some((role) => roles.includes(role)))
