/** The titles of records that are known by their id only, as in filters: asked for together, kept, and drawn when they come. */
import { reactive } from './libraries.js'
import { api } from './api.js'
import { entityNamed } from './catalogue.js'

const titles = reactive({})
const wanted = new Map()
let timer = 0

/** The title, or three dots until it is known. */
export function knownTitle(entityName, id) {
  if (titles[id] !== undefined) return titles[id]
  if (!wanted.has(entityName)) wanted.set(entityName, new Set())
  wanted.get(entityName).add(id)
  clearTimeout(timer)
  timer = setTimeout(askForTitles, 20)
  return '…'
}

async function askForTitles() {
  for (const [name, ids] of wanted) {
    wanted.delete(name)
    const entity = entityNamed(name)
    const some = [...ids].slice(0, 200)
    const answer = entity ? await api.get(`/${entity.resource}`, { filter: { id: { in: some } }, fields: entity.title, limit: 200 }).catch(() => null) : null
    // What cannot be seen keeps a short mark instead of a name.
    for (const id of some) titles[id] = answer?.data.find((record) => record.id === id)?.[entity.title] ?? `#${String(id).slice(-6)}`
  }
}
