/** What a tile asks: its entity, its filter with the period of the dashboard, and the list that stands behind it. */
import { entityNamed } from '../../parts/catalogue.js'
import { daysRule, periodDays } from '../../parts/charts/days.js'
import { isDated } from '../../parts/charts/questions.js'
import { go } from '../../parts/router.js'
import { resolved, together } from '../../parts/rules.js'
import { t } from '../../parts/texts.js'

export const KINDS = ['number', 'chart', 'list', 'text']
export const KIND_ICONS = { number: 'tag', chart: 'insert_chart_outlined', list: 'view_list', text: 'notes' }

/** A tile may stay with a period of its own; otherwise it follows the dashboard. */
export const periodOf = (tile, period) => tile.period || period || 'all'

/** The date by which a period is applied; without one a tile shows all time. */
export function dateFieldOf(tile) {
  const field = entityNamed(tile.entity)?.field[tile.dateField ?? 'createdAt']
  return field && isDated(field) && !field.retired ? field : undefined
}

/** The rule of a tile now, or, with `isBefore`, for the period before. */
export function ruleOf(tile, period, isBefore = false) {
  const field = dateFieldOf(tile)
  const wanted = periodOf(tile, period)
  const days = field && periodDays(wanted)
  return together(resolved(tile.filter ?? null), days ? (isBefore ? beforeRule(field, wanted, days.before) : { [field.key]: { within: wanted } }) : null)
}

/** What was made so far this month stands beside as many days of the last; what is planned for it beside the whole of the last. */
const beforeRule = (field, period, days) => (isWhole(field, period) ? { [field.key]: { within: period.replace('this', 'last') } } : daysRule(field, days.from, days.to))
const isWhole = (field, period) => !field.is.system && period.startsWith('this')

/** Opens the records behind a tile or a part of it. */
export function showRecords(tile, period, rule = null) {
  const filter = together(ruleOf(tile, period), rule)
  go(`/${entityNamed(tile.entity).resource}`, { view: 'all', filter: filter ? JSON.stringify(filter) : undefined, q: tile.q })
}

export function beforeText(tile, period) {
  const wanted = periodOf(tile, period)
  return t(`dashboard.${isWhole(dateFieldOf(tile), wanted) ? 'beforeAll' : 'before'}.${wanted.startsWith('last') ? 'days' : wanted}`)
}
export const periodLabel = (period) => {
  const days = /^last(\d+)Days$/.exec(period)?.[1]
  return days ? t('dashboard.period.days', { n: days }) : t(`dashboard.period.${period}`)
}
