/** Who one is and how one gets in, as the server knows it; asked for once and by whatever shows it. */
import { reactive } from './libraries.js'
import { api } from './api.js'

export const PLACE = '/session/profile'
export const profile = reactive({ user: null, problem: null })

export async function loadProfile() {
  try {
    Object.assign(profile, { user: await api.get(PLACE), problem: null })
  } catch (problem) {
    profile.problem = problem
  }
}
