/** All that somebody owns goes to a colleague: whom, what, and how far it is. */
import { html } from '../../parts/html.js'
import { reactive } from '../../parts/libraries.js'
import { api, once } from '../../parts/api.js'
import { entities } from '../../parts/catalogue.js'
import { Dialog } from '../../parts/Dialog.js'
import { Button, Chip } from '../../parts/elements.js'
import { Picker } from '../../parts/fields/Picker.js'
import { ReferencePicker } from '../../parts/fields/ReferencePicker.js'
import { errorWords, isOver, JOB_COLOURS, Progress, resultWords, useJob } from '../../parts/jobs.js'
import { t } from '../../parts/texts.js'

export const HandOverDialog = {
  props: { user: Object },
  emits: ['answer', 'close'],
  setup(props, { emit }) {
    const form = reactive({ to: null, entities: [], movesUnit: false, switchesOff: false })
    const state = reactive({ errors: {}, isBusy: false })
    const { state: work, follow } = useJob()
    let key = once()
    const owned = entities.value.filter((entity) => entity.is.owned && entity.can.assign && entity.name !== 'delegation').map((entity) => ({ key: entity.name, label: entity.pluralLabel, icon: entity.icon }))
    const start = async () => {
      if (!form.to) return (state.errors = { to: t('form.required') })
      Object.assign(state, { isBusy: true, errors: {} })
      try {
        follow(await api.post(`/user-accounts/${props.user.id}/hand-over`, { ...form, entities: form.entities.length ? form.entities : null }, { headers: key }))
        emit('answer', true)
      } catch (problem) {
        if (!problem.isOffline) key = once()
        state.errors = { ...problem.fields, all: Object.keys(problem.fields).length ? undefined : problem.message }
      } finally {
        state.isBusy = false
      }
    }
    const check = (name) => html`<label class="gx-check"><input type="checkbox" checked=${form[name]} onChange=${(event) => (form[name] = event.target.checked)} /><span>${t(`handOver.${name}`)}</span></label>`
    const questions = () => html`
      <p class="gx-prose">${t('handOver.text', { name: props.user.name })}</p>
      <div class="gx-field"><label class="gx-label gx-label-needed" for="gx-hand-to">${t('handOver.to')}</label><${ReferencePicker} id="gx-hand-to" target="user" modelValue=${form.to} invalid=${Boolean(state.errors.to)} onUpdate:modelValue=${(to) => (form.to = to)} />
        ${state.errors.to && html`<span class="gx-error" role="alert">${state.errors.to}</span>`}</div>
      <div class="gx-field"><label class="gx-label" for="gx-hand-what">${t('handOver.what')}</label><${Picker} id="gx-hand-what" multiple modelValue=${form.entities} options=${owned} placeholder=${t('handOver.everything')} onUpdate:modelValue=${(names) => (form.entities = names)} /></div>
      ${check('movesUnit')}${props.user.isActive && check('switchesOff')}
      ${(state.errors.all || state.errors.entities) && html`<p class="gx-error" role="alert">${state.errors.all ?? state.errors.entities}</p>`}`
    const running = (job) => html`
      <div class="gx-row"><${Chip} colour=${JOB_COLOURS[job.state]} label=${job.stateLabel} /><span class="gx-grow"></span>${job.progress.total !== null && html`<span class="gx-faint">${t('jobs.progress', { done: job.progress.done ?? 0, total: job.progress.total })}</span>`}</div>
      ${!isOver(job) && html`<${Progress} done=${job.progress.done} total=${job.progress.total} label=${job.label} /><p class="gx-faint">${t('handOver.leave')}</p>`}
      ${isOver(job) && html`<p class="gx-prose" role="status">${resultWords(job) || errorWords(job)}</p>`}
      ${job.result?.refused > 0 && html`<p class="gx-warn">${t('handOver.refused')}</p>`}`
    return () => html`
      <${Dialog} title=${t('handOver.title', { name: props.user.name })} onClose=${() => emit('close')}>${{
        default: () => (work.job ? running(work.job) : questions()),
        foot: ({ close }) => work.job ? html`<${Button} kind="primary" label=${t('action.close')} onClick=${close} />`
          : html`<${Button} kind="quiet" label=${t('action.cancel')} onClick=${close} /><${Button} kind="primary" label=${t('handOver.start')} busy=${state.isBusy} onClick=${start} />`,
      }}<//>`
  },
}
