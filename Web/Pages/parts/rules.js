/**
 * Filters: the API's JSON rules, and the tree in which people edit them.
 *
 * A tree is `{ all: true, items: […] }` (every one of them; `all: false` for any), its items are trees or conditions
 * `{ path, operator, value }`. `$me` stands for whoever looks, so that a shared view shows everybody their own.
 */
import { fieldAt, kindOf, operatorLabel, pathLabel } from './catalogue.js'
import { exactNumber, local, money } from './format.js'
import { session } from './session.js'
import { knownTitle } from './titles.js'
import { t } from './texts.js'

export const ME = '$me'

/** What people can ask, beyond what the API has a sign for: its denials. */
const DENIALS = { notIn: 'in', notContains: 'contains', notStartsWith: 'startsWith', notEmpty: 'empty', notWithin: 'within', notAny: 'any', notBetween: 'between' }

/** The operators of a field in the order in which people look for them. */
export function operatorsOf(field) {
  const order = ['in', 'any', 'eq', 'ne', 'contains', 'notContains', 'startsWith', 'within', 'notWithin', 'between', 'gt', 'gte', 'lt', 'lte', 'notIn', 'notAny', 'empty', 'notEmpty']
  const has = new Set(field.operators)
  const isChosen = has.has('in') && ['choice', 'reference'].includes(kindOf(field))
  return order.filter((name) => has.has(DENIALS[name] ?? name) && !(isChosen && ['eq', 'ne'].includes(name)) && !(!isChosen && ['in', 'notIn'].includes(name)) && !(kindOf(field) === 'flag' && ['ne', 'empty', 'notEmpty'].includes(name)))
}

export const labelOf = (operator) => (operator in DENIALS ? t(`operator.${operator}`) : operatorLabel(operator))

export const isTree = (item) => Array.isArray(item?.items)
export const emptyTree = () => ({ all: true, items: [] })

/** The tree of a rule; null becomes an empty one. */
export function readRule(rule) {
  if (!rule) return emptyTree()
  const items = readMembers(rule)
  return items.length === 1 && isTree(items[0]) ? items[0] : { all: true, items }
}

function readMembers(rule) {
  return Object.entries(rule).flatMap(([key, value]) => {
    if (key === 'and' || key === 'or') {
      return [{ all: key === 'and', items: value.flatMap((part) => { const items = readMembers(part); return items.length === 1 ? items : [{ all: true, items }] }) }]
    }
    if (key === 'not') return readDenial(value)
    if (value === null) return [{ path: key, operator: 'empty', value: true }]
    if (Array.isArray(value)) return [{ path: key, operator: 'in', value }]
    if (typeof value !== 'object') return [{ path: key, operator: 'eq', value }]
    return Object.entries(value).map(([operator, operand]) => (operator === 'empty' && operand === false ? { path: key, operator: 'notEmpty', value: true } : { path: key, operator, value: operand }))
  })
}

function readDenial(rule) {
  const items = readMembers(rule)
  const [only] = items
  const denial = Object.keys(DENIALS).find((name) => DENIALS[name] === only?.operator)
  return items.length === 1 && !isTree(only) && denial ? [{ ...only, operator: denial }] : [{ all: true, isDenied: true, items }]
}

/** The rule of a tree as the API takes it; null when it asks nothing. Conditions that are not finished are left out. */
export function writeRule(tree) {
  const parts = tree.items.map((item) => (isTree(item) ? writeRule(item) : writeCondition(item))).filter(Boolean)
  if (!parts.length) return null
  const rule = parts.length === 1 ? parts[0] : { [tree.all ? 'and' : 'or']: parts }
  return tree.isDenied ? { not: rule } : rule
}

export const isComplete = ({ operator, value }) => (['empty', 'notEmpty'].includes(operator) ? true : Array.isArray(value) ? value.length > 0 && value.every((part) => part !== null && part !== '') : value !== null && value !== undefined && value !== '')

function writeCondition(condition) {
  if (!isComplete(condition)) return null
  const { path, operator, value } = condition
  if (operator === 'empty' || operator === 'notEmpty') return { [path]: { empty: operator === 'empty' } }
  return operator in DENIALS ? { not: { [path]: { [DENIALS[operator]]: value } } } : { [path]: { [operator]: value } }
}

/** All rules at once; null when there is none. */
export function together(...rules) {
  const parts = rules.filter(Boolean)
  return parts.length > 1 ? { and: parts } : parts[0] ?? null
}

/** The rule with `$me` filled in, ready to be sent. */
export function resolved(rule) {
  return rule && JSON.parse(JSON.stringify(rule), (_, value) => (value === ME ? session.user.id : value))
}

/** 等级 VIP、A: a condition as it stands on a chip, in two parts. */
export function describe(entity, condition) {
  const field = fieldAt(entity, condition.path)
  const name = field ? pathLabel(entity, condition.path) : condition.path
  const isPlain = ['eq', 'in', 'any', 'within'].includes(condition.operator)
  const value = ['empty', 'notEmpty'].includes(condition.operator) ? '' : valueText(field, condition.value)
  return { name: isPlain ? name : `${name} ${labelOf(condition.operator)}`, value }
}

function valueText(field, value) {
  if (Array.isArray(value)) return value.map((part) => valueText(field, part)).join(t('list.comma'))
  if (value === ME) return t('filter.me')
  switch (field && kindOf(field)) {
    case 'choice': case 'choices': return field.option[value]?.label ?? value
    case 'flag': return t(value ? 'value.yes' : 'value.no')
    case 'reference': case 'references': return knownTitle(field.details.target, value)
    case 'money': return typeof value === 'object' ? money(value) : exactNumber(value)
    case 'integer': case 'decimal': return exactNumber(value)
    case 'date': case 'dateTime': return periodLabel(value)
    default: return String(value)
  }
}

/** 近 30 天, 本月, or the day itself. */
export function periodLabel(value) {
  const days = /^(last|next)(\d+)Days$/.exec(value)
  if (days) return t(`period.${days[1]}Days`, { n: days[2] })
  if (!/^\d/.test(value)) return t(`period.${value}`)
  // The day of an instant is that of the user, not that of UTC.
  return value.length > 10 ? local(value).day : value
}
