/** The records of the visible days, and moving them to others. */
import { computed, onBeforeUnmount, shallowReactive, watch } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { kindOf } from '../../parts/catalogue.js'
import { addDays, daysBetween, instantOf, local } from '../../parts/format.js'
import { changeRecord } from '../../parts/forms/changeRecord.js'
import { daysRule } from '../../parts/charts/days.js'
import { useLive } from '../../parts/live.js'
import { together } from '../../parts/rules.js'
import { t } from '../../parts/texts.js'
import { done, failed } from '../../parts/toast.js'

/** As many as one loads for a look at a month; of more, only how many there are is told. */
const PAGE = 200, MOST_PAGES = 5

/** @param calendar A function that gives `{ entity, start, end, colour, days: { from, to }, filter, q }`; `start` and `end` are fields. */
export function useCalendar(calendar) {
  const state = shallowReactive({ records: [], counts: null, isLoaded: false, isBusy: false, problem: null })
  const dayOf = (field, value) => (kindOf(field) === 'date' ? value : local(value).day)
  let asking = null

  /** What begins in the range, and what began before and reaches into it. */
  const rule = () => {
    const { start, end, days } = calendar()
    const begins = daysRule(start, days.from, days.to)
    if (!end) return begins
    const first = (field) => (kindOf(field) === 'date' ? days.from : instantOf(days.from))
    return { or: [begins, { and: [{ [start.key]: { lt: first(start) } }, { [end.key]: { gte: first(end) } }] }] }
  }
  async function load() {
    asking?.abort()
    const { entity, start, end, colour, filter, q } = calendar()
    const mine = (asking = new AbortController())
    const keys = [entity.title, start.key, end?.key, colour?.key].filter(Boolean)
    state.isBusy = true
    try {
      const records = []
      let next
      for (let page = 0; page < MOST_PAGES && (page === 0 || next); page++) {
        const answer = await api.get(`/${entity.resource}`, { filter: together(filter, rule()), q, fields: keys.join(','), sort: start.key, limit: PAGE, cursor: next }, { signal: mine.signal })
        records.push(...answer.data)
        next = answer.page.next
      }
      const counts = next ? await countDays(mine.signal) : null
      Object.assign(state, { records, counts, isLoaded: true, isBusy: false, problem: null })
    } catch (problem) {
      if (problem.name !== 'AbortError') Object.assign(state, { problem, isBusy: false })
    }
  }
  async function countDays(signal) {
    const { entity, start, filter, q } = calendar()
    const answer = await api.get(`/${entity.resource}/aggregate`, { group: `${start.key}:day`, measure: 'count', filter: together(filter, rule()), q }, { signal })
    return new Map(answer.data.map(({ group, measures }) => [Object.values(group)[0], measures.count]))
  }

  /** Each record as it lies on the days: `{ record, id, from, to, time, title, colour }`. */
  const events = computed(() => {
    const { entity, start, end, colour } = calendar()
    // After another date was chosen, the old records stay until the new ones come; they may have no such date.
    return state.records.filter((record) => record[start.key]).map((record) => {
      const from = dayOf(start, record[start.key])
      const last = end && record[end.key] ? dayOf(end, record[end.key]) : from
      const time = kindOf(start) === 'dateTime' ? local(record[start.key]).time.slice(0, 5) : null
      const until = time && end && record[end.key] && kindOf(end) === 'dateTime' ? local(record[end.key]).time.slice(0, 5) : null
      return { record, id: record.id, from, to: last < from ? from : last, time, until, title: record[entity.title] ?? '—', colour: colour?.option[record[colour.key]]?.colour }
    }).sort((one, other) => one.from.localeCompare(other.from) || (one.time ?? '').localeCompare(other.time ?? ''))
  })
  const byDay = computed(() => {
    const { days } = calendar()
    const map = new Map()
    for (const event of events.value) {
      for (let day = event.from < days.from ? days.from : event.from; day <= event.to && day <= days.to; day = addDays(day, 1)) {
        if (!map.has(day)) map.set(day, [])
        map.get(day).push(event)
      }
    }
    return map
  })

  /** Moves an event to a day, and to a time where one is given; its length stays. */
  async function move(event, day, time) {
    const { entity, start, end } = calendar()
    const { record } = event
    if (day === event.from && (!time || time === event.time)) return
    const changes = { [start.key]: movedValue(start, record[start.key], daysBetween(event.from, day), time) }
    if (end && record[end.key]) changes[end.key] = kindOf(end) === 'dateTime' && kindOf(start) === 'dateTime' ? new Date(Date.parse(record[end.key]) + Date.parse(changes[start.key]) - Date.parse(record[start.key])).toISOString() : movedValue(end, record[end.key], daysBetween(event.from, day))
    place({ ...record, ...changes })
    try {
      const saved = await changeRecord(entity, record, changes)
      if (!saved) return place(record)
      const kept = { ...record, ...Object.fromEntries(Object.keys(record).filter((key) => key in saved).map((key) => [key, saved[key]])) }
      place(kept)
      done(t('calendar.moved', { name: event.title, day }), async () => {
        const before = Object.fromEntries(Object.keys(changes).map((key) => [key, record[key]]))
        const back = await changeRecord(entity, kept, before)
        if (back) place({ ...kept, ...before, version: back.version })
      })
    } catch (problem) {
      place(record)
      failed(problem)
      if (problem.code === 'stale') load()
    }
  }
  const movedValue = (field, value, days, time) => {
    if (kindOf(field) === 'date') return addDays(value, days)
    const { day, time: clock } = local(value)
    return instantOf(addDays(day, days), time ?? clock)
  }
  const place = (record) => (state.records = state.records.map((other) => (other.id === record.id ? record : other)))

  let timer = 0
  useLive((change) => {
    if (change && change.entity !== calendar().entity.name) return
    if (change?.version && state.records.some((record) => record.id === change.record && record.version >= change.version)) return
    clearTimeout(timer)
    timer = setTimeout(load, 1500)
  })
  watch(() => JSON.stringify([calendar().entity.name, calendar().start.key, calendar().end?.key, calendar().colour?.key, calendar().days, calendar().filter, calendar().q]), load, { immediate: true })
  onBeforeUnmount(() => {
    asking?.abort()
    clearTimeout(timer)
  })
  return { state, events, byDay, load, move }
}
