/** The name of a view and who sees it. */
import { html } from '../../parts/html.js'
import { reactive } from '../../parts/libraries.js'
import { entityNamed } from '../../parts/catalogue.js'
import { Dialog } from '../../parts/Dialog.js'
import { Button } from '../../parts/elements.js'
import { ReferencePicker } from '../../parts/fields/ReferencePicker.js'
import { isAdministrator } from '../../parts/session.js'
import { knownTitle } from '../../parts/titles.js'
import { t } from '../../parts/texts.js'

export const ViewDialog = {
  props: { entity: Object, view: Object },
  emits: ['answer', 'close'],
  setup(props, { emit }) {
    const form = reactive({ name: props.view.name, audience: props.view.audience ?? 'mine', roles: props.view.roles ?? [], isWrong: false })
    const save = (close) => {
      form.isWrong = !form.name.trim()
      if (form.isWrong) return
      emit('answer', { name: form.name.trim(), audience: form.audience, ...(isAdministrator.value ? { roles: form.roles } : {}) })
      close()
    }
    const audiences = () => ['mine', 'unit', ...(isAdministrator.value || props.view.audience === 'everyone' ? ['everyone'] : [])]
    return () => html`
      <${Dialog} title=${t(props.view.id ? 'view.edit' : 'view.saveAs')} onClose=${() => emit('close')}>${{
        default: ({ close }) => html`
          <label class="gx-field"><span class="gx-label">${t('view.name')}</span>
            <input class="gx-input" value=${form.name} maxlength="80" autofocus aria-invalid=${form.isWrong ? 'true' : undefined} onInput=${(event) => (form.name = event.target.value)} onKeydown=${(event) => event.key === 'Enter' && !event.isComposing && save(close)} />
            ${form.isWrong && html`<span class="gx-error">${t('form.required')}</span>`}</label>
          <fieldset class="gx-choices"><legend class="gx-label">${t('view.audience')}</legend>
            ${audiences().map((key) => html`<label class="gx-radio"><input type="radio" name="audience" checked=${form.audience === key} onChange=${() => (form.audience = key)} /><span>${t(`view.audience.${key}`)}</span></label>`)}</fieldset>
          ${isAdministrator.value && entityNamed('role') && html`<div class="gx-field"><span class="gx-label">${t('view.roles')}</span>
            <${ReferencePicker} multiple target="role" modelValue=${form.roles} labelOf=${(id) => knownTitle('role', id)} label=${t('view.roles')} onUpdate:modelValue=${(value) => (form.roles = value)} /></div>`}`,
        foot: ({ close }) => html`<${Button} kind="quiet" label=${t('action.cancel')} onClick=${close} /><${Button} kind="primary" label=${t('action.save')} onClick=${() => save(close)} />`,
      }}<//>`
  },
}
