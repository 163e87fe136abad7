/** Loads numbers anew after changes of others, but at most every 30 s: a chart that flickers helps nobody. */
import { onBeforeUnmount } from '../libraries.js'
import { useLive } from '../live.js'

const PAUSE = 30_000

/** @param names A function that gives the names of the entities that matter. */
export function useLiveReload(names, load) {
  let timer = 0
  let last = Date.now()
  const run = () => {
    timer = 0
    // A page that nobody looks at waits.
    if (document.hidden) return document.addEventListener('visibilitychange', run, { once: true })
    last = Date.now()
    load()
  }
  useLive((change) => {
    if ((change && !names().includes(change.entity)) || timer) return
    timer = setTimeout(run, Math.max(2000, last + PAUSE - Date.now()))
  })
  onBeforeUnmount(() => {
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', run)
  })
}
