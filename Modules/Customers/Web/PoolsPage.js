/** Public pools: what lies in them, what one may still take, and a list to take it from with the mouse or with keys alone. */
import { html } from '../../parts/html.js'
import { computed, nextTick, reactive, ref, watch } from '../../parts/libraries.js'
import { api, once } from '../../parts/api.js'
import { entityNamed } from '../../parts/catalogue.js'
import { Button, Icon } from '../../parts/elements.js'
import { Value } from '../../parts/fields/Value.js'
import { exactNumber, relativeInstant } from '../../parts/format.js'
import { useKeys } from '../../parts/keys.js'
import { useLive } from '../../parts/live.js'
import { usePages } from '../../parts/pages.js'
import { go, Link, route, setQuery } from '../../parts/router.js'
import { isAdministrator } from '../../parts/session.js'
import { Empty, Failure, Skeleton } from '../../parts/states.js'
import { t } from '../../parts/texts.js'
import { done, failed } from '../../parts/toast.js'
import { MoreFoot } from '../../pages/admin/MoreFoot.js'
import { distribute } from './pools.js'
import { PoolLog } from './PoolLog.js'

const MOST = 100

export default {
  setup() {
    const state = reactive({ pools: null, problem: null, chosen: new Set(), at: 0, isBusy: false, showsLog: false })
    const body = ref(null)
    const pool = computed(() => state.pools?.find(({ id }) => id === route.query.pool) ?? state.pools?.[0])
    const entity = computed(() => pool.value && entityNamed(pool.value.entity))
    const loadPools = () => api.get('/public-pools').then(({ data }) => Object.assign(state, { pools: data, problem: null }), (problem) => (state.problem = problem))
    const list = usePages((cursor) => (pool.value ? api.get(`/${pool.value.resource}`, { filter: { pool: { eq: pool.value.id } }, sort: 'pooledAt', expand: 'formerOwner', limit: 50, cursor }) : Promise.resolve({ data: [] })))
    const reload = () => Promise.all([loadPools(), list.reload()])
    watch(() => pool.value?.id, () => (state.chosen.clear(), (state.at = 0), list.reload()))
    useLive((change) => (!change || change.entity === entity.value?.name || change.entity === 'pool') && !state.isBusy && reload())
    loadPools()

    const claim = async (ids) => {
      if (!ids.length || state.isBusy || !pool.value.mayClaim) return
      state.isBusy = true
      try {
        const { claimed, refused } = await api.post(`/${pool.value.resource}/claims`, { records: ids.slice(0, MOST) }, { headers: once() })
        if (claimed.length) done(t('page.pools.claimed', { n: claimed.length }))
        if (refused.length) failed({ status: 409, message: t('page.pools.refused', { n: refused.length, message: refused[0].message }) })
        state.chosen.clear()
        await reload()
      } catch (problem) {
        failed(problem)
      }
      state.isBusy = false
    }
    const hand = async (record) => (await distribute(pool.value, record)) && reload()
    const turn = (id) => state.chosen.delete(id) || state.chosen.add(id)
    const move = async (step) => {
      state.at = Math.max(0, Math.min(list.items.length - 1, state.at + step))
      await nextTick()
      body.value?.querySelectorAll('tbody tr')[state.at]?.focus()
    }
    const current = () => list.items[state.at]
    useKeys([
      { keys: 'j', label: t('page.pools.key.next'), run: () => move(1) },
      { keys: 'k', label: t('page.pools.key.previous'), run: () => move(-1) },
      { keys: 'x', label: t('page.pools.key.choose'), run: () => current() && turn(current().id) },
      { keys: 'c', label: t('page.pools.key.claim'), run: () => claim(state.chosen.size ? [...state.chosen] : current() ? [current().id] : []) },
    ])

    const meter = (label, used, max) => html`
      <div class="gx-pool-meter"><span class="gx-faint">${label}</span><b>${exactNumber(String(used ?? 0))}${max !== null && html` <span class="gx-faint">/ ${exactNumber(String(max))}</span>`}</b>
        ${max !== null && html`<progress class="gx-pool-bar" max=${max} value=${Math.min(used ?? 0, max)}></progress>`}</div>`
    const quotas = ({ mayClaim, usedToday, dailyQuota, held, totalQuota, owned, capacity, limit, free }) => mayClaim && html`
      <div class="gx-pool-quotas" role="group" aria-label=${t('page.pools.quotas')}>
        ${meter(t('page.pools.today'), usedToday, dailyQuota)}${totalQuota !== null && meter(t('page.pools.held'), held, totalQuota)}${capacity !== null && meter(t('page.pools.owned'), owned, capacity)}
        ${limit && html`<p class="gx-pool-full"><${Icon} name="block" size="small" />${free ? t('page.pools.fullUntil', { day: free }) : t('page.pools.full')}</p>`}
      </div>`
    const rules = ({ idleDays, dealDays, hidden }) => [
      idleDays && t('page.pools.idle', { n: idleDays }), dealDays && t('page.pools.deal', { n: dealDays }),
      hidden.length && t('page.pools.hidden', { names: hidden.map((key) => entity.value?.field[key]?.label ?? key).join(t('list.comma')) }),
    ].filter(Boolean).join(' · ')

    const columns = computed(() => ['kind', 'industry', 'address', 'grade'].map((key) => entity.value?.field[key]).filter(Boolean))
    const row = (record, index) => html`
      <tr key=${record.id} tabindex=${index === state.at ? 0 : -1} class=${[state.chosen.has(record.id) && 'gx-on']} onFocus=${() => (state.at = index)} onKeydown=${(event) => keyed(event, record)}>
        ${pool.value.mayClaim && html`<td class="gx-pool-check"><input type="checkbox" class="gx-box" checked=${state.chosen.has(record.id)} aria-label=${t('page.pools.choose', { name: record[entity.value.title] })} onChange=${() => turn(record.id)} /></td>`}
        <td><${Link} to=${`/${pool.value.resource}/${record.id}`} class="gx-strong gx-cut">${record[entity.value.title]}<//><div class="gx-faint gx-small">${record.code}</div></td>
        ${columns.value.map((field) => html`<td class="gx-wide-only">${pool.value.hidden.includes(field.key) ? html`<span class="gx-faint" title=${t('page.pools.veiled')}>•••</span>` : html`<${Value} field=${field} value=${record[field.key]} record=${record} entity=${entity.value} isShort />`}</td>`)}
        <td class="gx-wide-only gx-faint">${record.poolReason ?? (record.expanded?.formerOwner ? t('page.pools.from', { name: record.expanded.formerOwner.title }) : '')}</td>
        <td class="gx-wide-only gx-faint gx-nowrap">${record.pooledAt && relativeInstant(record.pooledAt)}</td>
        <td class="gx-pool-tools">${pool.value.isSteward && html`<${Button} kind="quiet" icon="person_add" hint=${t('page.pools.distribute')} onClick=${() => hand(record)} />`}
          ${pool.value.mayClaim && html`<${Button} label=${t('page.pools.claim')} disabled=${state.isBusy || Boolean(pool.value.limit)} onClick=${() => claim([record.id])} />`}</td>
      </tr>`
    const keyed = (event, record) => {
      if (event.target !== event.currentTarget) return
      const act = { ArrowDown: () => move(1), ArrowUp: () => move(-1), Enter: () => claim([record.id]), ' ': () => turn(record.id), o: () => go(`/${pool.value.resource}/${record.id}`) }[event.key]
      if (act) event.preventDefault(), act()
    }
    const table = () => html`
      <table class="gx-admin-rows gx-pool-rows"><thead><tr>
        ${pool.value.mayClaim && html`<th class="gx-pool-check"><span class="gx-only-reader">${t('page.pools.chooseColumn')}</span></th>`}<th>${entity.value.field[entity.value.title].label}</th>
        ${columns.value.map((field) => html`<th class="gx-wide-only">${field.label}</th>`)}<th class="gx-wide-only">${t('page.pools.why')}</th><th class="gx-wide-only">${t('page.pools.since')}</th><th></th></tr></thead>
        <tbody>${list.items.map(row)}</tbody></table><${MoreFoot} list=${list} />`
    const content = () => {
      if (state.showsLog) return html`<${PoolLog} pool=${pool.value} />`
      if (list.problem) return html`<${Failure} problem=${list.problem} retry=${list.reload} />`
      if (!list.isLoaded) return html`<${Skeleton} lines=${8} />`
      return list.items.length ? table() : html`<${Empty} icon="waves" title=${t('page.pools.empty')} text=${t('page.pools.emptyHelp')} />`
    }
    const tools = () => html`
      ${state.chosen.size > 0 && html`<${Button} kind="primary" icon="front_hand" label=${t('page.pools.claimChosen', { n: state.chosen.size })} busy=${state.isBusy} onClick=${() => claim([...state.chosen])} />`}
      ${(pool.value?.isSteward || isAdministrator.value) && pool.value && html`<${Button} kind="quiet" icon="history" label=${t('page.pools.log')} active=${state.showsLog} onClick=${() => (state.showsLog = !state.showsLog)} />`}
      ${isAdministrator.value && html`<${Button} kind="quiet" icon="tune" label=${t('page.pools.manage')} onClick=${() => go('/pools')} />`}`

    return () => html`
      <div class="gx-head"><h1 class="gx-grow">${t('page.pools.title')}</h1>${tools()}</div>
      ${state.problem ? html`<${Failure} problem=${state.problem} retry=${loadPools} />` : !state.pools ? html`<${Skeleton} lines=${6} />`
        : !pool.value ? html`<${Empty} icon="waves" title=${t('page.pools.none')} text=${t('page.pools.noneHelp')} action=${isAdministrator.value ? () => go('/pools/new') : undefined} label=${t('page.pools.make')} />`
        : html`
          <div class="gx-filter-line" role="group" aria-label=${t('page.pools.title')}>${state.pools.map(({ id, name, count }) => html`
            <button type="button" key=${id} class=${['gx-admin-pill', id === pool.value.id && 'gx-on']} aria-pressed=${String(id === pool.value.id)} onClick=${() => setQuery({ pool: id })}>${name} <span class="gx-faint">${exactNumber(String(count))}</span></button>`)}</div>
          <div class="gx-pool-facts">${quotas(pool.value)}${rules(pool.value) && html`<p class="gx-faint gx-small">${rules(pool.value)}</p>`}</div>
          <div class="gx-scroll gx-pool-body" ref=${body}>${content()}</div>`}`
  },
}
