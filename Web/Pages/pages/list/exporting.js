/** Taking records along in a file: at once, or beside the page when there are many. */
import { api, once } from '../../parts/api.js'
import { open } from '../../parts/Dialog.js'
import { exactNumber } from '../../parts/format.js'
import { repeatWork } from '../../parts/repeating.js'
import { go } from '../../parts/router.js'
import { t } from '../../parts/texts.js'
import { done, failed } from '../../parts/toast.js'
import { ExportDialog } from './ExportDialog.js'

/** More records than this are written by a job. */
export const AT_ONCE = 10_000
/** An address does not hold the ids of more. */
const IDS_IN_ADDRESS = 100

/** The formats that fit an entity: only what can be called or written to goes into an address book. */
export const formatsOf = (entity) => ['xlsx', 'csv', 'jsonl', ...(entity.fields.some(({ kind }) => ['phone', 'mail'].includes(kind)) ? ['vcard'] : [])]

/** Asks how, and exports. `all` and `chosen` as `ExportDialog` has them. */
export async function exportList(entity, options) {
  const wish = await open(ExportDialog, { entity, ...options })
  if (!wish) return
  try {
    if (wish.repeats) return await repeatWork({ name: t('export.title', { name: entity.pluralLabel }), job: 'export', payload: payloadOf(entity, wish) })
    await (wish.count > AT_ONCE || wish.ids?.length > IDS_IN_ADDRESS ? beside(entity, wish) : atOnce(entity, wish))
  } catch (problem) {
    failed(problem)
  }
}

const filterOf = ({ ids, filter }) => (ids ? { id: { in: ids } } : filter ?? undefined)

async function atOnce(entity, { fields, count, ...wish }) {
  const { q, sort, format, encoding, labels } = wish
  const answer = await api.get(`/${entity.resource}/export`, { filter: filterOf(wish), q, sort, format, encoding, labels, fields: fields.join(',') }, { raw: true })
  const name = /filename="([^"]+)"/.exec(answer.headers.get('Content-Disposition'))?.[1] ?? entity.resource
  const address = URL.createObjectURL(await answer.blob())
  const link = Object.assign(document.createElement('a'), { href: address, download: name })
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
  const cut = Number(answer.headers.get('Shortened-Texts') ?? 0)
  done([t('bulk.exported', { n: count ?? 0 }), cut > 0 && t('export.shortened', { n: cut, count: exactNumber(cut) })].filter(Boolean).join(' '))
}

/** What an export is told as a job. */
const payloadOf = (entity, { fields, q, sort, format, encoding, labels, ...wish }) => ({ entity: entity.name, filter: filterOf(wish), q: q || undefined, sort: sort || undefined, fields: fields.length ? fields : undefined, format, encoding, labels })

async function beside(entity, wish) {
  await api.post('/jobs', { kind: 'export', payload: payloadOf(entity, wish) }, { headers: once() })
  done(t('export.started'), async () => go('/jobs'), t('export.toJobs'))
}
