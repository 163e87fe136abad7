/**
 * What a list shows: the chosen view with what the address says on top. So a link shows a colleague the same, and a saved view stays as it was
 * until it is saved again.
 */
import { computed } from '../../parts/libraries.js'
import { standardColumns } from '../../parts/catalogue.js'
import { route, setQuery } from '../../parts/router.js'
import { prefer, session } from '../../parts/session.js'
import { readable } from '../../parts/json.js'
import { t } from '../../parts/texts.js'

/** What stands in the address, and how it is written there. */
const IN_ADDRESS = {
  filter: { read: (text) => (text === 'none' ? null : readable(text)), write: (value) => (value ? JSON.stringify(value) : 'none') },
  sort: { read: (text) => text.split(',').filter(Boolean), write: (value) => value.join(',') || ',' },
  q: { read: (text) => text, write: (value) => value },
  group: { read: (text) => (text === 'none' ? null : text), write: (value) => value ?? 'none' },
  mode: { read: (text) => text, write: (value) => value },
  sums: { read: (text) => text.split(',').filter(Boolean), write: (value) => value.join(',') || ',' },
  board: { read: readable, write: JSON.stringify },
  calendar: { read: readable, write: JSON.stringify },
  chart: { read: readable, write: JSON.stringify },
}

export function useListState(entity, views) {
  const path = `/${entity.resource}`
  const isHere = () => route.path === path
  // While another page lies on top, the list keeps what it showed.
  let last = {}
  const query = computed(() => (isHere() ? (last = route.query) : last))

  const view = computed(() => views.views.value.find(({ id }) => id === (query.value.view ?? views.standard.value)) ?? views.views.value[0])
  const changes = computed(() => Object.fromEntries(Object.entries(IN_ADDRESS).filter(([key]) => key in query.value).map(([key, { read }]) => [key, read(query.value[key])])))
  const settings = computed(() => ({ mode: view.value.mode ?? 'list', sort: [], group: null, filter: null, q: '', sums: [], board: {}, calendar: {}, chart: {}, ...view.value.settings, ...changes.value }))
  const columns = computed(() => session.preferences.columns?.[key()] ?? view.value.settings?.columns ?? standardColumns(entity).map((name) => ({ key: name })))
  const isChanged = computed(() => Object.keys(changes.value).some((key) => key !== 'q' && JSON.stringify(changes.value[key]) !== JSON.stringify(view.value.settings?.[key] ?? standard(key))) || (view.value.isSaved && Boolean(session.preferences.columns?.[key()])))
  const key = () => `${entity.name}.${view.value.id}`
  const standard = (key) => ({ mode: view.value.mode ?? 'list', sort: [], sums: [], filter: null, group: null, q: '', board: {}, calendar: {}, chart: {} })[key]

  /** Changes what is shown; nothing is saved by that. */
  const set = (values, options) => setQuery(Object.fromEntries(Object.entries(values).map(([key, value]) => [key, JSON.stringify(value) === JSON.stringify(view.value.settings?.[key] ?? standard(key)) ? undefined : IN_ADDRESS[key].write(value)])), options)
  /** Columns are everybody's own, on all their machines. */
  const setColumns = (value) => prefer('columns', { ...session.preferences.columns, [key()]: value ?? undefined })
  const choose = (id) => setQuery({ view: id, ...Object.fromEntries(Object.keys(IN_ADDRESS).map((name) => [name, undefined])) }, { replace: false })
  const reset = () => {
    setColumns(null)
    return choose(view.value.id)
  }
  return { view, settings, columns, isChanged, set, setColumns, choose, reset, heading: () => (view.value.id === 'all' ? entity.pluralLabel : view.value.name) || t('view.label') }
}
