/** Where a unit goes: the way to move it without a mouse. */
import { html } from '../../parts/html.js'
import { onMounted, ref } from '../../parts/libraries.js'
import { Dialog } from '../../parts/Dialog.js'
import { Button } from '../../parts/elements.js'
import { ReferencePicker } from '../../parts/fields/ReferencePicker.js'
import { t } from '../../parts/texts.js'
import { knownTitle } from '../../parts/titles.js'

export const MoveUnitDialog = {
  props: { unit: Object },
  emits: ['answer', 'close'],
  setup(props, { emit }) {
    const parent = ref(props.unit.parent ?? null)
    // Not before the dialog stands still: the list opens where the input is then.
    onMounted(() => setTimeout(() => document.getElementById('gx-move-to')?.focus(), 200))
    return () => html`
      <${Dialog} title=${t('units.moveTitle', { name: props.unit.name })} onClose=${() => emit('close')}>${{
        default: () => html`<div class="gx-field"><label class="gx-label" for="gx-move-to">${t('units.moveTo')}</label>
          <${ReferencePicker} id="gx-move-to" target="orgUnit" modelValue=${parent.value} labelOf=${(id) => knownTitle('orgUnit', id)} onUpdate:modelValue=${(id) => (parent.value = id)} />
          <span class="gx-faint gx-small">${t('units.moveHelp')}</span></div>`,
        foot: ({ close }) => html`<${Button} kind="quiet" label=${t('action.cancel')} onClick=${close} /><${Button} kind="primary" label=${t('units.moveYes')} onClick=${() => (emit('answer', { parent: parent.value }), close())} />`,
      }}<//>`
  },
}
