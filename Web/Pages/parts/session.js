/**
 * Who is at work: log-in, log-out, and the settings that go with a person from machine to machine.
 */
import { computed, reactive, watch } from './libraries.js'
import { api, whenLoggedOut } from './api.js'
import { loadCatalogue } from './catalogue.js'
import { speak, language } from './texts.js'

export const session = reactive({
  /** Null as long as nobody is logged in. */
  user: null,
  /** What must be done before anything else: `changePassword` or `setUpSecondFactor`. */
  duty: null,
  impersonator: null,
  preferences: {},
  /** Whether a log-in is asked for over what is open. */
  isInterrupted: false,
})

/** How one comes in here: `setup`, `singleSignOn`, `demo`. */
export const entrance = reactive({})

export const isAdministrator = computed(() => session.user?.isAdministrator === true)

let resume = []
whenLoggedOut(() => {
  if (!session.user) return Promise.reject(new Error('nobody was logged in'))
  session.isInterrupted = true
  return new Promise((resolve) => resume.push(resolve))
})

const options = () => fetch('/login/options').then((answer) => answer.json())

/** Whether the browser has a session by now, whoever's. */
export const hasSession = async () => (await options()).session

/** Begins with the session that the browser has, if it has one. */
export async function findSession() {
  Object.assign(entrance, await options())
  if (entrance.session) await begin(await api.get('/session'))
}

/** Takes the answer of a log-in. */
export async function begin(answer) {
  const isSamePerson = session.user?.id === answer.user.id
  const chosen = (answer.preferences ?? session.preferences).language ?? localStorage.getItem('gx-language') ?? answer.user.language
  if (chosen !== language.value) await speak(chosen)
  // Before the pages are drawn: without it they would say for a moment that there is nothing to see.
  if (!answer.duty) await loadCatalogue()
  const wasInterrupted = session.isInterrupted
  Object.assign(session, {
    user: answer.user, duty: answer.duty ?? null, impersonator: answer.impersonator ?? null, isInterrupted: false,
    preferences: answer.preferences ?? session.preferences,
  })
  if (wasInterrupted && !isSamePerson) return location.assign('/app/')
  resume.splice(0).forEach((go) => go())
}

export async function logOut() {
  await api.delete('/session')
  location.assign('/app/')
}

/** Back to the administrator's own session; where that has ended, to the log-in. */
export async function stopImpersonating() {
  await api.delete('/session/impersonation')
  location.assign('/app/admin/users')
}

/* What people arranged is sent together, a moment after the last change. */
let waiting = {}
let timer = 0

/** Keeps a preference of this user, on all their machines. */
export function prefer(key, value) {
  session.preferences[key] = value
  waiting[key] = value ?? null
  clearTimeout(timer)
  timer = setTimeout(sendPreferences, 600)
}

async function sendPreferences() {
  const changes = waiting
  waiting = {}
  // Not worth a word: they hold here and are sent with the next change.
  await api.patch('/session/preferences', changes).catch(() => (waiting = { ...changes, ...waiting }))
}

/** A preference that can be watched and set. */
export const preference = (key, standard) => computed({ get: () => session.preferences[key] ?? standard, set: (value) => prefer(key, value) })

export const theme = preference('theme', localStorage.getItem('gx-theme') ?? 'system')
export const density = preference('density', localStorage.getItem('gx-density') ?? 'normal')

const prefersDark = matchMedia('(prefers-color-scheme: dark)')

function paint() {
  localStorage.setItem('gx-theme', theme.value)
  localStorage.setItem('gx-density', density.value)
  const isDark = theme.value === 'dark' || (theme.value === 'system' && prefersDark.matches)
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light'
  document.documentElement.dataset.density = density.value
  look.isDark = isDark
}

/** What charts must know. */
export const look = reactive({ isDark: document.documentElement.dataset.theme === 'dark' })

watch([theme, density], paint)
prefersDark.addEventListener('change', paint)
