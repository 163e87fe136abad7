/** Who of those a mail is written to wants none. */
import { onBeforeUnmount, reactive, watch } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'

const PAUSE = 400

/** `recipients()` is what is typed so far; `place` holds what the mail hangs on. `found` follows, `look()` asks at once. */
export function useDeclines(recipients, { entity, record }) {
  const declines = reactive({ found: [], look })
  let waiting = null
  let asked = 0

  async function look() {
    clearTimeout(waiting)
    const mine = ++asked
    try {
      const { data } = recipients() ? await api.post('/mail-declines', { recipients: recipients(), entity, record }) : { data: [] }
      if (mine === asked) declines.found = data
    } catch {
      // An address that is half typed is told of when it is sent.
      if (mine === asked) declines.found = []
    }
    return declines.found
  }

  watch(recipients, () => (clearTimeout(waiting), (waiting = setTimeout(look, PAUSE))))
  onBeforeUnmount(() => clearTimeout(waiting))
  look()
  return declines
}
