/** The search for the other record, from a record's menu. */
import { html } from '../../parts/html.js'
import { Dialog } from '../../parts/Dialog.js'
import { Picker } from '../../parts/fields/Picker.js'
import { findRecords } from '../../parts/fields/ReferencePicker.js'
import { go } from '../../parts/router.js'
import { t } from '../../parts/texts.js'

export const MergeDialog = {
  props: { entity: Object, record: Object },
  emits: ['close'],
  setup(props, { emit }) {
    const search = async (words) => (await findRecords(props.entity, words)).filter(({ key }) => key !== props.record.id)
    const choose = (id, close) => {
      close()
      go(`/${props.entity.resource}/merge`, { left: props.record.id, right: id })
    }
    return () => html`
      <${Dialog} title=${t('merge.with', { name: props.record[props.entity.title] })} onClose=${() => emit('close')}>${({ close }) => html`
        <p class="gx-prose">${t('merge.withHelp')}</p>
        <${Picker} modelValue=${null} search=${search} autofocus label=${t('merge.other')} placeholder=${t('merge.other')} onUpdate:modelValue=${(id) => id && choose(id, close)} />`}<//>`
  },
}
