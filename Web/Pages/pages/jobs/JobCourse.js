/** The course of a job: when it was asked for, what went wrong on the way, who stepped in, and how it ended. */
import { html } from '../../parts/html.js'
import { api } from '../../parts/api.js'
import { fullInstant } from '../../parts/format.js'
import { errorWords } from '../../parts/jobs.js'
import { onMounted, reactive, watch } from '../../parts/libraries.js'
import { Failure, Skeleton } from '../../parts/states.js'
import { t } from '../../parts/texts.js'
import { knownTitle } from '../../parts/titles.js'

export const JobCourse = {
  props: { job: Object },
  setup(props) {
    const state = reactive({ entries: null, problem: null })
    const load = async () => {
      try {
        Object.assign(state, { entries: (await api.get(`/jobs/${props.job.id}/log`)).data, problem: null })
      } catch (problem) {
        state.problem = problem
      }
    }
    onMounted(load)
    // Every step of the course changes one of these.
    watch(() => [props.job.state, props.job.attempts, props.job.isCancelAsked].join(), load)
    const who = (user) => (user ? knownTitle('user', user) : '')
    const line = (key, at, words, more, isBad) => html`
      <li key=${key} class="gx-job-step"><span class="gx-faint gx-nowrap gx-small">${fullInstant(at)}</span><span class="gx-grow">${words}${more && html`<span class=${['gx-job-who', isBad ? 'gx-bad' : 'gx-faint']}>${more}</span>`}</span></li>`
    return () => {
      const { job } = props
      if (state.problem) return html`<${Failure} problem=${state.problem} retry=${load} />`
      if (!state.entries) return html`<${Skeleton} lines=${3} />`
      return html`
        <ol class="gx-job-course">
          ${line('asked', job.createdAt, t('jobs.course.asked'), who(job.createdBy))}
          ${state.entries.map((entry) => line(entry.id, entry.at, [entry.stepLabel, entry.attempt && t('jobs.attempts', { n: entry.attempt })].filter(Boolean).join(' · '), entry.error ? errorWords(entry) : who(entry.user), Boolean(entry.error)))}
          ${job.startedAt && line('began', job.startedAt, t('jobs.course.began'), job.attempts > 1 && t('jobs.attempts', { n: job.attempts }))}
          ${job.state === 'waiting' && Date.parse(job.runAt) > Date.now() && line('next', job.runAt, t('jobs.course.next'))}
          ${job.endedAt && line('ended', job.endedAt, t(`jobs.state.${job.state}`))}
        </ol>`
    }
  },
}
