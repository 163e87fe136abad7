/** What can be seen to be wrong without asking the server. The server checks everything again. */
import { kindOf } from '../catalogue.js'
import { isEmpty } from '../fields/Value.js'
import { t } from '../texts.js'

/** A sentence, or nothing when the value may be sent. */
export function complaint(field, value, { isNew = false } = {}) {
  if (isEmpty(value)) return field.required && (isNew || value !== undefined) ? t('check.required') : undefined
  return checks[kindOf(field)]?.(value, field)
}

const isNumber = (value) => /^[+-]?\d+(\.\d+)?$/.test(String(value))

function number(value, { details }) {
  if (!isNumber(value)) return t('check.number')
  if (details.places !== undefined && (String(value).split('.')[1] ?? '').length > details.places) return t('check.places', { n: details.places })
  if (details.minimum !== undefined && Number(value) < Number(details.minimum)) return t('check.minimum', { bound: details.minimum })
  if (details.maximum !== undefined && Number(value) > Number(details.maximum)) return t('check.maximum', { bound: details.maximum })
}

const checks = {
  integer: (value, field) => (/^[+-]?\d+$/.test(String(value)) ? number(value, field) : t('check.integer')),
  decimal: number,
  percent: number,
  money: (value) => (isNumber(value.amount) ? undefined : t('check.number')),
  mail: (value) => (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value) ? undefined : t('check.mail')),
  phone: (value) => (/^[+\d][\d\s()\-–転转,#*]{2,30}$/.test(value) ? undefined : t('check.phone')),
  url: (value) => (/^(https?:\/\/)?[^\s.]+\.\S+$/i.test(value) ? undefined : t('check.url')),
  json: (value) => (typeof value === 'string' ? t('check.json') : undefined),
}
