/** What a dashboard is called and who sees it. */
import { html } from '../../parts/html.js'
import { reactive } from '../../parts/libraries.js'
import { api, ifVersion } from '../../parts/api.js'
import { entityNamed } from '../../parts/catalogue.js'
import { Dialog } from '../../parts/Dialog.js'
import { Button } from '../../parts/elements.js'
import { Editor } from '../../parts/fields/Editor.js'
import { t } from '../../parts/texts.js'

export const DashboardSettings = {
  props: { dashboard: Object },
  emits: ['answer', 'close'],
  setup(props, { emit }) {
    const fields = ['name', 'audience', 'roles', 'position'].map((key) => entityNamed('dashboard').field[key]).filter((field) => field && !field.readOnly)
    const state = reactive({ values: { ...props.dashboard }, errors: {}, problem: null, isBusy: false })
    const save = async (close) => {
      Object.assign(state, { isBusy: true, errors: {}, problem: null })
      const changes = Object.fromEntries(fields.filter(({ key }) => JSON.stringify(state.values[key]) !== JSON.stringify(props.dashboard[key])).map(({ key }) => [key, state.values[key]]))
      try {
        if (Object.keys(changes).length) emit('answer', await api.patch(`/dashboards/${props.dashboard.id}`, changes, { headers: ifVersion(props.dashboard.version) }))
        close()
      } catch (problem) {
        Object.assign(state, { errors: problem.fields ?? {}, problem })
      } finally {
        state.isBusy = false
      }
    }
    return () => html`
      <${Dialog} title=${t('dashboard.settings')} onClose=${() => emit('close')}>${{
        default: () => html`
          ${fields.map((field) => html`<div class="gx-field" key=${field.key}><label class=${['gx-label', field.required && 'gx-label-needed']} for=${`gx-dashboard-${field.key}`}>${field.label}</label>
            <${Editor} id=${`gx-dashboard-${field.key}`} field=${field} record=${props.dashboard} modelValue=${state.values[field.key]} invalid=${Boolean(state.errors[field.key])} onUpdate:modelValue=${(value) => (state.values[field.key] = value)} />
            ${state.errors[field.key] && html`<span class="gx-error">${state.errors[field.key]}</span>`}</div>`)}
          ${state.problem && !Object.keys(state.errors).length && html`<p class="gx-error" role="alert">${state.problem.message}</p>`}`,
        foot: ({ close }) => html`<${Button} kind="quiet" label=${t('action.cancel')} onClick=${close} /><${Button} kind="primary" label=${t('action.save')} busy=${state.isBusy} onClick=${() => save(close)} />`,
      }}<//>`
  },
}
