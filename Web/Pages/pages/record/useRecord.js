/** One record, kept up to date with what colleagues do. */
import { reactive, watch } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { expansion } from '../../parts/forms/useForm.js'
import { useLive } from '../../parts/live.js'
import { go } from '../../parts/router.js'
import { prefer, session } from '../../parts/session.js'
import { t } from '../../parts/texts.js'
import { done } from '../../parts/toast.js'

const RECENT = 12

/** `entity()` and `id()` say which. */
export function useRecord(entity, id) {
  const state = reactive({ record: null, problem: null, isLoading: false, changes: 0 })

  async function load() {
    const [wanted, place] = [entity(), id()]
    state.isLoading = true
    try {
      const record = await api.get(`/${wanted.resource}/${place}`, { expand: expansion(wanted), actions: wanted.actions.length ? true : undefined })
      if (place !== id()) return
      put(record)
      state.problem = null
      remember(wanted, record)
    } catch (problem) {
      if (place !== id()) return
      // What was merged is there under the one that stayed.
      if (problem.code === 'merged') return forward(wanted, problem)
      state.problem = problem
    } finally {
      state.isLoading = false
    }
  }

  function forward(wanted, problem) {
    go(`/${wanted.resource}/${problem.rest.mergedInto}`, {}, { replace: true })
    done(t('merge.forwarded', { name: wanted.label }))
  }

  function put(record) {
    state.record = record
    state.changes++
  }

  watch(() => [entity()?.name, id()], () => {
    state.record = null
    load()
  }, { immediate: true })
  useLive((change) => {
    if (change && (change.entity !== entity().name || change.record !== id())) return
    if (change?.kind === 'delete' || change?.kind === 'purge') leave(change)
    else load()
  })

  /** What has gone cannot be asked for. Whoever put it away themselves is on the way to another page already. */
  function leave(change) {
    if (change.actor !== session.user.id) Object.assign(state, { record: null, problem: { status: 404, message: t('record.gone') } })
  }

  return { state, load, put }
}

/** What was looked at last is found again in the palette. */
function remember(entity, record) {
  const item = { entity: entity.name, id: record.id, title: record[entity.title] ?? '' }
  const others = (session.preferences.recent ?? []).filter((other) => other.id !== item.id)
  if (session.preferences.recent?.[0]?.id === item.id) return
  prefer('recent', [item, ...others].slice(0, RECENT))
}
