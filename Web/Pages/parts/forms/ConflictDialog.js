/** Two people changed the same record: for each field that both touched, or where mine would overwrite theirs, one chooses. */
import { html } from '../html.js'
import { reactive } from '../libraries.js'
import { Dialog } from '../Dialog.js'
import { Button } from '../elements.js'
import { Value } from '../fields/Value.js'
import { t } from '../texts.js'

export const ConflictDialog = {
  props: { entity: Object, base: Object, mine: Object, theirs: Object },
  emits: ['answer', 'close'],
  setup(props, { emit }) {
    const isSame = (one, other) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null)
    const fields = Object.keys(props.mine).map((key) => props.entity.field[key])
    const disputed = fields.filter((field) => !isSame(props.theirs[field.key], props.base[field.key]) && !isSame(props.theirs[field.key], props.mine[field.key]))
    const takesMine = reactive(Object.fromEntries(fields.map((field) => [field.key, !disputed.includes(field)])))
    const answer = (close) => {
      emit('answer', Object.fromEntries(fields.filter((field) => takesMine[field.key]).map((field) => [field.key, props.mine[field.key]])))
      close()
    }
    const side = (field, isMine, record) => html`
      <label class=${['gx-conflict-side', takesMine[field.key] === isMine && 'gx-on']}>
        <input type="radio" name=${`conflict-${field.key}`} checked=${takesMine[field.key] === isMine} onChange=${() => (takesMine[field.key] = isMine)} />
        <${Value} field=${field} value=${isMine ? props.mine[field.key] : props.theirs[field.key]} record=${record} entity=${props.entity} /></label>`
    return () => html`
      <${Dialog} wide title=${t('conflict.title')} onClose=${() => emit('close')}>${{
        default: () => html`
          <p class="gx-prose">${t('conflict.text', { name: props.theirs.expanded?.modifiedBy?.title ?? t('conflict.somebody') })}</p>
          <div class="gx-conflict"><span></span><b>${t('conflict.mine')}</b><b>${t('conflict.theirs')}</b>
            ${fields.map((field) => [html`<span key=${field.key} class=${disputed.includes(field) ? 'gx-warn' : 'gx-faint'}>${field.label}</span>`, side(field, true, props.base), side(field, false, props.theirs)])}</div>`,
        foot: ({ close }) => html`<${Button} kind="quiet" label=${t('action.cancel')} onClick=${close} /><${Button} kind="primary" label=${t('conflict.save')} onClick=${() => answer(close)} />`,
      }}<//>`
  },
}
