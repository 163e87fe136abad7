/**
 * Asks the server for what a chart shows and makes it ready to be drawn:
 * `{ entity, measure, groups, more, parts: [{ currency, categories: [{ key, label, colour, rule }], series: [{ key, label, colour, rule, values }] }] }`.
 * Amounts of different currencies are never added: each has a part of its own. Values are exact decimal texts, or null.
 */
import { api } from '../api.js'
import { entityNamed } from '../catalogue.js'
import { today } from '../format.js'
import { together } from '../rules.js'
import { t } from '../texts.js'
import { addExact, subtractExact } from './exact.js'
import { groupOf, isAdditive, measureOf } from './questions.js'
import { bucketStart, daysRule, groupRule, nextBucket } from './days.js'

/** As many bars as one can still read; as many groups as the server gives at once. */
const TOP = 30, TOP_SERIES = 8, LAST = 120, SERVER_MOST = 1000

/** @param {{ groups: string[], measure: string, top?: number, last?: number }} chart `last` shows the last buckets up to now, with or without records. */
export async function askChart(entity, chart, { filter, q, signal } = {}) {
  const groups = chart.groups.map((text) => groupOf(entity, text)).filter(Boolean)
  const measure = measureOf(entity, chart.measure)
  const window = chart.last && groups[0]?.bucket ? lastRule(groups[0], chart.last) : null
  const ask = (grouping) => api.get(`/${entity.resource}/aggregate`, { group: grouping.map((group) => group.name).join(','), measure: measure.text, filter: together(filter, window), q }, { signal })
  const rows = (await ask(groups)).data
  const isCut = rows.length >= SERVER_MOST
  const totals = isCut && isAdditive(measure) && groups.length === 1 ? (await ask([])).data : null
  const titles = await titlesOf(groups, rows)
  const parts = [...byCurrency(rows, measure)].map(([currency, own]) => part(own, currency, { chart, groups, measure, titles, total: totals && valueFor(totals, measure, currency) }))
  return { entity, measure, groups, parts, isCut }
}

const lastRule = (group, count) => daysRule(group.field, nextBucket(bucketStart(today(), group.bucket), group.bucket, 1 - count), today())

/** Rows of money without an amount belong to no currency and say nothing. */
function byCurrency(rows, measure) {
  const parts = new Map()
  for (const row of rows) {
    const raw = row.measures[measure.text]
    const isMoney = measure.field && raw?.currency !== undefined
    if (raw === null && measure.field) continue
    const currency = isMoney ? raw.currency : ''
    if (!parts.has(currency)) parts.set(currency, [])
    parts.get(currency).push({ group: Object.values(row.group), value: String(isMoney ? raw.amount : raw) })
  }
  return parts
}

const valueFor = (rows, measure, currency) => byCurrency(rows, measure).get(currency)?.[0]?.value

function part(rows, currency, { chart, groups, measure, titles, total }) {
  if (!groups.length) return { currency, categories: [{ key: 'all', label: t('chart.all'), rule: null }], series: [{ key: 'all', label: '', values: [rows[0]?.value ?? null] }] }
  const [first, second] = groups
  const cells = new Map(rows.map((row) => [row.group.join('\u0000'), row.value]))
  const categories = axis(rows, 0, first, measure, titles, chart.top ?? TOP, chart.last)
  const series = second ? axis(rows, 1, second, measure, titles, TOP_SERIES) : [{ key: 'all', label: '', rule: null, keys: [undefined] }]
  for (const one of series) one.values = categories.map((category) => summed(category.keys, one.keys, cells))
  if (total !== undefined && total !== null) addRest(categories, series[0], total)
  return { currency, categories, series }
}

/** The value where categories and series cross; what was put together as a rest is added up. */
function summed(keys, seriesKeys, cells) {
  const values = keys.flatMap((key) => seriesKeys.map((other) => cells.get(other === undefined ? String(key ?? '') : [key, other].join('\u0000')))).filter((value) => value !== undefined)
  return values.length ? values.reduce(addExact) : null
}

/** The values of one group in an order that makes sense: choices in theirs, dates by time, others by size. */
function axis(rows, place, group, measure, titles, top, last) {
  const sizes = new Map()
  for (const { group: keys, value } of rows) sizes.set(keys[place], addExact(sizes.get(keys[place]) ?? '0', value))
  const entry = (key) => ({ key: String(key), keys: [key], label: labelOf(group, key, titles), colour: group.field.option[key]?.colour, rule: groupRule(group, key), isNone: key === null })
  if (group.bucket) return buckets([...sizes.keys()], group, last).map(entry)
  const bySize = [...sizes.keys()].sort((one, other) => (one === null) - (other === null) || Number(sizes.get(other)) - Number(sizes.get(one)))
  // The largest are shown, and of them choices in their own order.
  const order = (group.field.options ?? []).map((option) => option.key)
  const inOrder = (keys) => (order.length ? [...keys].sort((one, other) => (one === null) - (other === null) || order.indexOf(one) - order.indexOf(other)) : keys)
  if (bySize.length <= top) return inOrder(bySize).map(entry)
  const rest = bySize.slice(top)
  return [...inOrder(bySize.slice(0, top)).map(entry), ...(isAdditive(measure) ? [{ key: 'rest', keys: rest, label: t('chart.rest', { n: rest.length }), rule: null, isRest: true }] : [])]
}

/** From the first to the last bucket without gaps, so that a month without records shows as such; those without a date come last. */
function buckets(keys, { bucket }, last) {
  const days = keys.filter((key) => key !== null).sort()
  const end = last ? bucketStart(today(), bucket) : days.at(-1)
  const all = []
  for (let day = end; day && all.length < (last ?? LAST) && (last || day >= days[0]); day = nextBucket(day, bucket, -1)) all.unshift(day)
  return keys.includes(null) && !last ? [...all, null] : all
}

/** The server gives the largest groups only: what is missing of the total goes to the rest. */
function addRest(categories, series, total) {
  const missing = subtractExact(total, series.values.filter((value) => value !== null).reduce(addExact, '0'))
  if (Number(missing) === 0) return
  const rest = categories.findIndex((category) => category.isRest)
  if (rest < 0) {
    categories.push({ key: 'rest', keys: [], label: t('chart.others'), rule: null, isRest: true })
    series.values.push(missing)
  } else {
    categories[rest].label = t('chart.others')
    series.values[rest] = addExact(series.values[rest] ?? '0', missing)
  }
}

export function labelOf(group, key, titles) {
  if (key === null) return t('chart.none')
  if (group.bucket) return bucketLabel(key, group.bucket)
  if (group.field.options) return group.field.option[key]?.label ?? key
  if (typeof key === 'boolean') return t(key ? 'value.yes' : 'value.no')
  return titles.get(key) ?? String(key)
}

export function bucketLabel(day, bucket) {
  const [year, month] = day.split('-')
  if (bucket === 'year') return year
  if (bucket === 'quarter') return t('chart.quarter', { year, quarter: Math.ceil(Number(month) / 3) })
  return bucket === 'month' ? `${year}-${month}` : bucket === 'week' ? t('chart.week', { day: day.slice(5) }) : day
}

/** Names of the referenced records among the largest groups, asked for once for each target. */
async function titlesOf(groups, rows) {
  const titles = new Map()
  await Promise.all(groups.map(async (group, place) => {
    const target = group.field.kind === 'reference' && entityNamed(group.field.details.target)
    const ids = [...new Set(rows.map((row) => Object.values(row.group)[place]))].filter(Boolean).slice(0, 100)
    if (!target || !ids.length) return
    const answer = await api.get(`/${target.resource}`, { filter: { id: { in: ids } }, fields: target.title, limit: 200 }).catch(() => ({ data: [] }))
    for (const record of answer.data) titles.set(record.id, record[target.title])
  }))
  return titles
}
