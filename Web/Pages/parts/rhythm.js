/** Rhythms that people choose in words, written as the five fields of crontab, and read back. */
import { language, t } from './texts.js'

export const RHYTHMS = ['daily', 'workdays', 'weekly', 'monthly', 'custom']
const ON = { daily: '* *', workdays: '* 1-5' }

/** `{kind, time, weekday, day, text}` as crontab has it; `time` is HH:MM. */
export function writeRhythm({ kind, time, weekday, day, text }) {
  if (kind === 'custom') return text.trim()
  const [hour, minute] = time.split(':').map(Number)
  if (kind === 'monthly') return `${minute} ${hour} ${day} * *`
  return `${minute} ${hour} * ${kind === 'weekly' ? `* ${weekday}` : ON[kind]}`
}

export function readRhythm(text) {
  const start = { kind: 'custom', time: '08:00', weekday: 1, day: 1, text }
  const found = /^(\d{1,2}) (\d{1,2}) (\d{1,2}|\*) \* (\*|1-5|[0-7])$/.exec(text.trim())
  if (!found) return start
  const [, minute, hour, day, days] = found
  const read = { ...start, time: `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}` }
  if (day !== '*') return days === '*' ? { ...read, kind: 'monthly', day: Number(day) } : start
  if (days === '*') return { ...read, kind: 'daily' }
  if (days === '1-5') return { ...read, kind: 'workdays' }
  return { ...read, kind: 'weekly', weekday: Number(days) % 7 }
}

/** 星期一; 2026-02-01 is a Sunday. */
export const weekdayName = (number) => new Intl.DateTimeFormat(language.value, { weekday: 'long', timeZone: 'UTC' }).format(Date.UTC(2026, 1, 1 + number))

export function rhythmWords(text) {
  if (/^0 \*(\/1)? \* \* \*$/.test(text)) return t('rhythm.words.hourly')
  const rhythm = readRhythm(text)
  return rhythm.kind === 'custom' ? text : t(`rhythm.words.${rhythm.kind}`, { time: rhythm.time, day: rhythm.day, weekday: weekdayName(rhythm.weekday) })
}
