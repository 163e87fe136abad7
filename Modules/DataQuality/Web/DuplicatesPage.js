/** The queue of possible duplicates: one pair after the other, side by side, decided by one key. */
import { html } from '../../parts/html.js'
import { computed, reactive, ref, watch } from '../../parts/libraries.js'
import { api, ifVersion } from '../../parts/api.js'
import { entityNamed } from '../../parts/catalogue.js'
import { Choice } from '../../parts/Choice.js'
import { Button } from '../../parts/elements.js'
import { allPages, usePages } from '../../parts/pages.js'
import { useKeys } from '../../parts/keys.js'
import { go, route, setQuery } from '../../parts/router.js'
import { runJob } from '../../parts/runJob.js'
import { isAdministrator } from '../../parts/session.js'
import { Empty, Failure, Skeleton } from '../../parts/states.js'
import { t } from '../../parts/texts.js'
import { done, failed } from '../../parts/toast.js'
import { useNarrow } from '../../parts/useNarrow.js'
import { percent } from './evidence.js'
import { PairView } from './PairView.js'

const STATES = ['open', 'same', 'different', 'merged']
const LEAST = ['', '0.8', '0.95', '0.99']

export default {
  setup() {
    const isNarrow = useNarrow(900)
    const state = () => (STATES.includes(route.query.state) ? route.query.state : 'open')
    const least = () => (LEAST.includes(route.query.least) ? route.query.least : '')
    const filter = () => ({ state: state(), ...(least() ? { probability: { gte: least() } } : {}), ...(route.query.unit ? { unit: route.query.unit } : {}) })
    const list = usePages((cursor) => api.get('/duplicate-pairs', { filter: filter(), sort: '-probability', expand: 'left,right,unit', limit: 50, count: true, cursor }))
    watch(() => [state(), least(), route.query.unit], list.reload)
    const units = ref([])
    allPages((cursor) => api.get('/org-units', { fields: 'name', sort: 'code', limit: 200, cursor })).then((all) => (units.value = all)).catch(() => {})

    const busy = reactive({ isDeciding: false, isFinding: false })
    const current = computed(() => list.items.find(({ id }) => id === route.query.pair) ?? (isNarrow.value ? undefined : list.items[0]))
    const choose = (pair) => setQuery({ pair: pair?.id })
    const move = (step) => {
      const next = list.items[list.items.indexOf(current.value) + step]
      if (!next) return
      if (list.items.length - list.items.indexOf(next) < 5) list.more()
      choose(next)
      requestAnimationFrame(() => document.querySelector('.gx-pair-row.gx-on')?.scrollIntoView({ block: 'nearest' }))
    }

    const mayDecide = () => Boolean(entityNamed('duplicatePair')?.can.edit)
    const decide = async (verdict) => {
      const pair = current.value
      if (!pair || busy.isDeciding || !mayDecide()) return
      busy.isDeciding = true
      try {
        const saved = await api.patch(`/duplicate-pairs/${pair.id}`, { state: verdict }, { headers: ifVersion(pair.version) })
        const place = list.items.indexOf(pair)
        list.items = list.items.filter(({ id }) => id !== pair.id)
        if (list.total) list.total -= 1
        await choose(list.items[Math.min(place, list.items.length - 1)])
        if (verdict === 'same') return go('/customers/merge', { left: pair.left, right: pair.right })
        done(t('page.duplicates.isDifferent'), () => api.patch(`/duplicate-pairs/${pair.id}`, { state: 'open' }, { headers: ifVersion(saved.version) }).then(list.reload))
      } catch (problem) {
        failed(problem)
      } finally {
        busy.isDeciding = false
      }
    }
    const find = async (learn) => {
      busy.isFinding = true
      try {
        const job = await runJob('findDuplicates', learn ? { learn: true } : {})
        if (job.state !== 'done') throw new Error(t('page.duplicates.findFailed'))
        done(t('page.duplicates.foundPairs', { n: job.result.found, new: job.result.new }))
        await list.reload()
      } catch (problem) {
        failed(problem)
      } finally {
        busy.isFinding = false
      }
    }
    const isOpen = () => state() === 'open'
    useKeys([
      { keys: 'j', label: () => t('page.duplicates.next'), run: () => move(1) }, { keys: 'k', label: () => t('page.duplicates.previous'), run: () => move(-1) },
      { keys: 's', label: () => t('page.duplicates.same'), run: () => isOpen() && decide('same') }, { keys: 'd', label: () => t('page.duplicates.different'), run: () => isOpen() && decide('different') },
      { keys: 'escape', label: () => t('page.duplicates.back'), run: () => choose(undefined) },
    ])

    const nameOf = (pair, side) => pair.expanded?.[side]?.title ?? t('page.duplicates.hidden')
    const row = (pair) => html`
      <li key=${pair.id}><button type="button" class=${['gx-pair-row', pair === current.value && 'gx-on']} aria-current=${pair === current.value ? 'true' : undefined} onClick=${() => choose(pair)}>
        <span class="gx-grow gx-pair-names"><span class="gx-cut">${nameOf(pair, 'left')}</span><span class="gx-cut">${nameOf(pair, 'right')}</span></span>
        <span class="gx-number gx-faint">${percent(pair.probability)}</span></button></li>`
    const unitItems = () => [{ key: '', label: t('page.duplicates.allUnits') }, ...units.value.map((unit) => ({ key: unit.id, label: unit.name }))]
    const tools = () => html`
      <div class="gx-filter-line gx-pairs-tools">
        <div class="gx-row" role="group" aria-label=${t('page.duplicates.state')}>${STATES.map((item) => html`
          <button type="button" class=${['gx-admin-pill', state() === item && 'gx-on']} aria-pressed=${String(state() === item)} onClick=${() => setQuery({ state: item === 'open' ? undefined : item, pair: undefined })}>${entityNamed('duplicatePair')?.field.state.option[item]?.label}</button>`)}</div>
        <${Choice} label=${t('page.duplicates.least')} value=${least()} items=${LEAST.map((key) => ({ key, label: key ? t('page.duplicates.from', { percent: `${Number(key) * 100}%` }) : t('page.duplicates.any') }))} onChoose=${(key) => setQuery({ least: key || undefined, pair: undefined })} />
        ${units.value.length > 1 && html`<${Choice} label=${t('page.duplicates.unit')} value=${route.query.unit ?? ''} items=${unitItems()} onChoose=${(key) => setQuery({ unit: key || undefined, pair: undefined })} />`}
      </div>`
    const queue = () => html`
      <ul class="gx-pair-list" aria-label=${t('page.duplicates.title')}>${list.items.map(row)}</ul>
      ${list.next && html`<${Button} kind="quiet" label=${t('page.duplicates.more')} busy=${list.isLoading} onClick=${list.more} />`}`
    const pair = () => current.value && html`<${PairView} key=${current.value.id} pair=${current.value} mayDecide=${mayDecide() && isOpen()} isBusy=${busy.isDeciding} isNarrow=${isNarrow.value} onDecide=${decide} onBack=${() => choose(undefined)} />`
    const body = () => {
      if (list.problem) return html`<${Failure} problem=${list.problem} retry=${list.reload} />`
      if (!list.isLoaded) return html`<${Skeleton} lines=${8} />`
      if (!list.items.length) return html`<${Empty} icon="join_inner" title=${t(isOpen() ? 'page.duplicates.none' : 'page.duplicates.noneOther')} text=${isOpen() ? t('page.duplicates.noneHelp') : ''} />`
      if (isNarrow.value) return current.value ? pair() : queue()
      return html`<div class="gx-pairs"><nav class="gx-pairs-queue" aria-label=${t('page.duplicates.title')}>${queue()}</nav><div class="gx-pairs-pair">${pair()}</div></div>`
    }
    // On a phone a button is its icon.
    const named = (label) => (isNarrow.value ? { hint: label } : { label })
    const headTools = () => html`
      ${isAdministrator.value && !isNarrow.value && html`<${Button} kind="quiet" icon="tune" hint=${entityNamed('matchSettings')?.label} onClick=${() => go('/match-settings')} />`}
      ${isAdministrator.value && html`<${Button} kind="quiet" icon="model_training" ...${named(t('page.duplicates.learn'))} disabled=${busy.isFinding} onClick=${() => find(true)} />`}
      ${mayDecide() && html`<${Button} icon="search" ...${named(t('page.duplicates.find'))} busy=${busy.isFinding} onClick=${() => find(false)} />`}`
    return () => html`
      <div class="gx-head"><h1>${t('page.duplicates.title')}</h1><span class="gx-faint gx-grow">${list.total ?? ''}</span>
        ${!(isNarrow.value && current.value) && headTools()}</div>
      ${!(isNarrow.value && current.value) && tools()}
      <div class="gx-scroll gx-pairs-page">${body()}</div>`
  },
}
