/**
 * Changes of others, as they happen: one stream for the whole page. It comes back by itself after a restart of the server.
 */
import { onBeforeUnmount, reactive, watch } from './libraries.js'
import { api } from './api.js'
import { session } from './session.js'

const listeners = new Set()
const newsListeners = new Set()
let stream = null

/** Whether the server is heard. */
export const live = reactive({ isConnected: true })

function open() {
  stream = new EventSource('/api/v1/events')
  stream.addEventListener('open', () => (live.isConnected = true))
  stream.addEventListener('change', (event) => tell(JSON.parse(event.data)))
  stream.addEventListener('notice', (event) => tellNews(JSON.parse(event.data)))
  // What was missed is not known: all that is shown is asked for anew.
  stream.addEventListener('reset', () => (tell(null), tellNews(null)))
  stream.addEventListener('error', () => {
    live.isConnected = false
    // A refusal ends a stream for good; a lost line does not.
    if (stream.readyState === EventSource.CLOSED) comeBack(stream)
  })
}

/** Asks first who is at work: when the session has ended, that asks for a new log-in over what is open. */
async function comeBack(ended) {
  const isKnown = await api.get('/session').then(() => true, () => false)
  setTimeout(() => stream === ended && open(), isKnown ? 1000 : 5000)
}

function tell(change) {
  for (const listener of listeners) listener(change)
}

function tellNews(news) {
  for (const listener of newsListeners) listener(news)
}

watch(() => session.user?.id && !session.duty, (isIn) => {
  stream?.close()
  stream = null
  if (isIn) open()
})

/** Calls with `{entity, record, kind, …}` for every change, or with null when all may have changed, as long as the component lives. */
export function useLive(listener) {
  listeners.add(listener)
  onBeforeUnmount(() => listeners.delete(listener))
}

/** Calls with `{unread}` whenever one's own notices have changed, or with null when they may have, as long as the component lives. */
export function useNews(listener) {
  newsListeners.add(listener)
  onBeforeUnmount(() => newsListeners.delete(listener))
}
