/** All records of an entity: views, filters, search, and the same records as list, groups, board, calendar or chart. */
import { html } from '../../parts/html.js'
import { computed, h, onActivated, onDeactivated, onMounted, reactive, ref, watch, Quasar } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { entityNamed, fieldAt, kindOf, pathLabel } from '../../parts/catalogue.js'
import { Button, Icon, Menu } from '../../parts/elements.js'
import { exactNumber } from '../../parts/format.js'
import { createRecord } from '../../parts/forms/create.js'
import { listContext } from '../../parts/listContext.js'
import { useKeys } from '../../parts/keys.js'
import { useLive } from '../../parts/live.js'
import { go, route } from '../../parts/router.js'
import { resolved, together } from '../../parts/rules.js'
import { session } from '../../parts/session.js'
import { Empty, Failure, Skeleton } from '../../parts/states.js'
import { t } from '../../parts/texts.js'
import { useNarrow } from '../../parts/useNarrow.js'
import { CardList } from './CardList.js'
import { ColumnChooser } from './ColumnChooser.js'
import { exportList } from './exporting.js'
import { FieldPicker } from './FieldPicker.js'
import { FilterBar } from './FilterBar.js'
import { FilterBuilder } from './FilterBuilder.js'
import { GroupedList } from './GroupedList.js'
import { ListFoot } from './ListFoot.js'
import { ListTable } from './ListTable.js'
import { MODES } from './modes.js'
import { Preview } from './Preview.js'
import { SelectionBar } from './SelectionBar.js'
import { ViewTabs } from './ViewTabs.js'
import { useListState } from './useListState.js'
import { useRows } from './useRows.js'
import { useSelection } from './useSelection.js'
import { useViews } from './useViews.js'

export default {
  name: 'ListPage',
  props: { entityName: String },
  setup(props) {
    const entity = computed(() => entityNamed(props.entityName))
    const views = useViews(entity.value)
    const list = useListState(entity.value, views)
    const selection = useSelection()
    const isNarrow = useNarrow()
    const state = reactive({ isBuilding: false, preview: null, reloads: 0, isNew: false, isHere: true })
    const search = ref(null)

    /** Which records: still with `$me`, which whoever keeps the rule for others must not fill in. */
    const rule = () => {
      const unit = session.preferences.currentUnit && entity.value.is.owned ? { unit: { eq: session.preferences.currentUnit } } : null
      return together(list.settings.value.filter, unit)
    }
    /** The parameters of the list as the API takes them. */
    const query = () => {
      const { q, sort } = list.settings.value
      const keys = shown()
      const always = [entity.value.title, 'version', ...(entity.value.is.owned ? ['owner'] : [])]
      const expand = [...new Set([...keys, ...always])].filter((key) => entity.value.field[key]?.kind === 'reference' && ['read', 'write'].includes(entity.value.field[key].right))
      return { filter: resolved(rule()), q: q?.trim(), sort: sort.join(','), fields: [...new Set([...always, ...keys])].join(','), expand: expand.join(',') }
    }
    /** The fields of the columns; of one that leads to another record, its reference. */
    const shown = () => [...new Set(list.columns.value.map(({ key }) => key.split('.')[0]))].filter((key) => entity.value.field[key])
    const exportAll = () => {
      const { filter, q, sort } = query()
      return exportList(entity.value, { all: { filter, q }, shown: shown(), sort })
    }
    const rows = useRows(() => ({ path: `/${entity.value.resource}`, params: query() }))
    const wanted = computed(() => JSON.stringify(query()))
    const reload = (options) => {
      state.reloads++
      state.isNew = false
      return rows.reload(options)
    }
    watch(wanted, () => state.isHere && (selection.clear(), reload()))
    onMounted(async () => {
      await views.load()
      reload()
    })
    onActivated(() => (state.isHere = true))
    onDeactivated(() => (state.isHere = false))

    // A row that changed is drawn anew where it stands; what came or went is offered, so that nothing jumps under the hand.
    useLive((change) => {
      if (change && change.entity !== entity.value.name) return
      if (!change || change.kind !== 'edit' || rows.indexOf(change.record) < 0) return (state.isNew = true)
      refresh(change.record)
    })
    const refresh = async (id) => {
      const { fields, expand } = query()
      const answer = await api.get(`/${entity.value.resource}/${id}`, { fields, expand }).catch(() => null)
      if (answer) rows.replace(answer)
    }

    const place = () => ({ entity: entity.value, title: list.view.value.name, address: { path: `/${entity.value.resource}`, query: { ...route.query } }, indexOf: rows.indexOf, rowAt: rows.rowAt, length: () => rows.length.value, isExact: () => rows.state.isExact })
    const openRecord = (row) => {
      listContext.value = place()
      go(`/${entity.value.resource}/${row.id}`)
    }
    const preview = (row) => {
      listContext.value = place()
      state.preview = row.id ?? row
    }
    watch(() => route.path, (path) => path === `/${entity.value.resource}` || (listContext.value = listContext.value ?? place()))

    const make = () => createRecord(entity.value, {}, { stay: true }).then((record) => record && reload({ keep: true }))
    useKeys([
      { keys: 'n', label: () => t('palette.create', { name: entity.value.label }), run: () => entity.value.can.create && make(), isAction: true },
      { keys: 'f', label: () => t('list.search'), run: () => search.value?.focus() },
      { keys: 'r', label: () => t('list.reload'), run: () => reload(), isAction: true },
    ])
    let timer = 0
    const type = (event) => {
      const text = event.target.value
      clearTimeout(timer)
      timer = setTimeout(() => list.set({ q: text }), 250)
    }
    const groupLabel = () => (list.settings.value.group ? pathLabel(entity.value, list.settings.value.group.split(':')[0]) : t('group.off'))
    const pickGroup = (path) => list.set({ group: ['date', 'dateTime'].includes(kindOf(fieldAt(entity.value, path))) ? `${path}:month` : path })

    const tools = () => html`
      <div class="gx-tools">
        <label class="gx-list-search"><${Icon} name="search" size="small" /><input ref=${search} value=${list.settings.value.q} placeholder=${t('list.search')} aria-label=${t('list.search')} maxlength="100" onInput=${type} /></label>
        <${FilterBar} entity=${entity.value} filter=${list.settings.value.filter} onFilter=${(filter) => list.set({ filter })} onBuild=${() => (state.isBuilding = true)} />
        <span class="gx-grow"></span>
        ${list.settings.value.mode === 'list' && html`
          <${Button} kind="quiet" icon="segment" label=${t('group.by', { name: groupLabel() })} active=${Boolean(list.settings.value.group)} class="gx-tool">
            <${Quasar.QMenu} class="gx-menu" transition-duration=${60} auto-close=${false}>${() => html`
              ${list.settings.value.group && html`<button type="button" class="gx-menu-item" onClick=${() => list.set({ group: null })}><${Icon} name="close" /><span>${t('group.off')}</span></button>`}
              <${FieldPicker} entity=${entity.value} canBuild=${false} accepts=${groupable} onPick=${pickGroup} />`}<//><//>
          ${!isNarrow.value && html`<${Button} kind="quiet" icon="view_column" label=${t('columns.label')} class="gx-tool"><${Quasar.QMenu} class="gx-menu" transition-duration=${60}>${() => html`<${ColumnChooser} entity=${entity.value} columns=${list.columns.value} onColumns=${list.setColumns} />`}<//><//>`}`}
        <${Button} kind="quiet" icon=${MODES[list.settings.value.mode]?.icon} label=${t(`mode.${list.settings.value.mode}`)} drop class="gx-tool">
          <${Menu} items=${() => Object.entries(MODES).filter(([, mode]) => mode.fits(entity.value)).map(([key, mode]) => ({ label: t(`mode.${key}`), icon: mode.icon, run: () => list.set({ mode: key }, { replace: false }) }))} anchor="bottom right" self="top right" /><//>
      </div>`

    const body = () => {
      const { settings } = list
      const mode = MODES[settings.value.mode]
      if (mode?.component) {
        return h(mode.component, {
          entity: entity.value, filter: rule(), q: settings.value.q, settings: settings.value[settings.value.mode] ?? {}, reloadKey: state.reloads,
          onSettings: (changes) => list.set({ [settings.value.mode]: { ...settings.value[settings.value.mode], ...changes } }),
          onPreview: preview, onNarrow: (rule) => list.set({ filter: together(settings.value.filter, rule), mode: 'list' }, { replace: false }),
        })
      }
      if (settings.value.group) return html`<${GroupedList} entity=${entity.value} columns=${list.columns.value} group=${settings.value.group} sums=${settings.value.sums} query=${query} reloadKey=${state.reloads} onPreview=${openRecord} />`
      if (rows.state.problem && !rows.length.value) return html`<${Failure} problem=${rows.state.problem} retry=${reload} />`
      if (!rows.length.value) return rows.state.isLoading ? html`<${Skeleton} lines=${12} />` : nothing()
      if (isNarrow.value) return html`<${CardList} entity=${entity.value} rows=${rows} columns=${list.columns.value} selection=${selection} />`
      return html`<${ListTable} key=${list.view.value.id} entity=${entity.value} rows=${rows} columns=${list.columns.value} sort=${settings.value.sort} selection=${selection} openID=${state.preview}
        onSort=${(sort) => list.set({ sort })} onColumns=${list.setColumns} onOpen=${openRecord} onPreview=${preview} onSaved=${rows.replace} />`
    }
    const nothing = () => {
      const { filter, q } = list.settings.value
      if (filter || q) return html`<${Empty} icon="filter_alt_off" title=${t('list.noMatch')} text=${t('list.noMatchHelp')} label=${t('filter.clear')} action=${() => list.set({ filter: null, q: '' })} />`
      return html`<${Empty} icon=${entity.value.icon} title=${t('list.empty', { name: entity.value.pluralLabel })} text=${t(entity.value.can.create ? 'list.emptyHelp' : 'list.emptyNoRight')} label=${t('palette.create', { name: entity.value.label })} action=${entity.value.can.create ? make : undefined} />`
    }

    return () => html`
      <div class="gx-list">
        <div class="gx-head"><h1>${entity.value.pluralLabel}</h1>
          ${rows.state.isExact && html`<span class="gx-faint">${exactNumber(rows.state.total)}</span>`}<span class="gx-grow"></span>
          ${state.isNew && html`<${Button} kind="quiet" icon="refresh" label=${t('list.news')} onClick=${() => reload({ keep: true })} />`}
          ${entity.value.can.create && html`<${Button} kind="quiet" icon="upload" label=${t('nav.import')} class="gx-tool" onClick=${() => go('/import', { entity: entity.value.name })} />`}
          ${entity.value.can.export && html`<${Button} kind="quiet" icon="download" label=${t('bulk.export')} class="gx-tool" onClick=${exportAll} />`}</div>
        <${ViewTabs} entity=${entity.value} views=${views} current=${list.view.value} isChanged=${list.isChanged.value} settings=${{ ...list.settings.value, columns: list.columns.value }} onChoose=${list.choose} onReset=${list.reset} />
        ${tools()}
        <div class="gx-list-body">${body()}</div>
        ${!MODES[list.settings.value.mode]?.component && html`<${ListFoot} entity=${entity.value} rows=${rows} query=${query} sums=${list.settings.value.sums} onSums=${(sums) => list.set({ sums })} />`}
        <${SelectionBar} entity=${entity.value} selection=${selection} total=${rows.length.value} query=${query} shown=${shown()} onChanged=${() => reload({ keep: true })} />
        ${state.isBuilding && html`<${FilterBuilder} entity=${entity.value} filter=${list.settings.value.filter} onFilter=${(filter) => list.set({ filter })} onClose=${() => (state.isBuilding = false)} />`}
        ${state.preview && html`<${Preview} entity=${entity.value} id=${state.preview} onClose=${() => (state.preview = null)} onSaved=${rows.replace} onMove=${(id) => (state.preview = id)} />`}
      </div>`
  },
}

const groupable = (field) => ['choice', 'flag', 'reference', 'date', 'dateTime', 'text', 'integer'].includes(kindOf(field)) && field.operators.length > 0 && !field.is.unique && field.key !== 'id'
