/** A file that was brought, as the server reads it: its first rows and the columns guessed, anew whenever the address says to read it otherwise. */
import { computed, reactive, watch } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { entityNamed } from '../../parts/catalogue.js'
import { route } from '../../parts/router.js'
import { planOf, targetsOf } from './plan.js'
import { READING } from './runs.js'

/** `props` are `file` and `entity`. `state.plan` is what becomes of each column; `reading()` what the address says of the file. */
export function usePreview(props) {
  const state = reactive({ preview: null, plan: null, problem: null, refused: null, isBusy: false })
  const reading = () => Object.fromEntries(READING.map((name) => [name, route.query[name]]).filter(([, value]) => value))
  const load = async () => {
    try {
      const preview = await api.get(`/import-files/${props.file}/preview`, { ...reading(), entity: props.entity.name })
      Object.assign(state, { preview, plan: planOf(preview.mapping, preview.header), problem: null })
    } catch (problem) {
      state.problem = problem
    }
  }
  load()
  watch(() => JSON.stringify(reading()), load)
  // What a mapping of before brought in the same row stays as it is.
  const children = computed(() => (state.plan?.children ?? []).map(({ entity }) => entityNamed(entity)).filter(Boolean))
  const targets = computed(() => targetsOf(props.entity, children.value))
  return { state, reading, load, targets }
}
