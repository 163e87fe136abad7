/** The fields of an entity: those that were made here in their order, those it was built with below. */
import { html } from '../../parts/html.js'
import { computed, shallowRef, watch } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { entities, entityNamed, kindLabel, loadCatalogue } from '../../parts/catalogue.js'
import { ask, open } from '../../parts/Dialog.js'
import { DragList, moved } from '../../parts/drag.js'
import { Button, Chip, Hint, Icon, Menu } from '../../parts/elements.js'
import { allPages } from '../../parts/pages.js'
import { go } from '../../parts/router.js'
import { Empty, Failure, Skeleton } from '../../parts/states.js'
import { language, t } from '../../parts/texts.js'
import { done, failed } from '../../parts/toast.js'
import { listedEntities } from '../../shell/navigation.js'
import { AreaHead } from './AreaHead.js'
import { FieldDialog } from './FieldDialog.js'
import { isChoice, KIND_ICONS } from './fieldKinds.js'
import { OptionsDialog } from './OptionsDialog.js'

const MARKS = [['isRequired', 'required'], ['isListed', 'listed'], ['isSearched', 'searched'], ['isUnique', 'unique'], ['isPersonal', 'personal'], ['isFixed', 'fixed']]
const byPosition = (one, other) => (one.position ?? 1e9) - (other.position ?? 1e9) || (BigInt(one.id) < BigInt(other.id) ? -1 : 1)

export default {
  props: { steps: Array },
  setup(props) {
    const definition = entityNamed('customField')
    const list = computed(() => [...listedEntities.value, ...entities.value.filter((entity) => (entity.header && !entity.retired) || ['user', 'orgUnit'].includes(entity.name))])
    const entity = computed(() => list.value.find((entity) => entity.name === props.steps[0]) ?? list.value[0])
    const fields = shallowRef(null)
    const problem = shallowRef(null)
    const load = async () => {
      const asked = entity.value.name
      const read = (deleted) => allPages((cursor) => api.get('/custom-fields', { filter: { entity: asked }, deleted, limit: 200, cursor }))
      try {
        const [live, retired] = await Promise.all([read(undefined), read(true)])
        if (asked === entity.value.name) Object.assign(fields, { value: [...live.sort(byPosition), ...retired.sort(byPosition)] }), (problem.value = null)
      } catch (error) {
        problem.value = error
      }
    }
    watch(() => entity.value.name, () => ((fields.value = null), load()), { immediate: true })
    const changed = async () => {
      await Promise.all([load(), loadCatalogue()])
    }
    const live = computed(() => (fields.value ?? []).filter((field) => !field.deletedAt))
    const retired = computed(() => (fields.value ?? []).filter((field) => field.deletedAt))
    const builtIn = computed(() => entity.value.fields.filter((field) => !field.is.custom && !field.is.system))

    const edit = async (record) => {
      const saved = await open(FieldDialog, { entity: entity.value, record, position: (live.value.at(-1)?.position ?? 0) + 10 })
      if (!saved) return
      await changed()
      done(t(record ? 'form.saved' : 'fields.made', { name: saved.name }))
      // A choice without options is no choice yet.
      if (!record && isChoice(saved.kind)) options({ key: saved.key, label: saved.name, isCustom: true })
    }
    const options = async ({ key, label, isCustom, field }) => {
      const controller = entity.value.field[entity.value.field[key]?.details.controlledBy]
      await open(OptionsDialog, { entity: entity.value.name, field: key, label, isCustom, controller, builtIn: field?.options?.filter((option) => !option.key.includes('x_')) ?? [], mayStandAlone: field ? !field.required : true })
      await changed()
    }
    const act = async (run, message, undo) => {
      try {
        await run()
        await changed()
        done(message, undo)
      } catch (error) {
        failed(error)
      }
    }
    const restore = (field) => api.post(`/custom-fields/${field.id}/restore`)
    const retire = (field) => act(() => api.delete(`/custom-fields/${field.id}`), t('fields.retired', { name: field.name }), async () => (await restore(field), changed()))
    const purge = async (field) => {
      if (await ask({ title: t('fields.purge'), text: t('fields.purgeHelp', { name: field.name }), yes: t('fields.purgeYes'), danger: true })) await act(() => api.post(`/custom-fields/${field.id}/purge`), t('fields.purged', { name: field.name }))
    }
    const reorder = async (from, to) => {
      const before = fields.value
      const order = moved(live.value, from, to).map((field, i) => ({ ...field, position: (i + 1) * 10 }))
      fields.value = [...order, ...retired.value]
      try {
        for (const field of order) {
          if (before.find((other) => other.id === field.id).position !== field.position) await api.patch(`/custom-fields/${field.id}`, { position: field.position })
        }
        await changed()
      } catch (error) {
        fields.value = before
        failed(error)
      }
    }
    const name = (field) => (language.value === 'en' && field.nameEnglish ? field.nameEnglish : field.name)
    const row = (field) => html`
      <div key=${field.id} data-key=${field.id} class="gx-line-row" tabindex="0" aria-label=${name(field)}>
        <span class="gx-admin-grip"><${Icon} name="drag_indicator" /><${Hint} text=${t('fields.drag')} keys="Alt ↑ ↓" /></span><${Icon} name=${KIND_ICONS[field.kind]} />
        <button type="button" class="gx-admin-plain gx-strong gx-cut" onClick=${() => edit(field)}>${name(field)}</button><span class="gx-faint gx-small gx-wide-only">${kindLabel(field.kind)}</span><code class="gx-faint gx-code gx-wide-only gx-cut">${field.key}</code>
        <span class="gx-grow"></span><span class="gx-chips gx-wide-only">${MARKS.filter(([trait]) => field[trait]).map(([, mark]) => html`<${Chip} colour=${mark === 'personal' ? 'amber' : 'grey'} label=${t(`fields.mark.${mark}`)} />`)}</span>
        <${Button} kind="quiet" icon="more_horiz" hint=${t('fields.menu', { name: name(field) })} aria-haspopup="menu"><${Menu} items=${[
          { label: t('action.edit'), icon: 'edit', run: () => edit(field) },
          isChoice(field.kind) && { label: t('fields.options'), icon: 'format_list_bulleted', run: () => options({ key: field.key, label: name(field), isCustom: true }) },
          { label: t('fields.retire'), icon: 'archive', danger: true, run: () => retire(field) },
        ]} anchor="bottom right" self="top right" /><//></div>`
    const retiredRow = (field) => html`
      <div key=${field.id} class="gx-line-row gx-off"><${Icon} name=${KIND_ICONS[field.kind]} /><span class="gx-cut">${name(field)}</span><code class="gx-faint gx-code gx-wide-only">${field.key}</code><span class="gx-grow"></span>
        <${Button} kind="quiet" label=${t('fields.restore')} onClick=${() => act(() => restore(field), t('fields.restored', { name: name(field) }))} /><${Button} kind="quiet" icon="delete_forever" hint=${t('fields.purge')} onClick=${() => purge(field)} /></div>`
    const builtInRow = (field) => html`
      <div key=${field.key} class="gx-line-row"><${Icon} name=${KIND_ICONS[field.kind] ?? 'functions'} /><span class="gx-cut">${field.label}</span><span class="gx-faint gx-small gx-wide-only">${kindLabel(field.kind)}</span><code class="gx-faint gx-code gx-wide-only">${field.key}</code><span class="gx-grow"></span>
        ${isChoice(field.kind) && html`<${Button} kind="quiet" label=${t('fields.options')} onClick=${() => options({ key: field.key, label: field.label, field })} />`}</div>`
    return () => html`
      <${AreaHead} title=${t('admin.fields')} text=${t('fields.text')}>${definition.can.create && html`<${Button} kind="primary" icon="add" label=${t('fields.new')} onClick=${() => edit()} />`}<//>
      <div class="gx-area-tools"><select class="gx-input gx-area-filter" aria-label=${t('fields.of')} onChange=${(event) => go(`/admin/fields/${event.target.value}`)}>${list.value.map((other) => html`<option value=${other.name} selected=${other === entity.value}>${other.pluralLabel}</option>`)}</select></div>
      <div class="gx-area-body gx-area-pad">
        ${problem.value ? html`<${Failure} problem=${problem.value} retry=${load} />` : !fields.value ? html`<${Skeleton} lines=${8} />` : html`
          ${live.value.length ? html`<${DragList} class="gx-admin-lines" handle=".gx-admin-grip" disabled=${!definition.can.edit} onMove=${reorder}>${() => live.value.map(row)}<//>`
            : html`<${Empty} icon="add_box" title=${t('fields.none', { name: entity.value.label })} text=${t('fields.noneHelp')} action=${definition.can.create ? () => edit() : undefined} label=${t('fields.new')} />`}
          ${retired.value.length > 0 && html`<details class="gx-fold"><summary>${t('fields.retiredTitle', { n: retired.value.length })}</summary><div class="gx-admin-lines">${retired.value.map(retiredRow)}</div></details>`}
          <details class="gx-fold" open><summary>${t('fields.builtIn', { n: builtIn.value.length })}</summary><div class="gx-admin-lines">${builtIn.value.map(builtInRow)}</div></details>`}
      </div>`
  },
}
