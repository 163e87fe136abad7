/** From which records this one was made, and the way back. */
import { html } from '../../parts/html.js'
import { reactive, watch } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { Dialog, open } from '../../parts/Dialog.js'
import { Button, Icon } from '../../parts/elements.js'
import { relativeInstant } from '../../parts/format.js'
import { t } from '../../parts/texts.js'
import { failed } from '../../parts/toast.js'
import { MoveList } from './MoveList.js'
import { undoMerge } from './undoing.js'

export const MergesSection = {
  props: { entity: Object, record: Object },
  emits: ['changed'],
  setup(props, { emit }) {
    const state = reactive({ merges: [] })
    const load = () => api.get(`/${props.entity.resource}/${props.record.id}/merges`).then((answer) => (state.merges = answer.data.filter(({ survivor }) => survivor.id === props.record.id)), () => (state.merges = []))
    watch(() => [props.record.id, props.record.version], load, { immediate: true })
    const undo = async (merge) => {
      if (!(await open(UndoDialog, { merge }))) return
      try {
        await undoMerge(props.entity, props.record.id, merge.id)
        emit('changed')
      } catch (problem) {
        failed(problem)
      }
    }
    return () => state.merges.length > 0 && html`
      <section class="gx-merges" aria-label=${t('merge.lineage')}><h2>${t('merge.lineage')}</h2>
        <ul>${state.merges.map((merge) => html`
          <li key=${merge.id} class="gx-row"><${Icon} name="call_merge" size="small" /><span class="gx-grow"><b>${merge.loser.title || `#${merge.loser.id}`}</b>
            <span class="gx-faint gx-small">${t(`merge.state.${merge.state}`, { when: relativeInstant(merge.undoneAt ?? merge.at), who: (merge.undoneAt ? merge.undoneBy : merge.by)?.title || t('timeline.system') })}</span></span>
            ${merge.isUndoable && html`<${Button} kind="quiet" icon="call_split" label=${t('merge.undo')} onClick=${() => undo(merge)} />`}</li>`)}</ul>
      </section>`
  },
}

/** What comes back, and what stays. */
const UndoDialog = {
  props: { merge: Object },
  emits: ['answer', 'close'],
  setup(props, { emit }) {
    return () => html`
      <${Dialog} title=${t('merge.undoTitle', { name: props.merge.loser.title })} onClose=${() => emit('close')}>${{
        default: () => html`<p class="gx-prose">${t('merge.undoHelp')}</p><h3>${t('merge.goesBack')}</h3><${MoveList} moves=${props.merge.moves} none=${t('merge.movesNothing')} />
          <h3>${t('merge.stays')}</h3><${MoveList} moves=${props.merge.stays} none=${t('merge.staysNothing')} />`,
        foot: ({ close }) => html`<${Button} label=${t('action.cancel')} onClick=${close} /><${Button} kind="primary" label=${t('merge.undo')} autofocus onClick=${() => (emit('answer', true), close())} />`,
      }}<//>`
  },
}
