/** The state of the system, as far as the server tells it. */
import { html } from '../../parts/html.js'
import { reactive } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { Button, Chip } from '../../parts/elements.js'
import { byteSize, exactNumber, fullInstant } from '../../parts/format.js'
import { Link } from '../../parts/router.js'
import { Failure, Skeleton } from '../../parts/states.js'
import { t } from '../../parts/texts.js'
import { AreaHead } from './AreaHead.js'

const isInstant = (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value)
const nameOf = (key) => (t(`system.name.${key}`) === `system.name.${key}` ? key : t(`system.name.${key}`))

const DURATIONS = [[86_400, 'days'], [3600, 'hours'], [60, 'minutes'], [1, 'seconds']]
/** In the largest unit of which there are two at least. */
function duration(count) {
  const [size, unit] = DURATIONS.find(([size]) => count >= 2 * size) ?? DURATIONS.at(-1)
  return t(`system.${unit}`, { count: exactNumber(Math.floor(count / size)) })
}

/** How numbers are read tells their name, as `freeBytes` or `lagSeconds`. */
const units = [[/bytes$/i, byteSize], [/seconds$/i, duration], [/milliseconds$/i, (count) => t('system.milliseconds', { count: exactNumber(count) })]]

function shown(value, key = '') {
  if (typeof value === 'boolean') return t(value ? 'value.yes' : 'value.no')
  if (typeof value === 'number') return ([...units].reverse().find(([pattern]) => pattern.test(key))?.[1] ?? exactNumber)(value)
  if (isInstant(value)) return fullInstant(value)
  return Array.isArray(value) ? value.map((item) => shown(item, key)).join(t('list.comma')) || '—' : String(value)
}

const isPool = (value) => value && typeof value === 'object' && 'pool' in value
const poolRow = ({ pool, ...counts }) => [nameOf(pool), t('system.pool', Object.fromEntries(Object.entries(counts).map(([key, count]) => [key, exactNumber(count)])))]

/** One level of groups; what lies deeper is listed by its path, and what is not known is left out. */
const rowsOf = (object, prefix = '') => Object.entries(object).filter(([, value]) => value !== null && value !== undefined).flatMap(([key, value]) => Array.isArray(value) && value.every(isPool) ? value.map(poolRow) :
  value && typeof value === 'object' && !Array.isArray(value) ? rowsOf(value, `${prefix}${nameOf(key)} · `) : [[prefix + nameOf(key), shown(value, key)]])

export default {
  setup() {
    const state = reactive({ system: null, isReady: null, problem: null, isLoaded: false })
    const load = async () => {
      try {
        state.isReady = (await fetch('/health/ready')).ok
        state.system = await api.get('/system').catch((error) => (error.status === 404 ? null : Promise.reject(error)))
        Object.assign(state, { problem: null, isLoaded: true })
      } catch (problem) {
        state.problem = problem
      }
    }
    load()
    const groups = () => {
      const system = state.system ?? {}
      const plain = Object.entries(system).filter(([, value]) => !value || typeof value !== 'object' || Array.isArray(value))
      return [[t('system.general'), Object.fromEntries(plain)], ...Object.entries(system).filter(([key]) => !plain.some(([other]) => other === key)).map(([key, value]) => [nameOf(key), value])].filter(([, values]) => Object.keys(values).length)
    }
    const backup = () => {
      const backup = state.system?.backup
      return backup?.isOverdue && t(backup.lastBackupAt ? 'system.backupOverdue' : 'system.backupNever', { count: backup.warningDays })
    }
    return () => html`
      <${AreaHead} title=${t('admin.system')} text=${t('system.text')}><${Button} icon="refresh" label=${t('system.refresh')} onClick=${load} /><//>
      <div class="gx-area-body gx-area-pad">
        ${state.problem ? html`<${Failure} problem=${state.problem} retry=${load} />` : !state.isLoaded ? html`<${Skeleton} lines=${6} />` : html`
          <div class="gx-row"><${Chip} colour=${state.isReady ? 'green' : 'red'} label=${t(state.isReady ? 'system.ready' : 'system.notReady')} />${backup() && html`<${Chip} colour="amber" label=${backup()} />`}<${Link} to="/jobs" class="gx-link">${t('nav.jobs')}<//></div>
          ${backup() && html`<p class="gx-faint">${t('system.backupHelp')}</p>`}
          ${groups().map(([name, values]) => html`<section class="gx-column gx-system-group"><h3>${name}</h3><dl class="gx-admin-facts">${rowsOf(values).map(([label, value]) => html`<dt>${label}</dt><dd>${value}</dd>`)}</dl></section>`)}
          ${!state.system && html`<p class="gx-faint">${t('system.later')}</p>`}`}
      </div>`
  },
}
