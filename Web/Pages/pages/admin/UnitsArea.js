/** The organisation as a tree: units are moved by dragging or by the menu, made below, edited at the side. */
import { html } from '../../parts/html.js'
import { computed, nextTick, ref, watch } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { entityNamed } from '../../parts/catalogue.js'
import { open } from '../../parts/Dialog.js'
import { Button, Chip, Icon, Menu } from '../../parts/elements.js'
import { exactNumber } from '../../parts/format.js'
import { FormDialog } from '../../parts/forms/FormDialog.js'
import { Link } from '../../parts/router.js'
import { density } from '../../parts/session.js'
import { Empty, Failure, Skeleton } from '../../parts/states.js'
import { t } from '../../parts/texts.js'
import { done, failed } from '../../parts/toast.js'
import { useNarrow } from '../../parts/useNarrow.js'
import { useVirtual } from '../list/useVirtual.js'
import { AreaHead } from './AreaHead.js'
import { MoveUnitDialog } from './MoveUnitDialog.js'
import { useUnitTree } from './unitTree.js'

const FIELDS = ['name', 'code', 'kind', 'parent', 'phone', 'address']

export default {
  setup() {
    const entity = computed(() => entityNamed('orgUnit'))
    const tree = useUnitTree()
    const focused = ref(null)
    const dragged = ref(null)
    const over = ref(null)
    const isNarrow = useNarrow()
    const virtual = useVirtual(computed(() => tree.rows.value.length), computed(() => (isNarrow.value ? 44 : density.value === 'compact' ? 32 : 38)))
    watch(() => tree.state.words, virtual.top)

    const make = async (parent) => {
      const unit = await open(FormDialog, { entity: entity.value, values: parent ? { parent: parent.id } : {}, fields: FIELDS, side: true })
      if (!unit) return
      if (parent) tree.toggle(parent, true)
      await tree.load()
      focus(unit.id)
    }
    const edit = async (unit) => {
      try {
        const record = await api.get(`/org-units/${unit.id}`, { expand: 'parent' })
        if (await open(FormDialog, { entity: entity.value, record, fields: FIELDS, side: true })) done(t('form.saved')), await tree.load()
      } catch (problem) {
        failed(problem)
      }
    }
    const remove = async (unit) => {
      try {
        await api.delete(`/org-units/${unit.id}`)
        await tree.load()
        done(t('admin.deleted', { name: unit.name }), async () => (await api.post(`/org-units/${unit.id}/restore`), tree.load()))
      } catch (problem) {
        failed(problem)
      }
    }
    const moveTo = async (unit) => {
      const answer = await open(MoveUnitDialog, { unit })
      if (answer) tree.move(unit, answer.parent ? tree.byID.value.get(answer.parent) : null)
    }
    const focus = (id) => {
      const index = tree.rows.value.findIndex((row) => row.unit.id === id)
      if (index < 0) return
      focused.value = id
      virtual.show(index)
      nextTick(() => document.getElementById(`gx-unit-${id}`)?.focus({ preventScroll: true }))
    }
    const press = (event, row, index) => {
      if (event.target !== event.currentTarget) return
      const rows = tree.rows.value
      const actions = {
        ArrowDown: () => rows[index + 1] && focus(rows[index + 1].unit.id),
        ArrowUp: () => rows[index - 1] && focus(rows[index - 1].unit.id),
        Home: () => focus(rows[0].unit.id),
        End: () => focus(rows.at(-1).unit.id),
        ArrowRight: () => (row.hasChildren && !row.isOpen ? tree.toggle(row.unit, true) : row.hasChildren && focus(rows[index + 1].unit.id)),
        ArrowLeft: () => (row.isOpen && row.hasChildren ? tree.toggle(row.unit, false) : row.unit.parent && focus(row.unit.parent)),
        Enter: () => edit(row.unit),
        m: () => entity.value.can.edit && moveTo(row.unit),
      }
      if (!actions[event.key] || event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      actions[event.key]()
    }
    const menu = (unit) => [
      entity.value.can.create && { label: t('units.below'), icon: 'add', run: () => make(unit) },
      { label: t(entity.value.can.edit ? 'action.edit' : 'units.open'), icon: 'edit', keys: '↵', run: () => edit(unit) },
      entity.value.can.edit && { label: t('units.move'), icon: 'drive_file_move', keys: 'M', run: () => moveTo(unit) },
      entity.value.can.edit && unit.parent && { label: t('units.toTop'), icon: 'vertical_align_top', run: () => tree.move(unit, null) },
      entity.value.can.delete && { line: true },
      entity.value.can.delete && { label: t('action.delete'), icon: 'delete', danger: true, run: () => remove(unit) },
    ]
    const mayDrop = (unit) => dragged.value && dragged.value.id !== unit.id && dragged.value.parent !== unit.id && !tree.isWithin(unit, dragged.value)
    /** Where Tab leads: the unit that was there last, or the first that is drawn. */
    const entry = computed(() => {
      const drawn = tree.rows.value.slice(virtual.first.value, virtual.last.value)
      return (drawn.find((row) => row.unit.id === focused.value) ?? drawn[0])?.unit.id
    })
    const row = (row, index) => {
      const { unit, level, isOpen, hasChildren } = row
      const kind = entity.value.field.kind.option[unit.kind]
      const count = tree.people.value.get(unit.id) ?? 0
      return html`
        <div key=${unit.id} id=${`gx-unit-${unit.id}`} role="treeitem" aria-level=${level + 1} aria-setsize=${tree.rows.value.length} aria-posinset=${index + 1} aria-expanded=${hasChildren ? String(isOpen) : undefined} aria-label=${unit.name} tabindex=${entry.value === unit.id ? 0 : -1}
          class=${['gx-unit-row', over.value === unit.id && 'gx-unit-over', dragged.value?.id === unit.id && 'gx-drag-ghost']} style=${{ paddingLeft: `${12 + level * 22}px` }} draggable=${entity.value.can.edit ? 'true' : 'false'}
          onKeydown=${(event) => press(event, row, index)} onFocus=${() => (focused.value = unit.id)} onDblclick=${() => edit(unit)}
          onDragstart=${(event) => { event.dataTransfer.effectAllowed = 'move'; event.dataTransfer.setData('text/plain', unit.name); dragged.value = unit }}
          onDragend=${() => ((dragged.value = null), (over.value = null))}
          onDragover=${(event) => mayDrop(unit) && (event.preventDefault(), (over.value = unit.id))} onDragleave=${() => over.value === unit.id && (over.value = null)}
          onDrop=${(event) => { event.preventDefault(); const moving = dragged.value; over.value = null; if (moving && mayDrop(unit)) tree.move(moving, unit) }}>
          <button type="button" tabindex="-1" class=${['gx-unit-fold', !hasChildren && 'gx-hidden']} aria-label=${t(isOpen ? 'units.fold' : 'units.unfold')} onClick=${() => tree.toggle(unit)}><${Icon} name=${isOpen ? 'expand_more' : 'chevron_right'} /></button>
          <button type="button" tabindex="-1" class="gx-admin-plain gx-cut" onClick=${() => edit(unit)}>${unit.name}</button><${Chip} colour=${kind?.colour} label=${kind?.label ?? unit.kind} /><span class="gx-faint gx-small gx-cut gx-wide-only">${unit.code}</span>
          <span class="gx-grow"></span>
          ${count > 0 && html`<${Link} to="/admin/users" query=${{ unit: unit.id }} class="gx-faint gx-small gx-unit-people" tabindex="-1">${t('units.people', { n: count })}<//>`}
          <${Button} kind="quiet" icon="more_horiz" hint=${t('units.menu', { name: unit.name })} aria-haspopup="menu"><${Menu} items=${() => menu(unit)} anchor="bottom right" self="top right" /><//>
        </div>`
    }
    return () => html`
      <${AreaHead} title=${entity.value.pluralLabel} text=${t('units.text')}>
        ${entity.value.can.create && html`<${Button} kind="primary" icon="add" label=${t('form.create', { name: entity.value.label })} onClick=${() => make(null)} />`}<//>
      <div class="gx-area-tools"><input class="gx-input gx-area-search" type="search" value=${tree.state.words} placeholder=${t('units.search')} aria-label=${t('units.search')} onInput=${(event) => (tree.state.words = event.target.value)} />
        ${tree.units.value && html`<span class="gx-faint">${t('units.count', { n: tree.units.value.length, count: exactNumber(tree.units.value.length) })}</span>`}</div>
      <div class="gx-area-body" ref=${virtual.box} onScroll=${virtual.follow}>
        ${tree.state.problem ? html`<${Failure} problem=${tree.state.problem} retry=${tree.load} />`
          : !tree.units.value ? html`<${Skeleton} lines=${12} />`
          : !tree.rows.value.length ? html`<${Empty} icon="account_tree" title=${t(tree.state.words ? 'admin.nothingFound' : 'admin.nothingYet', { name: entity.value.pluralLabel })} text=${t('units.text')} action=${!tree.state.words && entity.value.can.create ? () => make(null) : undefined} label=${t('form.create', { name: entity.value.label })} />`
          : html`<div role="tree" aria-label=${entity.value.pluralLabel} class="gx-units"><div class="gx-rows" role="presentation" style=${{ height: `${virtual.height.value}px` }}><div class="gx-rows-seen" role="presentation" style=${{ transform: `translateY(${virtual.offset.value}px)` }}>
            ${tree.rows.value.slice(virtual.first.value, virtual.last.value).map((one, i) => row(one, virtual.first.value + i))}</div></div></div>`}
      </div>`
  },
}
