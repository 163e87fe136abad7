/** Short messages at the lower edge: what was done, with a way back, and what went wrong. */
import { Quasar } from './libraries.js'
import { t } from './texts.js'

/** Says that something was done; `undo` offers a way back, or, with a label, a way on. */
export function done(message, undo, label = t('action.undo')) {
  Quasar.Notify.create({
    message, classes: 'gx-toast', position: 'bottom', timeout: undo ? 8000 : 2500,
    actions: undo ? [{ label, handler: () => undo().catch(failed) }] : [],
  })
}

/** Says why something did not work. What the user stopped is no failure. */
export function failed(problem) {
  if (problem?.name === 'AbortError') return
  if (!problem?.status && problem?.status !== 0) console.error(problem)
  const details = (problem.errors ?? []).filter((error) => error.message).map((error) => error.message)
  Quasar.Notify.create({
    // The answer's own sentence points programs to a list; people read what is in it.
    message: details.length && problem.status === 422 ? t('problem.notSaved') : problem.message, caption: details.slice(0, 3).join(' '), classes: 'gx-toast gx-toast-bad', position: 'bottom', timeout: 8000,
    actions: [{ icon: 'close', 'aria-label': t('action.close') }],
  })
}
