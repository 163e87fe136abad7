/** A record beside its list: what matters, changed in place, and the way to the whole. */
import { html } from '../../parts/html.js'
import { computed } from '../../parts/libraries.js'
import { Button } from '../../parts/elements.js'
import { keyLabel, useKeys } from '../../parts/keys.js'
import { listContext } from '../../parts/listContext.js'
import { go } from '../../parts/router.js'
import { Failure, Skeleton } from '../../parts/states.js'
import { t } from '../../parts/texts.js'
import { RecordFields } from '../record/RecordFields.js'
import { RecordTitle } from '../record/RecordTitle.js'
import { Timeline } from '../record/Timeline.js'
import { useRecord } from '../record/useRecord.js'

export const Preview = {
  props: { entity: Object, id: String },
  emits: ['close', 'saved', 'move'],
  setup(props, { emit }) {
    const record = useRecord(() => props.entity, () => props.id)
    const index = computed(() => listContext.value?.indexOf(props.id) ?? -1)
    const move = async (steps) => {
      const row = await listContext.value?.rowAt(index.value + steps)
      if (row) emit('move', row.id)
    }
    useKeys([
      { keys: 'escape', label: () => t('preview.close'), run: () => emit('close') },
      { keys: 'j', label: () => t('record.next'), run: () => move(1) },
      { keys: 'k', label: () => t('record.previous'), run: () => move(-1) },
    ])
    const saved = (next) => {
      record.put(next)
      emit('saved', next)
    }
    return () => html`
      <aside class="gx-preview" aria-label=${t('list.preview')}>
        <header class="gx-row">
          <${Button} kind="quiet" icon="keyboard_arrow_up" hint=${t('record.previous')} keys=${keyLabel('k')} disabled=${index.value <= 0} onClick=${() => move(-1)} />
          <${Button} kind="quiet" icon="keyboard_arrow_down" hint=${t('record.next')} keys=${keyLabel('j')} disabled=${index.value < 0 || index.value + 1 >= listContext.value.length()} onClick=${() => move(1)} />
          <span class="gx-grow"></span>
          <${Button} kind="quiet" icon="open_in_full" label=${t('preview.open')} onClick=${() => go(`/${props.entity.resource}/${props.id}`)} />
          <${Button} kind="quiet" icon="close" hint=${t('action.close')} keys="Esc" onClick=${() => emit('close')} />
        </header>
        <div class="gx-scroll gx-preview-body">
          ${record.state.problem ? html`<${Failure} problem=${record.state.problem} retry=${record.load} />`
            : !record.state.record ? html`<${Skeleton} />`
              : html`<${RecordTitle} entity=${props.entity} record=${record.state.record} isSmall />
                <${RecordFields} entity=${props.entity} record=${record.state.record} isNarrow onSaved=${saved} />
                <h3 class="gx-preview-heading">${t('timeline.title')}</h3><${Timeline} entity=${props.entity} record=${record.state.record} />`}
        </div>
      </aside>`
  },
}
