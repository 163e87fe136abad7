/** What the program itself does again and again: when next, and how the last time ended. Administrators see it. */
import { html } from '../../parts/html.js'
import { api } from '../../parts/api.js'
import { Chip, Hint, Icon } from '../../parts/elements.js'
import { fullInstant, relativeInstant } from '../../parts/format.js'
import { errorWords, JOB_COLOURS, resultWords } from '../../parts/jobs.js'
import { onMounted, reactive } from '../../parts/libraries.js'
import { rhythmWords } from '../../parts/rhythm.js'
import { Failure, Skeleton } from '../../parts/states.js'
import { t } from '../../parts/texts.js'

export const SystemSchedules = {
  setup() {
    const state = reactive({ entries: null, problem: null })
    const load = async () => {
      try {
        Object.assign(state, { entries: (await api.get('/job-timetable')).data, problem: null })
      } catch (problem) {
        state.problem = problem
      }
    }
    onMounted(load)
    const row = ({ kind, label, rhythm, zone, nextAt, last }) => html`
      <li key=${kind} class="gx-line-row gx-job"><${Icon} name="settings_suggest" />
        <div class="gx-grow gx-job-text"><div class="gx-row gx-wrap"><b>${label}</b>${last && html`<${Chip} colour=${JOB_COLOURS[last.state]} label=${last.stateLabel} />`}</div>
          <span>${[rhythmWords(rhythm), zone !== 'GMT' && zone !== 'Asia/Shanghai' && zone].filter(Boolean).join(' ')}</span>
          ${last?.error && html`<span class="gx-bad">${errorWords(last)}</span>`}
          <span class="gx-faint gx-small">${[nextAt && t('schedule.next', { time: fullInstant(nextAt) }), last ? t('schedule.last', { time: relativeInstant(last.createdAt) }) : t('schedule.notYet'), last && resultWords(last)].filter(Boolean).join(' · ')}${last && html`<${Hint} text=${fullInstant(last.createdAt)} />`}</span></div></li>`
    return () => html`
      <h2 class="gx-section-title">${t('schedule.system')}</h2>
      ${state.problem ? html`<${Failure} problem=${state.problem} retry=${load} />` : !state.entries ? html`<${Skeleton} lines=${6} />`
        : html`<ul class="gx-admin-lines">${state.entries.map(row)}</ul>`}`
  },
}
