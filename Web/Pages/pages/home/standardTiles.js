/** A first dashboard for whatever entities there are: how many, how many are new, whose they are, what changed last. */
import { kindOf } from '../../parts/catalogue.js'
import { choiceFields, dateFields, sumFields } from '../../parts/charts/questions.js'
import { ME } from '../../parts/rules.js'
import { packed } from '../dashboard/grid.js'
import { t } from '../../parts/texts.js'

/** @returns Tiles for the entities that the user works with; none when there are none. */
export function standardTiles(entities) {
  const main = entities.find((entity) => entity.is.root) ?? entities[0]
  if (!main) return []
  const others = entities.filter((entity) => entity !== main && entity.can.read)
  const due = dateFields(main).find((field) => kindOf(field) === 'date' && field.is.indexed && !field.is.personal)
  const name = main.pluralLabel
  const count = { type: 'number', groups: [], measure: 'count' }
  const figures = [
    { title: t('home.total', { name }), chart: count, period: 'all' },
    { title: t('home.new', { name }), chart: count, period: 'thisMonth' },
    main.is.owned && { title: t('home.mine', { name }), chart: count, filter: { owner: { in: [ME] } }, period: 'all' },
    due ? { title: t('home.due', { field: due.label }), chart: count, filter: { [due.key]: { within: 'next30Days' } }, period: 'all' } : others[0] && { title: t('home.total', { name: others[0].pluralLabel }), entity: others[0].name, chart: count, period: 'all' },
  ].filter(Boolean).map((tile, i, all) => ({ kind: 'number', x: i * (12 / all.length), y: 0, w: 12 / all.length, h: 2, ...tile }))

  const choice = choiceFields(main).find((field) => field.is.listed && field.options.length > 2) ?? choiceFields(main)[0]
  const second = choiceFields(main).find((field) => field !== choice && field.is.listed && field.options.length > 2)
  const money = sumFields(main).find((field) => kindOf(field) === 'money')
  const charts = [
    choice && { title: t('home.by', { name, field: choice.label }), w: 4, chart: { type: 'bar', groups: [choice.key], measure: 'count' } },
    { title: t('home.perMonth', { name }), w: 8, chart: { type: 'line', groups: ['createdAt:month'], measure: 'count', last: 12 }, period: 'all' },
    main.field.owner && { title: t('home.byOwner', { name }), w: 4, chart: { type: 'bar', groups: ['owner'], measure: 'count', top: 10 } },
    main.field.unit && { title: t('home.byUnit', { name }), w: 4, chart: { type: 'bar', groups: ['unit'], measure: 'count', top: 10 } },
    second ? { title: t('home.by', { name, field: second.label }), w: 4, chart: { type: 'pie', groups: [second.key], measure: 'count' } }
      : money && choice && { title: t('home.sumBy', { sum: money.label, field: choice.label }), w: 4, chart: { type: 'bar', groups: [choice.key], measure: `sum:${money.key}` } },
  ].filter(Boolean)
  const rows = place(charts.map((tile) => ({ kind: 'chart', h: 5, ...tile })), 2)
  const list = { kind: 'list', title: t('home.changed', { name }), x: 0, y: 20, w: 12, h: 6, sort: '-modifiedAt', limit: 10, dateField: 'modifiedAt' }
  return packed([...figures, ...rows, list].map((tile, i) => ({ id: `home-${i}`, entity: main.name, filter: null, ...tile })))
}

/** One beside the other as long as there is room. */
function place(tiles, y) {
  let x = 0
  return tiles.map((tile) => {
    if (x + tile.w > 12) {
      x = 0
      y += tile.h
    }
    const placed = { ...tile, x, y }
    x += tile.w
    return placed
  })
}
