/** Which page an address names: `load` gives its component, `key` tells whether it is still the same page. */
import { entityAt } from '../parts/catalogue.js'

const page = (load) => async () => (await load()).default

const home = page(() => import('../pages/home/HomePage.js'))
const list = page(() => import('../pages/list/ListPage.js'))
const record = page(() => import('../pages/record/RecordPage.js'))
const merge = page(() => import('../pages/merge/MergePage.js'))
const form = page(() => import('../pages/record/FormPage.js'))
const missing = page(() => import('../pages/MissingPage.js'))

/** Pages at addresses of their own; what is said after the first step is theirs. */
const special = {
  settings: page(() => import('../pages/settings/SettingsPage.js')),
  admin: page(() => import('../pages/admin/AdminPage.js')),
  dashboards: page(() => import('../pages/dashboard/DashboardPage.js')),
  mail: page(() => import('../pages/mail/MailPage.js')),
  jobs: page(() => import('../pages/jobs/JobsPage.js')),
  import: page(() => import('../pages/import/ImportPage.js')),
}

/** A module adds a page of its own at `/<step>`: `addPage('agent-desk', () => import('./AgentDesk.js'))`. */
export function addPage(step, load) {
  special[step] = page(load)
}

export function pageFor(steps) {
  const [first, second, third] = steps
  if (!first) return { key: 'home', load: home, props: {} }
  const entity = entityAt(first)
  if (special[first] && !(first === 'dashboards' && third)) return { key: first, load: special[first], props: { steps: steps.slice(1) } }
  if (!entity) return { key: 'missing', load: missing, props: {} }
  if (!second) return { key: first, load: list, props: { entityName: entity.name } }
  if (second === 'new') return { key: `${first}/new`, load: form, props: { entityName: entity.name } }
  if (second === 'merge') return { key: `${first}/merge`, load: merge, props: { entityName: entity.name } }
  if (third === 'edit') return { key: `${first}/${second}/edit`, load: form, props: { entityName: entity.name, id: second } }
  return { key: `${first}/${second}`, load: record, props: { entityName: entity.name, id: second } }
}
