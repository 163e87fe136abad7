/** The filter as a tree: groups within groups, each with all or any of its conditions, or none of them. */
import { html } from '../../parts/html.js'
import { reactive, ref, Quasar } from '../../parts/libraries.js'
import { fieldAt, pathLabel } from '../../parts/catalogue.js'
import { Dialog } from '../../parts/Dialog.js'
import { Button } from '../../parts/elements.js'
import { emptyTree, isTree, operatorsOf, readRule, writeRule } from '../../parts/rules.js'
import { t } from '../../parts/texts.js'
import { ConditionEditor } from './ConditionEditor.js'
import { FieldPicker } from './FieldPicker.js'

const DEEPEST = 5

export const FilterBuilder = {
  props: { entity: Object, filter: Object },
  emits: ['filter', 'close'],
  setup(props, { emit }) {
    const tree = reactive(readRule(props.filter))
    const apply = (close) => {
      emit('filter', writeRule(tree))
      close()
    }
    return () => html`
      <${Dialog} wide title=${t('filter.build')} onClose=${() => emit('close')}>${{
        default: () => html`<${Group} entity=${props.entity} tree=${tree} depth=${0} />`,
        foot: ({ close }) => html`<${Button} kind="quiet" label=${t('action.cancel')} onClick=${close} /><${Button} kind="primary" label=${t('filter.apply')} onClick=${() => apply(close)} />`,
      }}<//>`
  },
}

const Group = {
  name: 'FilterGroup',
  props: { entity: Object, tree: Object, depth: Number },
  emits: ['remove'],
  setup(props, { emit }) {
    const menu = ref(null)
    const add = (path) => {
      props.tree.items.push({ path, operator: operatorsOf(fieldAt(props.entity, path))[0], value: null })
      menu.value?.hide()
    }
    const modes = { all: { all: true, isDenied: false }, any: { all: false, isDenied: false }, none: { all: false, isDenied: true } }
    const mode = () => (props.tree.isDenied ? 'none' : props.tree.all ? 'all' : 'any')
    return () => html`
      <div class="gx-group" role="group">
        <div class="gx-row"><select class="gx-input gx-group-mode" aria-label=${t('filter.mode')} onChange=${(event) => Object.assign(props.tree, modes[event.target.value])}>
          ${Object.keys(modes).map((key) => html`<option value=${key} selected=${key === mode()}>${t(`filter.mode.${key}`)}</option>`)}</select>
          <span class="gx-grow"></span>${props.depth > 0 && html`<${Button} kind="quiet" icon="close" hint=${t('filter.removeGroup')} onClick=${() => emit('remove')} />`}</div>
        ${props.tree.items.map((item, i) => {
          const remove = () => props.tree.items.splice(i, 1)
          return isTree(item)
            ? html`<${Group} key=${i} entity=${props.entity} tree=${item} depth=${props.depth + 1} onRemove=${remove} />`
            : html`<div key=${i} class="gx-group-row"><span class="gx-cut">${pathLabel(props.entity, item.path)}</span><${ConditionEditor} isFlat entity=${props.entity} condition=${item} onChange=${(next) => Object.assign(item, next)} /><${Button} kind="quiet" icon="close" hint=${t('filter.remove', { name: pathLabel(props.entity, item.path) })} onClick=${remove} /></div>`
        })}
        <div class="gx-row">
          <${Button} kind="quiet" icon="add" label=${t('filter.add')}><${Quasar.QMenu} ref=${menu} class="gx-menu" transition-duration=${60}>${() => html`<${FieldPicker} entity=${props.entity} canBuild=${false} onPick=${add} />`}<//><//>
          ${props.depth < DEEPEST && html`<${Button} kind="quiet" icon="playlist_add" label=${t('filter.addGroup')} onClick=${() => props.tree.items.push({ ...emptyTree(), all: !props.tree.all })} />`}
        </div>
      </div>`
  },
}
