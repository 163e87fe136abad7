/** Erasing in two steps: first what goes and what stays, then the reason and the deed. */
import { html } from '../../parts/html.js'
import { reactive, ref } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { Dialog } from '../../parts/Dialog.js'
import { Button, Chip } from '../../parts/elements.js'
import { exactNumber } from '../../parts/format.js'
import { Failure, Skeleton } from '../../parts/states.js'
import { t } from '../../parts/texts.js'
import { done, failed } from '../../parts/toast.js'

const COLOURS = { erase: 'red', remove: 'red', block: 'amber', keep: 'grey' }

export const EraseDialog = {
  props: { entity: Object, record: Object },
  emits: ['answer', 'close'],
  setup(props, { emit }) {
    const frame = ref(null)
    const state = reactive({ plan: null, problem: null, reason: '', isSure: false, isBusy: false })
    const path = `/${props.entity.resource}/${props.record.id}`
    const load = () => api.post(`${path}/erasure-plan`).then((plan) => Object.assign(state, { plan, problem: null }), (problem) => (state.problem = problem))
    load()
    const erase = async () => {
      state.isBusy = true
      try {
        await api.post(`${path}/erase`, { reason: state.reason.trim(), ifVersion: state.plan.version })
        done(t('page.privacy.erased'))
        emit('answer', true)
        frame.value.close()
      } catch (problem) {
        failed(problem)
        await load()
      }
      state.isBusy = false
    }
    const part = ({ entity, label, fate, count, fields, until, basis }) => html`
      <li key=${entity + fate}><div class="gx-row gx-wrap"><${Chip} colour=${COLOURS[fate]} label=${t(`page.privacy.fate.${fate}`)} /><b>${label}</b><span class="gx-faint">${exactNumber(String(count))}</span></div>
        ${fields.length > 0 && html`<p class="gx-faint gx-small">${fields.join(t('list.comma'))}</p>`}${until && html`<p class="gx-small">${t('page.privacy.until', { day: until, basis: basis ?? '' })}</p>`}</li>`
    return () => html`
      <${Dialog} ref=${frame} wide title=${t('page.privacy.eraseOf', { name: props.record[props.entity.title] })} onClose=${() => emit('close')}>${{
        default: () => state.problem ? html`<${Failure} problem=${state.problem} retry=${load} />` : !state.plan ? html`<${Skeleton} lines=${6} />` : html`
          <p class="gx-prose">${t('page.privacy.eraseHelp')}</p><ul class="gx-erase-plan">${state.plan.parts.map(part)}</ul>
          <label class="gx-field"><span class="gx-label">${t('page.privacy.reason')}</span><input class="gx-input" maxlength="200" value=${state.reason} onInput=${(event) => (state.reason = event.target.value)} /></label>
          <label class="gx-check"><input type="checkbox" checked=${state.isSure} onChange=${(event) => (state.isSure = event.target.checked)} /><span>${t('page.privacy.sure')}</span></label>`,
        foot: ({ close }) => html`<${Button} kind="quiet" label=${t('action.cancel')} onClick=${close} /><${Button} kind="danger" label=${t('page.privacy.erase')} disabled=${!state.plan || !state.isSure || !state.reason.trim()} busy=${state.isBusy} onClick=${erase} />`,
      }}<//>`
  },
}
