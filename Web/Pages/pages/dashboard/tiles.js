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
  const days = field && periodDays(periodOf(tile, period))
  const range = days && (isBefore ? days.before : days)
  return together(resolved(tile.filter ?? null), range ? daysRule(field, range.from, range.to) : null)
}

/** Opens the records behind a tile or a part of it. */
export function showRecords(tile, period, rule = null) {
  const filter = together(ruleOf(tile, period), rule)
  go(`/${entityNamed(tile.entity).resource}`, { view: 'all', filter: filter ? JSON.stringify(filter) : undefined, q: tile.q })
}

export const beforeText = (period) => t(`dashboard.before.${/^last/.test(period) ? 'days' : period}`)
export const periodLabel = (period) => {
  const days = /^last(\d+)Days$/.exec(period)?.[1]
  return days ? t('dashboard.period.days', { n: days }) : t(`dashboard.period.${period}`)
}
