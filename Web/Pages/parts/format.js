/**
 * Values as people read them: dates, money, numbers, phones. The time zone is that of the user, wherever the browser stands.
 */
import { computed } from './libraries.js'
import { session } from './session.js'
import { language, t } from './texts.js'

const formats = computed(() => {
  const zone = session.user?.zone ?? 'Asia/Shanghai'
  const locale = language.value
  const make = (options) => new Intl.DateTimeFormat(locale, { timeZone: zone, hour12: false, ...options })
  return {
    parts: new Intl.DateTimeFormat('en-CA', {
      timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
    }),
    month: make({ month: 'long', day: 'numeric' }),
    weekday: make({ weekday: 'short' }),
    number: new Intl.NumberFormat(locale, { maximumFractionDigits: 20 }),
  }
})

/** An instant's parts in the user's zone: `2026-11-22` and `14:30:05`. */
export function local(instant) {
  const parts = Object.fromEntries(formats.value.parts.formatToParts(new Date(instant)).map((part) => [part.type, part.value]))
  return { day: `${parts.year}-${parts.month}-${parts.day}`, time: `${parts.hour}:${parts.minute}:${parts.second}` }
}

export const today = () => local(Date.now()).day

/** Days from one ISO day to another. */
export const daysBetween = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)

/** The ISO day that lies some days after another. */
export const addDays = (day, count) => new Date(Date.parse(day) + count * 86_400_000).toISOString().slice(0, 10)

/** The instant of a day and time in the user's zone, as ISO text in UTC. */
export function instantOf(day, time = '00:00') {
  const wanted = Date.parse(`${day}T${time.padEnd(8, ':00')}Z`)
  let guess = wanted
  // Twice, because the offset may differ between the guess and the answer.
  for (let i = 0; i < 2; i++) {
    const there = local(guess)
    guess += wanted - Date.parse(`${there.day}T${there.time}Z`)
  }
  return new Date(guess).toISOString()
}

export const fullInstant = (instant) => {
  const { day, time } = local(instant)
  return `${day} ${time.slice(0, 5)}`
}

/** 今天 14:30, 昨天 09:12, 3 天前, 2025-11-02. */
export function relativeInstant(instant) {
  const { day, time } = local(instant)
  const days = daysBetween(day, today())
  const clock = time.slice(0, 5)
  if (days === 0) return t('time.today', { time: clock })
  if (days === 1) return t('time.yesterday', { time: clock })
  if (days === -1) return t('time.tomorrow', { time: clock })
  return relativeDay(day)
}

/** Beyond a month nobody counts days. */
const COUNTED = 31

export function relativeDay(day) {
  const days = daysBetween(day, today())
  if (days === 0) return t('time.dayToday')
  if (days === 1) return t('time.dayYesterday')
  if (days === -1) return t('time.dayTomorrow')
  if (days > 0 && days <= COUNTED) return t('time.daysAgo', { n: days })
  if (days < 0 && days >= -COUNTED) return t('time.inDays', { n: -days })
  return day
}

/** A heading for a day in a time line. */
export function dayHeading(day) {
  const days = daysBetween(day, today())
  if (days === 0) return t('time.dayToday')
  if (days === 1) return t('time.dayYesterday')
  return day.slice(0, 4) === today().slice(0, 4) ? formats.value.month.format(new Date(instantOf(day, '12:00'))) : day
}

/** Groups of three digits, exactly as many decimals as the text has; decimals come as text and stay exact. */
export function exactNumber(text) {
  if (text === null || text === undefined || text === '') return ''
  const [whole, decimals] = String(text).split('.')
  const sign = whole.startsWith('-') ? '−' : ''
  const grouped = whole.replace('-', '').replace(/\B(?=(\d{3})+$)/g, ',')
  return sign + grouped + (decimals ? '.' + decimals : '')
}

const SYMBOLS = { CNY: '¥', USD: '$', EUR: '€', GBP: '£', JPY: 'JP¥', HKD: 'HK$', TWD: 'NT$', MOP: 'MOP$' }
export const currencySymbol = (currency) => SYMBOLS[currency] ?? currency + ' '
export const money = (value) => (value ? currencySymbol(value.currency) + exactNumber(value.amount) : '')

/** 123.5万, 3.42亿; in English 1.2M. For charts and tiles, where the exact number stands beside. */
export function shortNumber(value) {
  const number = Number(value)
  if (!Number.isFinite(number)) return ''
  const units = language.value === 'zh-CN' ? [[1e12, '万亿'], [1e8, '亿'], [1e4, '万']] : [[1e12, 'T'], [1e9, 'B'], [1e6, 'M'], [1e3, 'K']]
  const [size, name] = units.find(([size]) => Math.abs(number) >= size) ?? [1, '']
  const scaled = number / size
  const digits = Math.abs(scaled) >= 100 || size === 1 ? (Number.isInteger(scaled) ? 0 : 1) : 2
  return formats.value.number.format(Number(scaled.toFixed(digits))) + name
}

/** +8613812345678 → 138 1234 5678; others keep their country code. */
export function phone(text) {
  const mobile = /^\+86(1\d{2})(\d{4})(\d{4})$/.exec(text)
  if (mobile) return mobile.slice(1).join(' ')
  const line = /^\+86(10|2\d|[3-9]\d{2})(\d{7,8})$/.exec(text)
  return line ? `0${line[1]}-${line[2]}` : text
}

/** 重庆 · 渝中: the short form for lists. */
export function shortAddress(address) {
  const short = (name) => name?.replace(/(?:省|市|区|县|壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区)$/, '') || name
  const [region, place] = [address.province ?? address.city, address.province === address.city ? address.district : address.city ?? address.district]
  return [short(region), place && place.length > 2 ? short(place) : place].filter(Boolean).join(' · ') || address.street || ''
}

export const fullAddress = (address) =>
  [address.province, address.city === address.province ? '' : address.city, address.district, address.street].filter(Boolean).join(language.value === 'en' ? ', ' : '') +
  (address.postcode ? ` (${address.postcode})` : '')

/** One or two letters that stand for a person. */
export const initials = (name) => (/^[\u3400-\u9fff]/.test(name) ? name.slice(0, 1) : name.split(/\s+/).map((word) => word[0]).slice(0, 2).join('').toUpperCase())

const TINTS = ['blue', 'green', 'amber', 'violet', 'red']
/** The same person always has the same colour. */
export const tint = (text) => TINTS[[...String(text)].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % TINTS.length]

/** The colour of a chip for an option's colour. */
const CHIPS = new Set(['blue', 'green', 'amber', 'red', 'violet', 'teal', 'pink'])
export const chipColour = (colour) => (CHIPS.has(colour) ? colour : 'grey')

/** 1.4 MB, as disks are counted: in thousands. */
export function byteSize(bytes) {
  const power = Math.min(4, Math.floor(Math.log10(Math.max(1, bytes)) / 3))
  return `${(bytes / 1000 ** power).toFixed(power && bytes < 10 * 1000 ** power ? 1 : 0)} ${['B', 'KB', 'MB', 'GB', 'TB'][power]}`
}
