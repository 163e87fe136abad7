/** Of what one wants to be told, and how. */
import { html } from '../../parts/html.js'
import { onMounted, reactive, watch } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { Icon } from '../../parts/elements.js'
import { prefer, session } from '../../parts/session.js'
import { Failure, Skeleton } from '../../parts/states.js'
import { language, t } from '../../parts/texts.js'

export const NoticeSection = {
  setup() {
    const state = reactive({ kinds: null, choices: [], problem: null })
    const load = async () => {
      try {
        const answer = await api.get('/notices/kinds')
        Object.assign(state, { kinds: answer.data, choices: answer.choices, problem: null })
      } catch (problem) {
        state.problem = problem
      }
    }
    onMounted(load)
    watch(language, load)
    const choose = (kind, choice) => {
      kind.choice = choice
      prefer('notices', { ...session.preferences.notices, [kind.key]: choice })
    }
    // What was chosen where there was mail counts as this where there is none.
    const chosen = (kind) => (state.choices.includes(kind.choice) ? kind.choice : 'product')
    const row = (kind) => html`
      <div key=${kind.key} class="gx-setting"><span class="gx-row gx-grow"><${Icon} name=${kind.icon} /><span>${kind.label}</span></span>
        <div class="gx-segments" role="radiogroup" aria-label=${kind.label}>${state.choices.map((choice) => html`
          <label class=${['gx-segment', chosen(kind) === choice && 'gx-on']}><input type="radio" name=${`notice-${kind.key}`} checked=${chosen(kind) === choice} onChange=${() => choose(kind, choice)} /><span>${t(`notices.choice.${choice}`)}</span></label>`)}</div></div>`
    return () => html`
      <p class="gx-faint">${t('notices.text')}</p>
      ${state.problem ? html`<${Failure} problem=${state.problem} retry=${load} />` : !state.kinds ? html`<${Skeleton} lines=${4} />` : html`<div>${state.kinds.map(row)}</div>`}`
  },
}
