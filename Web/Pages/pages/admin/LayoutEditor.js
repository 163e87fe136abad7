/** A layout: sections with their fields, what stands in the head, related lists; all by dragging or by a menu, with a preview beside. */
import { html } from '../../parts/html.js'
import { computed, reactive, ref } from '../../parts/libraries.js'
import { api, ifVersion } from '../../parts/api.js'
import { entityNamed, loadCatalogue } from '../../parts/catalogue.js'
import { ask } from '../../parts/Dialog.js'
import { DragList, moved } from '../../parts/drag.js'
import { Button, Icon, Menu } from '../../parts/elements.js'
import { Picker } from '../../parts/fields/Picker.js'
import { layoutOf } from '../../parts/layout.js'
import { useLeaveGuard } from '../../parts/router.js'
import { t } from '../../parts/texts.js'
import { done, failed } from '../../parts/toast.js'
import { LayoutPreview } from './LayoutPreview.js'

const UNUSED = 'unused'
const PARTS = ['sections', 'facts', 'chips', 'related']

export const LayoutEditor = {
  props: { entity: Object, role: String, record: Object },
  emits: ['saved'],
  setup(props, { emit }) {
    const definition = entityNamed('layout')
    const start = () => {
      const now = layoutOf(props.entity)
      const keys = (fields) => fields.map((field) => field.key)
      const standard = { sections: now.sections.map(({ key, label, columns, fields }) => ({ key, label, columns: columns ?? 2, fields: keys(fields) })), facts: keys(now.facts), chips: keys(now.chips), related: now.related.map(({ entity, field }) => `${entity}.${field}`) }
      const given = Object.fromEntries(PARTS.filter((part) => props.record?.[part]).map((part) => [part, part === 'related' ? props.record.related.map(({ entity, field }) => `${entity}.${field}`) : props.record[part]]))
      return JSON.parse(JSON.stringify({ ...standard, ...given }))
    }
    const draft = reactive(start())
    const saved = ref(JSON.stringify(draft))
    const isDirty = computed(() => JSON.stringify(draft) !== saved.value)
    const isBusy = ref(false)
    useLeaveGuard(() => ask({ title: t('form.discard'), text: t('form.discardHelp'), yes: t('form.discardYes'), danger: true }), () => isDirty.value)

    const fields = computed(() => props.entity.fields.filter((field) => !field.is.system && !field.retired))
    const used = computed(() => new Set(draft.sections.flatMap((section) => section.fields)))
    const unused = computed(() => fields.value.filter((field) => !used.value.has(field.key)).map((field) => field.key))
    const options = computed(() => fields.value.map((field) => ({ key: field.key, label: field.label })))
    const related = computed(() => layoutOf({ ...props.entity, layout: null }).related.map(({ entity, field }) => ({ key: `${entity}.${field}`, label: entityNamed(entity)?.pluralLabel ?? entity, detail: entityNamed(entity)?.field[field]?.label })))

    const sectionNamed = (key) => draft.sections.find((section) => section.key === key)
    /** Puts a field into a section, or back among the unused. */
    const put = (key, to, index = 1e9) => {
      for (const section of draft.sections) section.fields = section.fields.filter((other) => other !== key)
      sectionNamed(to)?.fields.splice(index, 0, key)
    }
    const addSection = async () => {
      const label = await ask({ title: t('layouts.newSection'), yes: t('action.add'), input: { label: t('layouts.sectionName'), required: true } })
      if (label) draft.sections.push({ key: `s${Date.now().toString(36)}`, label, columns: 2, fields: [] })
    }
    const rename = async (section) => {
      const label = await ask({ title: t('layouts.renameSection'), yes: t('action.save'), input: { label: t('layouts.sectionName'), required: true, value: section.label } })
      if (label) section.label = label
    }
    const save = async () => {
      isBusy.value = true
      const values = { ...draft, related: draft.related.map((text) => ({ entity: text.split('.')[0], field: text.split('.')[1] })) }
      const body = Object.fromEntries(Object.entries({ entity: props.entity.name, roles: props.role ? [props.role] : [], name: props.entity.label, ...values }).filter(([key]) => definition.field[key] && (!props.record || PARTS.includes(key))))
      try {
        const record = props.record ? await api.patch(`/layouts/${props.record.id}`, body, { headers: ifVersion(props.record.version) }) : await api.post('/layouts', body)
        saved.value = JSON.stringify(draft)
        await loadCatalogue()
        emit('saved', record)
        done(t('form.saved'))
      } catch (problem) {
        failed(problem)
      } finally {
        isBusy.value = false
      }
    }
    const tile = (key, place) => html`
      <div key=${key} data-key=${key} class="gx-admin-tile" tabindex="0"><${Icon} name="drag_indicator" size="small" /><span class="gx-cut gx-grow">${props.entity.field[key]?.label ?? key}</span>
        <${Button} kind="quiet" icon="more_horiz" class="gx-button-small" hint=${t('layouts.moveField', { name: props.entity.field[key]?.label ?? key })} aria-haspopup="menu"><${Menu} items=${() => [
          { heading: t('layouts.moveTo') },
          ...draft.sections.filter((section) => section.key !== place).map((section) => ({ label: section.label, run: () => put(key, section.key) })),
          place !== UNUSED && { label: t('layouts.unused'), run: () => put(key, UNUSED) },
        ]} anchor="bottom right" self="top right" /><//></div>`
    const board = (name, keys, onMove) => html`<${DragList} class="gx-tiles" group="layout" name=${name} onMove=${onMove} onTake=${({ key, to, index }) => put(key, to, index)}>${() => keys.map((key) => tile(key, name))}<//>`
    const section = (one, index) => html`
      <section key=${one.key} class="gx-layout-section"><header class="gx-row"><b class="gx-grow gx-cut">${one.label}</b>
        <div class="gx-segments" role="radiogroup" aria-label=${t('layouts.columns')}>${[1, 2].map((columns) => html`<label class=${['gx-segment', one.columns === columns && 'gx-on']}><input type="radio" name=${`columns-${one.key}`} checked=${one.columns === columns} onChange=${() => (one.columns = columns)} /><span>${t('layouts.columnCount', { n: columns })}</span></label>`)}</div>
        <${Button} kind="quiet" icon="more_horiz" hint=${t('action.more')} aria-haspopup="menu"><${Menu} items=${[
          { label: t('layouts.renameSection'), icon: 'edit', run: () => rename(one) },
          index > 0 && { label: t('layouts.up'), icon: 'arrow_upward', run: () => (draft.sections = moved(draft.sections, index, index - 1)) },
          index < draft.sections.length - 1 && { label: t('layouts.down'), icon: 'arrow_downward', run: () => (draft.sections = moved(draft.sections, index, index + 1)) },
          { label: t('action.delete'), icon: 'delete', danger: true, run: () => (draft.sections = draft.sections.filter((other) => other !== one)) },
        ]} anchor="bottom right" self="top right" /><//></header>
        ${board(one.key, one.fields, (from, to) => (one.fields = moved(one.fields, from, to)))}</section>`
    const pick = (part, list, most) => html`<div class="gx-field"><label class="gx-label" for=${`gx-layout-${part}`}>${t(`layouts.${part}`)}</label><${Picker} id=${`gx-layout-${part}`} multiple modelValue=${draft[part]} options=${list} onUpdate:modelValue=${(keys) => (draft[part] = most ? keys.slice(0, most) : keys)} /></div>`
    return () => html`
      <div class="gx-layout">
        <div class="gx-column"><h3>${t('layouts.unused')}</h3>${board(UNUSED, unused.value, () => {})}</div>
        <div class="gx-column"><div class="gx-row"><h3 class="gx-grow">${t('layouts.sections')}</h3><${Button} icon="add" label=${t('layouts.newSection')} onClick=${addSection} /></div>
          ${draft.sections.map(section)}
          ${definition.field.facts && pick('facts', options.value, 4)}${definition.field.chips && pick('chips', options.value.filter(({ key }) => ['choice', 'choices', 'flag'].includes(props.entity.field[key].kind)))}${definition.field.related && pick('related', related.value)}</div>
        <div class="gx-column"><h3>${t('layouts.preview')}</h3><${LayoutPreview} entity=${props.entity} layout=${draft} /></div>
      </div>
      ${(isDirty.value || !props.record) && html`<footer class="gx-save-bar" role="status"><span class="gx-grow">${t(isDirty.value ? 'roles.unsaved' : 'layouts.standard')}</span>
        ${isDirty.value && html`<${Button} kind="quiet" label=${t('form.discardYes')} onClick=${() => Object.assign(draft, start())} />`}<${Button} kind="primary" label=${t('action.save')} busy=${isBusy.value} onClick=${save} /></footer>`}`
  },
}
