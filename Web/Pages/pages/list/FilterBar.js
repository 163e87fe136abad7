/** The conditions of a list as chips: each can be changed or taken away, and new ones added; the builder takes what is nested. */
import { html } from '../../parts/html.js'
import { reactive, ref, Quasar } from '../../parts/libraries.js'
import { fieldAt } from '../../parts/catalogue.js'
import { Button, Icon } from '../../parts/elements.js'
import { describe, isComplete, isTree, operatorsOf, readRule, writeRule } from '../../parts/rules.js'
import { t } from '../../parts/texts.js'
import { ConditionEditor } from './ConditionEditor.js'
import { FieldPicker } from './FieldPicker.js'

export const FilterBar = {
  props: { entity: Object, filter: Object },
  emits: ['filter', 'build'],
  setup(props, { emit }) {
    const state = reactive({ draft: null })
    const menu = ref(null)
    const tree = () => readRule(props.filter)
    const set = (next) => emit('filter', writeRule(next))
    /** The first operator that people expect of a field. */
    const begin = (path) => {
      const field = fieldAt(props.entity, path)
      state.draft = { path, operator: operatorsOf(field)[0], value: null }
    }
    /** A new condition counts as soon as it is whole, and can be changed on while its popup is open. */
    const follow = (condition) => {
      const { place } = state.draft
      state.draft = { ...condition, place }
      if (!isComplete(condition)) return
      if (place !== undefined) return change(place, condition)
      const now = tree()
      const isFlat = now.all && !now.isDenied
      state.draft.place = isFlat ? now.items.length : 1
      set(isFlat ? { ...now, items: [...now.items, condition] } : { all: true, items: [now, condition] })
    }
    const change = (index, condition) => {
      const now = tree()
      set({ ...now, items: now.items.map((item, i) => (i === index ? condition : item)) })
    }
    const remove = (index) => {
      const now = tree()
      set({ ...now, items: now.items.filter((_, i) => i !== index) })
    }
    const chip = (item, index) => {
      const { name, value } = describe(props.entity, item)
      return html`
        <span key=${index} class="gx-filter">
          <button type="button" class="gx-filter-name"><span>${name}</span>${value !== '' && html`<b class="gx-cut">${value}</b>`}
            <${Quasar.QMenu} class="gx-menu gx-filter-popup" transition-duration=${60}>${() => html`<${ConditionEditor} isFlat entity=${props.entity} condition=${item} onChange=${(condition) => isComplete(condition) && change(index, condition)} />`}<//></button>
          <button type="button" class="gx-filter-off" aria-label=${t('filter.remove', { name })} onClick=${() => remove(index)}><${Icon} name="close" size="small" /></button>
        </span>`
    }
    return () => {
      const now = tree()
      const isSimple = now.all && !now.isDenied && !now.items.some(isTree)
      return html`
        <div class="gx-filters" role="group" aria-label=${t('filter.label')}>
          ${isSimple ? now.items.map(chip) : html`<button type="button" class="gx-filter gx-filter-name" onClick=${() => emit('build')}><${Icon} name="account_tree" size="small" /><b>${t('filter.nested', { n: count(now) })}</b></button>
            <button type="button" class="gx-filter gx-filter-off" aria-label=${t('filter.clear')} onClick=${() => emit('filter', null)}><${Icon} name="close" size="small" /></button>`}
          <span class="gx-filter gx-filter-new"><button type="button" class="gx-filter-name"><${Icon} name="add" size="small" />${t('filter.add')}
            <${Quasar.QMenu} ref=${menu} class="gx-menu gx-filter-popup" transition-duration=${60} onHide=${() => (state.draft = null)}>${() => state.draft
              ? html`<${ConditionEditor} entity=${props.entity} condition=${state.draft} onChange=${follow} onDone=${() => menu.value.hide()} />`
              : html`<${FieldPicker} entity=${props.entity} onPick=${begin} onBuild=${() => (menu.value.hide(), emit('build'))} />`}<//></button></span>
          ${now.items.length > 1 && isSimple && html`<${Button} kind="quiet" class="gx-filter-clear" label=${t('filter.clear')} onClick=${() => emit('filter', null)} />`}
        </div>`
    }
  },
}

export const count = (tree) => tree.items.reduce((sum, item) => sum + (isTree(item) ? count(item) : 1), 0)
