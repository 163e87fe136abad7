/** Eight questions about what one has seen of somebody; the answers propose a temperament, which the asker takes or not. */
import { html } from '../../parts/html.js'
import { reactive, ref } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { entityNamed } from '../../parts/catalogue.js'
import { Dialog } from '../../parts/Dialog.js'
import { Button } from '../../parts/elements.js'
import { Failure, Skeleton } from '../../parts/states.js'
import { t } from '../../parts/texts.js'

export const QuestionnaireDialog = {
  emits: ['answer', 'close'],
  setup(_, { emit }) {
    const frame = ref(null)
    const state = reactive({ questions: null, answers: [], proposal: null, problem: null })
    const load = () => api.get('/temperament/questions').then(({ data }) => Object.assign(state, { questions: data, answers: data.map(() => '-'), problem: null }), (problem) => (state.problem = problem))
    load()
    const choose = async (index, answer) => {
      state.answers[index] = String(answer + 1)
      const answers = state.answers.join('')
      const proposal = await api.get('/temperament/proposal', { answers }).catch(() => null)
      if (answers === state.answers.join('')) state.proposal = proposal
    }
    const given = () => state.answers.filter((answer) => answer !== '-').length
    const take = () => {
      emit('answer', state.proposal.temperament)
      frame.value.close()
    }
    const name = (key) => entityNamed('customer')?.field.temperament?.option[key]?.label ?? key
    const verdict = () => {
      if (given() < state.questions.length) return t('page.advice.left', { n: state.questions.length - given() })
      return state.proposal?.temperament ? t(state.proposal.isClear ? 'page.advice.clear' : 'page.advice.unclear', { name: name(state.proposal.temperament) }) : t('page.advice.tie')
    }
    const question = ({ text, answers }, index) => html`
      <fieldset key=${index} class="gx-question"><legend>${index + 1}. ${text}</legend>
        ${answers.map((answer, place) => html`<label><input type="radio" name=${`question-${index}`} checked=${state.answers[index] === String(place + 1)} onChange=${() => choose(index, place)} /><span>${answer}</span></label>`)}</fieldset>`
    return () => html`
      <${Dialog} ref=${frame} wide title=${t('page.advice.find')} onClose=${() => emit('close')}>${{
        default: () => state.problem ? html`<${Failure} problem=${state.problem} retry=${load} />` : !state.questions ? html`<${Skeleton} lines=${8} />` : html`<div class="gx-questions">${state.questions.map(question)}</div>`,
        foot: ({ close }) => html`
          <span class="gx-grow gx-faint" role="status">${state.questions && verdict()}</span><${Button} kind="quiet" label=${t('action.cancel')} onClick=${close} />
          <${Button} kind="primary" label=${t('page.advice.take')} disabled=${!state.proposal?.temperament || given() < state.questions.length} onClick=${take} />`,
      }}<//>`
  },
}
