/** The spans of a calendar: which days they show, how one goes on, what they are called. Weeks begin on Monday. */
import { addDays } from '../../parts/format.js'
import { addMonths, bucketStart, nextBucket } from '../../parts/charts/days.js'
import { t } from '../../parts/texts.js'

export const SPANS = ['day', 'week', 'month', 'agenda']
const AGENDA_DAYS = 30

/** First and last day that are shown. A month is shown in whole weeks. */
export function daysOf(span, day) {
  if (span === 'day') return { from: day, to: day }
  if (span === 'agenda') return { from: day, to: addDays(day, AGENDA_DAYS - 1) }
  if (span === 'week') {
    const from = bucketStart(day, 'week')
    return { from, to: addDays(from, 6) }
  }
  const first = bucketStart(day, 'month')
  const last = addDays(nextBucket(first, 'month'), -1)
  return { from: bucketStart(first, 'week'), to: addDays(bucketStart(last, 'week'), 6) }
}

export const step = (span, day, sign) => (span === 'month' ? addMonths(day, sign) : addDays(day, sign * { day: 1, week: 7, agenda: AGENDA_DAYS }[span]))

export function listOf({ from, to }) {
  const days = []
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day)
  return days
}

export function titleOf(span, day) {
  const [year, month] = day.split('-')
  if (span === 'month') return t('calendar.month', { year, month: Number(month) })
  if (span === 'day') return `${day} ${weekday(day)}`
  const { from, to } = daysOf(span, day)
  return `${from} – ${to.slice(0, 4) === from.slice(0, 4) ? to.slice(5) : to}`
}

/** 周一 */
export const weekday = (day) => t(`calendar.weekday.${(new Date(day).getUTCDay() + 6) % 7}`)
export const isWeekend = (day) => [0, 6].includes(new Date(day).getUTCDay())
