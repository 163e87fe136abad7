/** What a tile shows: kind, records, filter, and then what its kind needs. */
import { html } from '../../parts/html.js'
import { computed, reactive, ref } from '../../parts/libraries.js'
import { entityNamed } from '../../parts/catalogue.js'
import { BUCKETS, dateFields, groupFields, groupOf, isDated, measureLabel, measureOf, needsTwo, standardChart, sumFields, TYPES } from '../../parts/charts/questions.js'
import { PERIODS } from '../../parts/charts/days.js'
import { Dialog, open } from '../../parts/Dialog.js'
import { Button } from '../../parts/elements.js'
import { Picker } from '../../parts/fields/Picker.js'
import { describe, isTree, readRule } from '../../parts/rules.js'
import { language, t } from '../../parts/texts.js'
import { listedEntities } from '../../shell/navigation.js'
import { FilterBuilder } from '../list/FilterBuilder.js'
import { useViews } from '../list/useViews.js'
import { suggestedTitle } from './saveAsTile.js'
import { sizeOf } from './grid.js'
import { KIND_ICONS, KINDS, periodLabel } from './tiles.js'

export const TileEditor = {
  props: { tile: Object },
  emits: ['answer', 'close'],
  setup(props, { emit }) {
    const first = listedEntities.value.find((entity) => entity.is.root) ?? listedEntities.value[0]
    const draft = reactive(JSON.parse(JSON.stringify(props.tile ?? { kind: 'chart', title: '', entity: first?.name, filter: null, chart: first && standardChart(first) })))
    draft.chart ??= first && standardChart(entityNamed(draft.entity) ?? first)
    const entity = computed(() => entityNamed(draft.entity))
    const views = ref([])
    const frame = ref(null)
    const isMissing = ref(false)
    const loadViews = async () => {
      const own = useViews(entity.value)
      await own.load().catch(() => {})
      views.value = own.views.value
    }
    if (entity.value) loadViews()

    const setEntity = (name) => {
      Object.assign(draft, { entity: name, filter: null, sort: undefined, columns: undefined, dateField: undefined, chart: standardChart(entityNamed(name)) })
      loadViews()
    }
    const setType = (type) => {
      const second = groupFields(entity.value).find((field) => field.key !== draft.chart.groups[0]?.split(':')[0] && field.options?.length > 1)
      draft.chart = { ...draft.chart, type, groups: needsTwo(type) && draft.chart.groups.length < 2 && second ? [...draft.chart.groups, second.key] : draft.chart.groups }
    }
    const setGroup = (place, key) => {
      const groups = [...draft.chart.groups]
      groups[place] = key && isDated(entity.value.field[key]) ? `${key}:month` : key
      draft.chart = { ...draft.chart, last: undefined, groups: groups.filter(Boolean) }
    }
    const takeView = (id) => {
      const { settings = {} } = views.value.find((view) => view.id === id) ?? {}
      Object.assign(draft, { filter: settings.filter ?? null, q: settings.q || undefined, sort: settings.sort?.join(',') || undefined, columns: settings.columns?.map((column) => column.key).filter((key) => entity.value.field[key]) })
      if (!draft.columns?.length) delete draft.columns
    }
    const build = () => open(FilterDialog, { entity: entity.value, filter: draft.filter }).then((answer) => answer && (draft.filter = answer.filter))
    const suggestion = () => (!entity.value || draft.kind === 'text' ? '' : draft.kind === 'list' ? entity.value.pluralLabel : suggestedTitle(entity.value, { ...draft.chart, groups: draft.kind === 'number' ? [] : draft.chart.groups }))
    const save = () => {
      const title = draft.title.trim() || suggestion()
      if (!title || (draft.kind !== 'text' && !entity.value)) return (isMissing.value = true)
      const { id, x, y, w, h } = props.tile ?? {}
      const size = props.tile && props.tile.kind === draft.kind ? { w, h } : sizeOf(draft)
      const kept = { text: ['text'], list: ['entity', 'filter', 'q', 'sort', 'columns', 'limit', 'dateField', 'period'], number: ['entity', 'filter', 'q', 'chart', 'dateField', 'period'], chart: ['entity', 'filter', 'q', 'chart', 'dateField', 'period'] }[draft.kind]
      const chart = draft.kind === 'number' ? { type: 'number', groups: [], measure: draft.chart.measure } : { ...draft.chart, groups: draft.chart.groups.slice(0, ['pie', 'funnel'].includes(draft.chart.type) ? 1 : 2) }
      const values = Object.fromEntries(kept.map((key) => [key, key === 'chart' ? chart : draft[key]]).filter(([, value]) => value !== undefined))
      emit('answer', JSON.parse(JSON.stringify({ kind: draft.kind, title, ...values, ...size, ...(props.tile ? { id, x, y } : {}) })))
      frame.value.close()
    }

    const pick = (id, label, modelValue, options, choose, more = {}) => html`
      <div class="gx-field" key=${id}><label class="gx-label" for=${`gx-tile-${id}`}>${label}</label><${Picker} id=${`gx-tile-${id}`} label=${label} modelValue=${modelValue ?? null} options=${options} onUpdate:modelValue=${choose} ...${more} /></div>`
    const asOptions = (fields) => fields.map(({ key, label }) => ({ key, label }))
    const measures = () => [{ key: 'count', label: t('chart.count') }, ...['sum', 'avg', 'min', 'max'].flatMap((name) => sumFields(entity.value).map((field) => ({ key: `${name}:${field.key}`, label: measureLabel({ name, field }) })))]
    const groupInputs = (place) => {
      const group = groupOf(entity.value, draft.chart.groups[place])
      return [
        pick(`group${place}`, t(place ? 'chart.second' : 'chart.group'), group?.key, asOptions(groupFields(entity.value)), (key) => setGroup(place, key), { placeholder: t('chart.noGroup') }),
        group?.bucket && pick(`bucket${place}`, t('chart.by'), group.bucket, BUCKETS.map((key) => ({ key, label: t(`chart.bucket.${key}`) })), (bucket) => (draft.chart.groups[place] = `${group.key}:${bucket}`), { required: true }),
      ]
    }
    const aboutChart = () => [
      draft.kind === 'chart' && pick('type', t('chart.type'), draft.chart.type, TYPES.filter((type) => type !== 'number').map((key) => ({ key, label: t(`chart.type.${key}`) })), setType, { required: true }),
      pick('measure', t('chart.measure'), measureOf(entity.value, draft.chart.measure).text, measures(), (measure) => (draft.chart.measure = measure), { required: true }),
      draft.kind === 'chart' && groupInputs(0),
      draft.kind === 'chart' && !['pie', 'funnel'].includes(draft.chart.type) && groupInputs(1),
    ]
    const words = () => {
      const tree = readRule(draft.filter)
      return tree.items.some(isTree) ? t('dashboard.filterGroups') : tree.items.map((item) => Object.values(describe(entity.value, item)).filter(Boolean).join(' ')).join(language.value === 'en' ? ', ' : '，')
    }
    const aboutRecords = () => [
      pick('entity', t('dashboard.records'), draft.entity, listedEntities.value.map(({ name, pluralLabel, icon }) => ({ key: name, label: pluralLabel, icon })), setEntity, { required: true }),
      html`<div class="gx-field" key="filter"><span class="gx-label">${t('dashboard.filter')}</span><div class="gx-row"><${Button} icon="filter_alt" label=${draft.filter ? t('dashboard.changeFilter') : t('dashboard.noFilter')} onClick=${build} />${draft.filter && html`<span class="gx-cut gx-small gx-faint">${words()}</span>`}</div></div>`,
      views.value.length > 0 && pick('view', t('dashboard.fromView'), null, views.value.map((view) => ({ key: view.id, label: view.name })), takeView, { placeholder: t('dashboard.fromViewHelp') }),
    ]
    return () => html`
      <${Dialog} wide ref=${frame} title=${t(props.tile ? 'dashboard.editTile' : 'dashboard.addTile')} onClose=${() => emit('close')}>${{
        default: () => html`
          <div class="gx-segments gx-tile-kinds" role="group" aria-label=${t('dashboard.kind')}>${KINDS.map((kind) => html`<button type="button" key=${kind} class=${draft.kind === kind && 'gx-on'} aria-pressed=${String(draft.kind === kind)} onClick=${() => (draft.kind = kind)}><span class="gx-icon" aria-hidden="true">${KIND_ICONS[kind]}</span>${t(`dashboard.kind.${kind}`)}</button>`)}</div>
          <div class="gx-form-grid">
            ${draft.kind !== 'text' && aboutRecords()}
            ${['number', 'chart'].includes(draft.kind) && entity.value && aboutChart()}
            ${draft.kind === 'list' && html`<div class="gx-field" key="limit"><label class="gx-label" for="gx-tile-limit">${t('dashboard.limit')}</label><input id="gx-tile-limit" class="gx-input" inputmode="numeric" value=${draft.limit ?? 10} onChange=${(event) => (draft.limit = Math.min(50, Math.max(1, Number.parseInt(event.target.value, 10) || 10)))} /></div>`}
            ${draft.kind !== 'text' && entity.value && [
              pick('date', t('dashboard.dateField'), draft.dateField ?? 'createdAt', asOptions(dateFields(entity.value)), (key) => (draft.dateField = key), { required: true }),
              pick('period', t('dashboard.period'), draft.period ?? null, PERIODS.map((key) => ({ key, label: periodLabel(key) })), (key) => (draft.period = key ?? undefined), { placeholder: t('dashboard.periodFollows') }),
            ]}
            <div class="gx-field gx-field-wide" key="title"><label class=${['gx-label', draft.kind === 'text' && 'gx-label-needed']} for="gx-tile-title">${t('dashboard.tileTitle')}</label><input id="gx-tile-title" class="gx-input" maxlength="120" value=${draft.title} placeholder=${suggestion()} aria-invalid=${isMissing.value && !draft.title.trim() && !suggestion() ? 'true' : undefined} onInput=${(event) => (draft.title = event.target.value)} /></div>
            ${draft.kind === 'text' && html`<div class="gx-field gx-field-wide" key="text"><label class="gx-label" for="gx-tile-text">${t('dashboard.text')}</label><textarea id="gx-tile-text" class="gx-input" rows="5" maxlength="4000" value=${draft.text ?? ''} onInput=${(event) => (draft.text = event.target.value)}></textarea></div>`}
          </div>`,
        foot: ({ close }) => html`<${Button} kind="quiet" label=${t('action.cancel')} onClick=${close} /><${Button} kind="primary" label=${t('action.ok')} onClick=${save} />`,
      }}<//>`
  },
}

/** The filter builder as a question: answers `{ filter }`. */
const FilterDialog = (props, { emit }) => html`<${FilterBuilder} entity=${props.entity} filter=${props.filter} onFilter=${(filter) => emit('answer', { filter })} onClose=${() => emit('close')} />`
FilterDialog.props = ['entity', 'filter']
FilterDialog.emits = ['answer', 'close']
