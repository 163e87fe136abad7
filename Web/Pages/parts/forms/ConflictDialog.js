/** Two people changed the same record: for each field that both touched, or where mine would overwrite theirs, one chooses. */
import { html } from '../html.js'
import { reactive } from '../libraries.js'
import { Dialog } from '../Dialog.js'
import { Button } from '../elements.js'
import { Value } from '../fields/Value.js'
import { entityNamed } from '../catalogue.js'
import { t } from '../texts.js'

const MOST_LINES = 5

const isSame = (one, other) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null)

/** The keys of what both changed, and not alike. */
export const disputed = (base, mine, theirs) => Object.keys(mine).filter((key) => !isSame(theirs[key], base[key]) && !isSame(theirs[key], mine[key]))

export const ConflictDialog = {
  props: { entity: Object, base: Object, mine: Object, theirs: Object },
  emits: ['answer', 'close'],
  setup(props, { emit }) {
    // Lines are taken as a whole: a row of mine and one of theirs need not go together.
    const linesAt = (key) => props.entity.lines?.find((lines) => lines.key === key)
    const fields = Object.keys(props.mine).map((key) => props.entity.field[key] ?? { key, label: entityNamed(linesAt(key).entity).pluralLabel })
    const both = disputed(props.base, props.mine, props.theirs)
    const takesMine = reactive(Object.fromEntries(fields.map((field) => [field.key, !both.includes(field.key)])))
    const answer = (close) => {
      emit('answer', Object.fromEntries(fields.filter((field) => takesMine[field.key]).map((field) => [field.key, props.mine[field.key]])))
      close()
    }
    const shown = (field, value, record) => {
      const lines = linesAt(field.key)
      if (!lines) return html`<${Value} field=${field} value=${value} record=${record} entity=${props.entity} />`
      const { title } = entityNamed(lines.entity)
      return html`<span><b>${t('lines.count', { n: value.length })}</b><br />${value.slice(0, MOST_LINES).map((line) => line[title]).join(t('list.comma'))}${value.length > MOST_LINES && '…'}</span>`
    }
    const side = (field, isMine, record) => html`
      <label class=${['gx-conflict-side', takesMine[field.key] === isMine && 'gx-on']}>
        <input type="radio" name=${`conflict-${field.key}`} checked=${takesMine[field.key] === isMine} onChange=${() => (takesMine[field.key] = isMine)} />
        ${shown(field, isMine ? props.mine[field.key] : props.theirs[field.key], record)}</label>`
    return () => html`
      <${Dialog} wide title=${t('conflict.title')} onClose=${() => emit('close')}>${{
        default: () => html`
          <p class="gx-prose">${t('conflict.text', { name: props.theirs.expanded?.modifiedBy?.title ?? t('conflict.somebody') })}</p>
          <div class="gx-conflict"><span></span><b>${t('conflict.mine')}</b><b>${t('conflict.theirs')}</b>
            ${fields.map((field) => [html`<span key=${field.key} class=${both.includes(field.key) ? 'gx-warn' : 'gx-faint'}>${field.label}</span>`, side(field, true, props.base), side(field, false, props.theirs)])}</div>`,
        foot: ({ close }) => html`<${Button} kind="quiet" label=${t('action.cancel')} onClick=${close} /><${Button} kind="primary" label=${t('conflict.save')} onClick=${() => answer(close)} />`,
      }}<//>`
  },
}
