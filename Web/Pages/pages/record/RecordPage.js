/** One record: head with actions, sections, related lists, time line; its neighbours of the list are one key away. */
import { html } from '../../parts/html.js'
import { computed, ref } from '../../parts/libraries.js'
import { api, once } from '../../parts/api.js'
import { entityNamed } from '../../parts/catalogue.js'
import { ask, open } from '../../parts/Dialog.js'
import { Button, Icon, Menu } from '../../parts/elements.js'
import { exactNumber } from '../../parts/format.js'
import { isEmpty, Value } from '../../parts/fields/Value.js'
import { keyLabel, useKeys } from '../../parts/keys.js'
import { layoutOf } from '../../parts/layout.js'
import { listContext } from '../../parts/listContext.js'
import { panelsOf, verbsOf } from '../../parts/panels.js'
import { FormDialog } from '../../parts/forms/FormDialog.js'
import { back, go } from '../../parts/router.js'
import { Failure, Skeleton } from '../../parts/states.js'
import { t } from '../../parts/texts.js'
import { done, failed } from '../../parts/toast.js'
import { useNarrow } from '../../parts/useNarrow.js'
import { MergeDialog } from '../merge/MergeDialog.js'
import { MergesSection } from '../merge/MergesSection.js'
import { ActionDialog } from './ActionDialog.js'
import { DocumentDialog } from './DocumentDialog.js'
import { FilesSection } from './FilesSection.js'
import { RecordFields } from './RecordFields.js'
import { RecordLines } from './RecordLines.js'
import { RecordPanel } from './RecordPanel.js'
import { RecordTitle } from './RecordTitle.js'
import { RelatedLists } from './RelatedLists.js'
import { ShareDialog } from './ShareDialog.js'
import { Timeline } from './Timeline.js'
import { useRecord } from './useRecord.js'

export default {
  name: 'RecordPage',
  props: { entityName: String, id: String },
  setup(props) {
    const entity = computed(() => entityNamed(props.entityName))
    const record = useRecord(() => entity.value, () => props.id)
    const isNarrow = useNarrow(900)
    const tab = ref('fields')
    const opened = new Set()
    const context = computed(() => (listContext.value?.entity.name === props.entityName ? listContext.value : null))
    const index = computed(() => context.value?.indexOf(props.id) ?? -1)

    const move = async (steps) => {
      const row = index.value >= 0 && index.value + steps >= 0 && (await context.value.rowAt(index.value + steps))
      if (row) go(`/${entity.value.resource}/${row.id}`, {}, { replace: true })
    }
    const edit = async () => {
      const saved = await open(FormDialog, { entity: entity.value, record: record.state.record })
      if (saved) (done(t('form.saved')), record.load())
    }
    const act = async (action) => {
      const parameters = action.parameters.length ? await open(ActionDialog, { entity: entity.value, action }) : {}
      if (!parameters) return
      try {
        await api.post(`/${entity.value.resource}/${props.id}/actions/${action.name}`, parameters, { headers: once() })
        done(t('record.acted', { name: action.label }))
        record.load()
      } catch (problem) {
        failed(problem)
      }
    }
    const remove = async () => {
      const name = record.state.record[entity.value.title]
      if (!(await ask({ title: t('record.delete', { name }), text: t('record.deleteHelp'), yes: t('action.delete'), danger: true }))) return
      try {
        await api.delete(`/${entity.value.resource}/${props.id}`)
        const path = `/${entity.value.resource}/${props.id}`
        done(t('record.deleted', { name }), async () => {
          await api.post(`${path}/restore`, {}, { headers: once() })
          go(path)
        })
        back(`/${entity.value.resource}`)
      } catch (problem) {
        failed(problem)
      }
    }
    useKeys([
      { keys: 'j', label: () => t('record.next'), run: () => move(1) },
      { keys: 'k', label: () => t('record.previous'), run: () => move(-1) },
      { keys: 'e', label: () => t('action.edit'), run: () => entity.value.can.edit && record.state.record && edit(), isAction: true },
      { keys: 'escape', label: () => t('record.toList'), run: () => toList() },
    ])
    const toList = () => (context.value ? go(context.value.address.path, context.value.address.query) : go(`/${entity.value.resource}`))

    const actions = () => {
      const { can } = entity.value
      const offered = record.state.record._actions
      const verbs = entity.value.actions.filter((action) => can[action.name] && (!offered || offered.includes(action.name)))
      const menu = () => [
        ...verbs.slice(2).map((action) => ({ label: action.label, icon: 'bolt', run: () => act(action) })),
        ...verbsOf(entity.value, record.state.record).map((verb) => ({ label: verb.label(), icon: verb.icon, run: async () => (await verb.run(entity.value, record.state.record)) && record.load() })),
        can.share && entity.value.is.owned && { label: t('record.share'), icon: 'group_add', run: () => open(ShareDialog, { entity: entity.value, record: record.state.record }) },
        entityNamed('documentTemplate') && { label: t('documents.make'), icon: 'description', run: () => open(DocumentDialog, { entity: entity.value, record: record.state.record }) },
        can.merge && can.edit && { label: t('merge.with.menu'), icon: 'call_merge', run: () => open(MergeDialog, { entity: entity.value, record: record.state.record }) },
        { label: t('record.print'), icon: 'print', run: () => window.print() },
        can.delete && { line: true },
        can.delete && { label: t('action.delete'), icon: 'delete', danger: true, run: remove },
      ]
      return html`
        ${verbs.slice(0, 2).map((action) => html`<${Button} key=${action.name} label=${action.label} class="gx-tool" onClick=${() => act(action)} />`)}
        ${can.edit && html`<${Button} icon="edit" label=${t('action.edit')} keys=${keyLabel('e')} onClick=${edit} />`}
        <${Button} kind="quiet" icon="more_horiz" hint=${t('action.more')}><${Menu} items=${menu} anchor="bottom right" self="top right" /><//>`
    }
    const facts = () => {
      const shown = layoutOf(entity.value).facts.filter((field) => !isEmpty(record.state.record[field.key]))
      return shown.length > 0 && html`<dl class="gx-facts">${shown.map((field) => html`<div key=${field.key}><dt>${field.label}</dt><dd><${Value} field=${field} value=${record.state.record[field.key]} record=${record.state.record} entity=${entity.value} /></dd></div>`)}</dl>`
    }
    const fields = () => html`${facts()}<${RecordFields} entity=${entity.value} record=${record.state.record} isNarrow=${isNarrow.value} onSaved=${record.put} />${lines()}${entity.value.is.mergeable && html`<${MergesSection} key=${`merges${props.id}`} entity=${entity.value} record=${record.state.record} onChanged=${record.load} />`}`
    const lines = () => (entity.value.lines ?? []).filter(({ key }) => record.state.record[key]).map((list) => html`<${RecordLines} key=${props.id + list.key} entity=${entity.value} description=${list} record=${record.state.record} onSaved=${record.load} />`)
    const panels = (place) => panelsOf(entity.value, record.state.record, place)
    const panel = (item, hasTitle = false) => html`<${RecordPanel} key=${props.id + item.key} panel=${item} entity=${entity.value} record=${record.state.record} hasTitle=${hasTitle} onSaved=${record.load} />`
    const related = () => html`<${RelatedLists} key=${props.id} entity=${entity.value} record=${record.state.record} onSaved=${record.load} />`
    const files = () => html`<${FilesSection} key=${props.id} entity=${entity.value} record=${record.state.record} />`
    const timeline = () => html`<${Timeline} key=${props.id} entity=${entity.value} record=${record.state.record} changes=${record.state.changes} />`

    // All parts are there: a half-written note stays while one looks something up, and on paper nothing is missing.
    const narrow = () => {
      const own = [...panels('side'), ...panels('main')].map((item) => ({ key: `panel.${item.key}`, label: item.title(), content: () => panel(item) }))
      const standard = Object.entries({ fields, related, files, timeline }).map(([key, content]) => ({ key, label: t(`record.tab.${key}`), content }))
      const tabs = [standard[0], ...own, ...standard.slice(1)]
      const current = tabs.some(({ key }) => key === tab.value) ? tab.value : 'fields'
      // What a module shows begins when it is looked at: drawings need a place with a width.
      opened.add(current)
      return html`
        <div class="gx-tabs" role="tablist">${tabs.map(({ key, label }) => html`<button type="button" role="tab" key=${key} aria-selected=${String(current === key)} class=${['gx-tab', current === key && 'gx-on']} onClick=${() => (tab.value = key)}>${label}</button>`)}</div>
        ${tabs.map(({ key, content }) => html`<div key=${key} class="gx-record-narrow" hidden=${current !== key}>${(!key.startsWith('panel.') || opened.has(key)) && content()}</div>`)}`
    }
    const wide = () => html`
      <div class="gx-record-body">
        <div class="gx-record-left">${fields()}${panels('main').map((item) => panel(item, true))}${related()}${files()}</div>
        <div class="gx-record-right">${panels('side').map((item) => panel(item, true))}<h2 class="gx-only-reader">${t('timeline.title')}</h2>${timeline()}</div>
      </div>`

    return () => {
      if (record.state.problem && !record.state.record) return html`<${Failure} problem=${record.state.problem} retry=${record.load} />`
      if (!record.state.record) return html`<${Skeleton} lines=${10} />`
      return html`
        <article class=${['gx-record', isNarrow.value && 'gx-scroll']}>
          <header class="gx-record-head">
            <div class="gx-crumb"><a href="#" onClick=${(event) => (event.preventDefault(), toList())}>${entity.value.pluralLabel}</a>${context.value && html` / ${context.value.title}`}
              ${index.value >= 0 && html`<span> · ${exactNumber(index.value + 1)} / ${context.value.isExact() ? exactNumber(context.value.length()) : '…'}</span>
                <button type="button" class="gx-mini" aria-label=${t('record.previous')} disabled=${index.value === 0} onClick=${() => move(-1)}><${Icon} name="keyboard_arrow_up" size="small" /></button>
                <button type="button" class="gx-mini" aria-label=${t('record.next')} disabled=${index.value + 1 >= context.value.length()} onClick=${() => move(1)}><${Icon} name="keyboard_arrow_down" size="small" /></button>`}</div>
            <div class="gx-row gx-record-line"><${RecordTitle} entity=${entity.value} record=${record.state.record} /><span class="gx-grow"></span><div class="gx-row gx-record-actions">${actions()}</div></div>
            ${record.state.record.deletedAt && html`<p class="gx-banner gx-banner-warn">${t('record.isDeleted')}</p>`}
            ${panels('head').map((item) => panel(item))}
          </header>
          ${isNarrow.value ? narrow() : wide()}
        </article>`
    }
  },
}
