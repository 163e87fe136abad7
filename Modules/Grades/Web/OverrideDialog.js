/** A grade set by hand: which, why, until when. */
import { html } from '../../parts/html.js'
import { reactive } from '../../parts/libraries.js'
import { api, once } from '../../parts/api.js'
import { Dialog } from '../../parts/Dialog.js'
import { Button } from '../../parts/elements.js'
import { DateInput } from '../../parts/fields/DateInput.js'
import { t } from '../../parts/texts.js'
import { failed } from '../../parts/toast.js'
import { gradeOptions } from './words.js'

export const OverrideDialog = {
  props: { customer: Object, grade: Object },
  emits: ['answer', 'close'],
  setup(props, { emit }) {
    const options = gradeOptions().filter((option) => props.grade.settable.includes(option.key))
    const state = reactive({ grade: options.find(({ key }) => key === props.grade.grade)?.key ?? options[0]?.key, reason: '', until: null, isBusy: false, errors: {} })
    const save = async (close) => {
      Object.assign(state, { isBusy: true, errors: {} })
      try {
        emit('answer', await api.post(`/customers/${props.customer.id}/grade-override`, { grade: state.grade, reason: state.reason.trim() || null, until: state.until || null }, { headers: once() }))
        close()
      } catch (problem) {
        state.errors = problem.fields ?? {}
        if (!Object.keys(state.errors).length) failed(problem)
      } finally {
        state.isBusy = false
      }
    }
    const error = (key) => state.errors[key] && html`<span class="gx-error" role="alert">${state.errors[key]}</span>`
    return () => html`
      <${Dialog} title=${t('page.grades.override')} onClose=${() => emit('close')}>${{
        default: () => html`
          <div class="gx-field"><span class="gx-label">${gradeLabel()}</span>
            <div class="gx-row gx-wrap" role="radiogroup" aria-label=${gradeLabel()}>${options.map((option) => html`
              <button key=${option.key} type="button" role="radio" aria-checked=${String(state.grade === option.key)} class=${['gx-admin-pill', state.grade === option.key && 'gx-on']} onClick=${() => (state.grade = option.key)}>${option.label}</button>`)}</div>${error('grade')}</div>
          <label class="gx-field"><span class="gx-label gx-label-needed">${t('page.grades.reason')}</span>
            <textarea class="gx-input" rows="3" maxlength="400" value=${state.reason} onInput=${(event) => (state.reason = event.target.value)}></textarea>${error('reason')}</label>
          <div class="gx-field"><span class="gx-label">${t('page.grades.until')}</span>
            <${DateInput} modelValue=${state.until} label=${t('page.grades.until')} onUpdate:modelValue=${(day) => (state.until = day)} />${error('until')}
            <span class="gx-faint gx-small">${t('page.grades.untilHelp')}</span></div>`,
        foot: ({ close }) => html`<${Button} kind="quiet" label=${t('action.cancel')} onClick=${close} /><${Button} kind="primary" label=${t('action.save')} busy=${state.isBusy} onClick=${() => save(close)} />`,
      }}<//>`
  },
}

const gradeLabel = () => t('page.grades.grade')
