/** One's notices by day, newest first, with a way to each record; new ones come while it is open. */
import { html } from '../parts/html.js'
import { computed, nextTick, ref, watch } from '../parts/libraries.js'
import { api } from '../parts/api.js'
import { Button, Icon } from '../parts/elements.js'
import { dayHeading, local } from '../parts/format.js'
import { markRead, notices, placeOf, useNotices } from '../parts/notices.js'
import { usePages } from '../parts/pages.js'
import { go } from '../parts/router.js'
import { Empty, Failure, Skeleton } from '../parts/states.js'
import { t } from '../parts/texts.js'
import { failed } from '../parts/toast.js'

export const NoticeList = {
  emits: ['leave'],
  setup(_, { emit }) {
    const root = ref(null)
    const list = usePages((before) => api.get('/notices', { before, limit: 30 }))
    // Where the list begins the keyboard goes on, until somebody is in it already.
    watch(() => list.isLoaded, () => nextTick(() => (root.value?.querySelector('.gx-notice') ?? root.value?.querySelector('button, a'))?.focus()), { once: true })
    useNotices(() => list.reload())

    const days = computed(() => {
      const groups = []
      for (const notice of list.items) {
        const { day } = local(notice.at)
        if (groups.at(-1)?.day !== day) groups.push({ day, items: [] })
        groups.at(-1).items.push(notice)
      }
      return groups
    })
    const open = async (notice) => {
      if (!notice.isRead) markRead({ ids: [notice.id] }).catch(failed)
      notice.isRead = true
      const place = placeOf(notice)
      if (place && (await go(...place))) emit('leave')
    }
    const readAll = async () => {
      await markRead({ until: list.items[0].id }).catch(failed)
      list.reload()
    }
    const walk = (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
      if (!step) return
      event.preventDefault()
      const entries = [...root.value.querySelectorAll('.gx-notice')]
      entries[Math.min(entries.length - 1, Math.max(0, entries.indexOf(document.activeElement) + step))]?.focus()
    }
    const settings = async () => (await go('/settings/notices')) && emit('leave')
    const entry = (notice) => html`
      <li key=${notice.id}><button type="button" class=${['gx-notice', !notice.isRead && 'gx-unread']} onClick=${() => open(notice)}>
        <span class="gx-entry-icon"><${Icon} name=${notice.icon} size="small" /></span>
        <span class="gx-notice-text">${!notice.isRead && html`<span class="gx-only-reader">${t('notices.isUnread')} </span>`}${notice.text} ${notice.count > 1 && notice.record && html`<span class="gx-faint gx-nowrap">${t('notices.times', { count: notice.count })}</span>`}</span>
        <time class="gx-faint gx-small" datetime=${notice.at}>${local(notice.at).time.slice(0, 5)}</time>
        ${!notice.isRead && html`<span class="gx-notice-dot" aria-hidden="true"></span>`}</button></li>`
    return () => html`
      <div class="gx-notices" ref=${root} onKeydown=${walk}>
        <div class="gx-row gx-notices-head"><h2 class="gx-grow">${t('notices.title')}</h2>
          ${notices.unread > 0 && list.items.length > 0 && html`<${Button} kind="quiet" icon="done_all" label=${t('notices.readAll')} onClick=${readAll} />`}
          <${Button} kind="quiet" icon="tune" hint=${t('notices.settings')} onClick=${settings} /></div>
        ${list.problem ? html`<${Failure} problem=${list.problem} retry=${list.reload} />` : !list.isLoaded ? html`<${Skeleton} lines=${5} />`
          : !list.items.length ? html`<${Empty} icon="notifications_none" title=${t('notices.empty')} text=${t('notices.emptyHelp')} />`
          : days.value.map(({ day, items }) => html`<section key=${day}><h3 class="gx-day">${dayHeading(day)}</h3><ul>${items.map(entry)}</ul></section>`)}
        ${list.next && html`<${Button} kind="quiet" label=${t('list.more')} busy=${list.isLoading} onClick=${list.more} />`}
      </div>`
  },
}
