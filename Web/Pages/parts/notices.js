/** One's own notices: how many are unread, kept up to date by the stream of events, and what each of them leads to. */
import { reactive, watch } from './libraries.js'
import { api } from './api.js'
import { entityNamed } from './catalogue.js'
import { useNews } from './live.js'
import { session } from './session.js'

export const notices = reactive({ unread: 0 })

/** At the end of the page's beginning, and after the stream was away for too long. */
async function look() {
  const answer = await api.get('/notices', { limit: 1 }).catch(() => null)
  if (answer) notices.unread = answer.unread
}

watch(() => session.user?.id && !session.duty, (isIn) => isIn && look(), { immediate: true })

/** Counts while the component lives, and calls whenever one's notices have changed. */
export function useNotices(listener = () => {}) {
  useNews((news) => {
    if (news) notices.unread = news.unread
    else look()
    listener()
  })
}

/** Marks notices as read: `{ ids }`, or `{ until }` for that one and all before it. */
export async function markRead(which) {
  notices.unread = (await api.post('/notices/read', which)).unread
}

/** The page that a notice leads to, as `[path, query]`; null where there is none, or the reader may not see it. */
export function placeOf({ kind, entity: name, record }) {
  if (name === 'job') return ['/jobs', kind === 'systemJobFailed' ? { state: 'failed' } : {}]
  if (name === 'mail' && record) return ['/mail', { mail: record, only: 1 }]
  const entity = entityNamed(name)
  if (!entity) return null
  return record ? [`/${entity.resource}/${record.id}`, {}] : [`/${entity.resource}`, {}]
}
