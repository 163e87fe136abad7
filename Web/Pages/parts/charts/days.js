/** Days, buckets and periods of the calendar, and the rules that say which records stand behind them. */
import { kindOf } from '../catalogue.js'
import { addDays, instantOf, today } from '../format.js'

/** The records of a group: those with a value, with none, or in a bucket of the calendar. */
export function groupRule({ field, bucket }, value) {
  if (value === null) return { [field.key]: { empty: true } }
  if (!bucket) return { [field.key]: value }
  return daysRule(field, value, addDays(nextBucket(value, bucket), -1))
}

/** From a day to a day, both included, whatever the field keeps. */
export const daysRule = (field, from, to) =>
  kindOf(field) === 'date' ? { [field.key]: { gte: from, lte: to } } : { [field.key]: { gte: instantOf(from), lt: instantOf(addDays(to, 1)) } }

const MONTHS = { month: 1, quarter: 3, year: 12 }

/** The first day of the bucket after one. */
export function nextBucket(day, bucket, steps = 1) {
  if (bucket === 'day') return addDays(day, steps)
  if (bucket === 'week') return addDays(day, 7 * steps)
  return addMonths(day, MONTHS[bucket] * steps)
}

/** The same day of another month, or the last one that it has. */
export function addMonths(day, count) {
  const [year, month, date] = day.split('-').map(Number)
  const last = new Date(Date.UTC(year, month + count, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + count, Math.min(date, last))).toISOString().slice(0, 10)
}

/** The first day of the bucket that a day lies in; weeks begin on Monday. */
export function bucketStart(day, bucket) {
  if (bucket === 'day') return day
  if (bucket === 'week') return addDays(day, -((new Date(day).getUTCDay() + 6) % 7))
  const [year, month] = day.split('-').map(Number)
  const first = bucket === 'year' ? 1 : bucket === 'quarter' ? Math.floor((month - 1) / 3) * 3 + 1 : month
  return `${year}-${String(first).padStart(2, '0')}-01`
}

const CALENDAR = { thisWeek: 'week', thisMonth: 'month', thisQuarter: 'quarter', thisYear: 'year' }
export const PERIODS = ['thisWeek', 'thisMonth', 'thisQuarter', 'thisYear', 'last7Days', 'last30Days', 'last90Days', 'all']

/**
 * A period's days up to today, and as many of the period before: half a month stands beside half a month. Undefined for all time.
 * @returns {{ from: string, to: string, before: { from: string, to: string } } | undefined}
 */
export function periodDays(period) {
  const to = today()
  const days = Number(/^last(\d+)Days$/.exec(period)?.[1])
  if (days) return { from: addDays(to, 1 - days), to, before: { from: addDays(to, 1 - 2 * days), to: addDays(to, -days) } }
  const bucket = CALENDAR[period]
  if (!bucket) return undefined
  const from = bucketStart(to, bucket)
  return { from, to, before: { from: nextBucket(from, bucket, -1), to: bucket === 'week' ? addDays(to, -7) : addMonths(to, -MONTHS[bucket]) } }
}
