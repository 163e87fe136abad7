/**
 * The address bar: `/app/<path>?<state>`. Every page reads its state from here and writes it back, so that a link shows a colleague the same.
 */
import { computed, h, onBeforeUnmount, reactive } from './libraries.js'

const BASE = '/app'

/** Where we are: `path` without the base, its `steps`, the `query` as an object of texts. */
export const route = reactive(read())

const guards = new Set()
const followers = new Set()
let position = history.state?.position ?? 0

history.scrollRestoration = 'manual'
history.replaceState({ position }, '')

window.addEventListener('popstate', async (event) => {
  const target = event.state?.position ?? 0
  const back = position - target
  // Back where we are, after somebody chose to stay.
  if (!back) return
  if (guards.size && !(await mayLeave())) {
    history.go(back)
    return
  }
  position = target
  arrive(true)
})

function read() {
  const path = decodeURI(location.pathname).slice(BASE.length).replace(/\/+$/, '') || '/'
  return { path, steps: path.split('/').filter(Boolean), query: Object.fromEntries(new URLSearchParams(location.search)) }
}

function arrive(isTravel) {
  const before = route.path
  Object.assign(route, read())
  for (const follower of followers) follower({ isTravel, isElsewhere: before !== route.path })
}

async function mayLeave() {
  for (const guard of [...guards]) if (!(await guard())) return false
  return true
}

/** The address of a page, to be put into a link. */
export function address(path, query = {}) {
  const search = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== ''))
  const text = search.toString()
  return BASE + path + (text ? '?' + text : '')
}

/** Goes to a page; false when the user chose to stay because of something unsaved. */
export async function go(path, query = {}, { replace = false } = {}) {
  const target = address(path, query)
  if (target === location.pathname + location.search) return true
  if (path !== route.path && guards.size && !(await mayLeave())) return false
  if (replace) history.replaceState({ position }, '', target)
  else history.pushState({ position: ++position }, '', target)
  arrive(false)
  return true
}

/** Changes some of the page's state in the address; what is undefined or empty leaves it. */
export function setQuery(changes, { replace = true } = {}) {
  return go(route.path, { ...route.query, ...changes }, { replace })
}

export function back(otherwise = '/') {
  if (position > 0) history.back()
  else go(otherwise, {}, { replace: true })
}

/** Asks before the page is left, as long as the component lives. The guard answers whether one may go. */
export function useLeaveGuard(guard, isNeeded) {
  const warn = (event) => {
    if (isNeeded()) event.preventDefault()
  }
  useGuard(() => (isNeeded() ? guard() : true))
  window.addEventListener('beforeunload', warn)
  onBeforeUnmount(() => window.removeEventListener('beforeunload', warn))
}

/** The same for what only the pages themselves can leave, and not the browser. */
export function useGuard(guard) {
  guards.add(guard)
  onBeforeUnmount(() => guards.delete(guard))
}

/** Tells of every change of the address, as long as the component lives: whether by the browser's own buttons, and whether to another page. */
export function useArrival(follower) {
  followers.add(follower)
  onBeforeUnmount(() => followers.delete(follower))
}

/** A link within the pages; with Ctrl, Shift or the middle button the browser opens it as usual. */
export const Link = {
  props: { to: String, query: Object },
  setup(props, { slots }) {
    const href = computed(() => address(props.to, props.query))
    const follow = (event) => {
      if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.defaultPrevented) return
      event.preventDefault()
      go(props.to, props.query)
    }
    return () => h('a', { href: href.value, onClick: follow }, slots.default?.())
  },
}
