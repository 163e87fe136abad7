/** A list as a board: a column for each option of a choice, cards that are dragged, carried by keyboard, or sent by their menu. */
import { html } from '../../parts/html.js'
import { computed, watch } from '../../parts/libraries.js'
import { Choice } from '../../parts/Choice.js'
import { choiceFields, sumFields } from '../../parts/charts/questions.js'
import { standardColumns } from '../../parts/catalogue.js'
import { open } from '../../parts/Dialog.js'
import { Button } from '../../parts/elements.js'
import { resolved } from '../../parts/rules.js'
import { Empty, Failure } from '../../parts/states.js'
import { t } from '../../parts/texts.js'
import { BoardColumn } from './BoardColumn.js'
import { BoardSettings } from './BoardSettings.js'
import { NONE, useBoard } from './useBoard.js'
import { useCardKeys } from './useCardKeys.js'

export default {
  name: 'BoardView',
  props: { entity: Object, filter: Object, q: String, settings: Object, reloadKey: null },
  emits: ['settings', 'preview', 'narrow'],
  setup(props, { emit }) {
    const fields = computed(() => choiceFields(props.entity))
    if (!fields.value.length) return () => html`<${Empty} icon="view_kanban" title=${t('board.noField')} text=${t('board.noFieldHelp')} />`

    const field = computed(() => fields.value.find(({ key }) => key === props.settings.field) ?? fields.value.find((one) => one.is.listed && one.options.length > 2) ?? fields.value.find((one) => one.options.length > 2) ?? fields.value[0])
    const sumField = computed(() => sumFields(props.entity).find(({ key }) => key === props.settings.sum))
    const cardFields = computed(() => (props.settings.fields ?? standardColumns(props.entity).filter((key) => ![props.entity.title, 'owner', field.value.key, 'status', 'unit'].includes(key)).slice(0, 3))
      .map((key) => props.entity.field[key]).filter((one) => one && !one.retired && one.right))
    const mayMove = computed(() => Boolean(props.entity.can.edit) && !field.value.readOnly && field.value.right === 'write' && !field.value.is.fixed)
    const board = useBoard(() => ({ entity: props.entity, field: field.value, cardFields: cardFields.value, sumField: sumField.value, filter: resolved(props.filter), q: props.q }))
    watch(() => props.reloadKey, board.reload)

    // Retired options and the column of none are there only as long as something is in them.
    const columns = computed(() => [
      ...field.value.options.filter((option) => !option.retired || board.state.counts?.[option.key]?.count),
      ...(!field.value.required || board.state.counts?.[NONE]?.count ? [{ key: NONE, label: t('chart.none'), isNone: true }] : []),
    ])
    const targetsFor = (key) => (mayMove.value ? columns.value.filter((column) => column.key !== key && !column.retired && !(column.isNone && field.value.required)) : [])
    const keys = useCardKeys({
      keys: () => columns.value.map(({ key }) => key), labelOf: board.labelOf, recordsOf: (key) => board.columnOf(key).records, move: board.move, mayMove: () => mayMove.value,
      open: (record) => emit('preview', record.id), titleOf: (record) => record[props.entity.title] ?? '',
    })
    const drop = (from, { id, to, place }) => {
      const record = board.columnOf(from).records.find((one) => one.id === id)
      if (record) board.move(record, from, to, place)
    }
    const arrange = async () => {
      const answer = await open(BoardSettings, { entity: props.entity, columns: columns.value, values: { ...props.settings, fields: cardFields.value.map(({ key }) => key), limits: props.settings.limits?.[field.value.key] } })
      if (answer) emit('settings', { ...answer, limits: { ...props.settings.limits, [field.value.key]: answer.limits } })
    }

    return () => html`
      <div class="gx-view-tools">
        <${Choice} label=${t('board.by')} value=${field.value.key} items=${fields.value.map(({ key, label }) => ({ key, label }))} onChoose=${(key) => emit('settings', { field: key })} />
        ${sumFields(props.entity).length > 0 && html`<${Choice} label=${t('board.sum')} value=${sumField.value?.key ?? ''} items=${[{ key: '', label: t('board.noSum') }, { line: true }, ...sumFields(props.entity).map(({ key, label }) => ({ key, label }))]} onChoose=${(key) => emit('settings', { sum: key || null })} />`}
        <span class="gx-grow"></span>
        <${Button} kind="quiet" icon="tune" label=${t('board.settings')} onClick=${arrange} />
      </div>
      ${board.state.problem && !board.state.counts ? html`<${Failure} problem=${board.state.problem} retry=${board.reload} />` : html`
        <div class="gx-board" key=${field.value.key}>
          ${columns.value.map((option) => html`
            <${BoardColumn} key=${option.key} column=${board.columnOf(option.key)} option=${option} total=${board.state.counts?.[option.key]} limit=${props.settings.limits?.[field.value.key]?.[option.key]} sumField=${sumField.value} entity=${props.entity} fields=${cardFields.value}
              targets=${targetsFor(option.key)} staleDays=${props.settings.staleDays ?? 0} taken=${keys.state.taken} isTarget=${Boolean(keys.state.taken) && keys.state.to === option.key} mayMove=${mayMove.value}
              onLoad=${() => board.load(option.key)} onOpen=${(record) => emit('preview', record.id)} onPress=${(event, record) => keys.press(event, record, option.key)} onMove=${(record, to) => board.move(record, option.key, to)} onDrop=${(moved) => drop(option.key, moved)} />`)}
        </div>`}
      <p id="gx-board-help" class="gx-only-reader">${t(mayMove.value ? 'board.help' : 'board.helpRead')}</p>
      <div class="gx-only-reader" role="status" aria-live="assertive">${keys.state.message}</div>`
  },
}
