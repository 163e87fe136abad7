/** Which columns a list shows, and in what order: ticked, dragged, or moved by the keyboard. */
import { html } from '../../parts/html.js'
import { computed, onMounted, ref } from '../../parts/libraries.js'
import { Sortable } from '../../libraries/sortable.js'
import { pathLabel } from '../../parts/catalogue.js'
import { Button, Icon } from '../../parts/elements.js'
import { t } from '../../parts/texts.js'
import { FieldPicker } from './FieldPicker.js'

export const ColumnChooser = {
  props: { entity: Object, columns: Array },
  emits: ['columns'],
  setup(props, { emit }) {
    const list = ref(null)
    const adding = ref(false)
    onMounted(() => Sortable.create(list.value, { handle: '.gx-grip', animation: 120, onEnd: ({ oldIndex, newIndex, item, from }) => {
      // Vue draws the order; the element goes back to where Vue thinks it is.
      from.insertBefore(item, from.children[oldIndex + (newIndex < oldIndex ? 1 : 0)] ?? null)
      move(oldIndex, newIndex)
    } }))
    const move = (from, to) => {
      if (to < 0 || to >= props.columns.length) return
      const next = [...props.columns]
      next.splice(to, 0, ...next.splice(from, 1))
      emit('columns', next)
    }
    const shown = computed(() => new Set(props.columns.map(({ key }) => key)))
    const add = (path) => {
      adding.value = false
      if (!shown.value.has(path)) emit('columns', [...props.columns, { key: path }])
    }
    const press = (event, i) => {
      const steps = { ArrowUp: -1, ArrowDown: 1 }[event.key]
      if (steps && event.altKey) (event.preventDefault(), move(i, i + steps))
    }
    return () => adding.value
      ? html`<${FieldPicker} entity=${props.entity} withoutRelated canBuild=${false} accepts=${(field) => !shown.value.has(field.key)} onPick=${add} />`
      : html`
        <div class="gx-columns">
          <ul ref=${list}>${props.columns.map(({ key }, i) => html`
            <li key=${key} onKeydown=${(event) => press(event, i)}><span class="gx-grip" aria-hidden="true"><${Icon} name="drag_indicator" size="small" /></span><span class="gx-grow gx-cut">${pathLabel(props.entity, key)}</span>
              <button type="button" class="gx-mini" aria-label=${t('columns.up', { name: pathLabel(props.entity, key) })} disabled=${i === 0} onClick=${() => move(i, i - 1)}><${Icon} name="arrow_upward" size="small" /></button>
              <button type="button" class="gx-mini" aria-label=${t('columns.hide', { name: pathLabel(props.entity, key) })} disabled=${props.columns.length === 1} onClick=${() => emit('columns', props.columns.filter((column) => column.key !== key))}><${Icon} name="close" size="small" /></button></li>`)}</ul>
          <div class="gx-row"><${Button} kind="quiet" icon="add" label=${t('columns.add')} onClick=${() => (adding.value = true)} /><span class="gx-grow"></span><${Button} kind="quiet" label=${t('columns.reset')} onClick=${() => emit('columns', null)} /></div>
        </div>`
  },
}
