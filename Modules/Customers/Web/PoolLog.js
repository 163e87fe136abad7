/** What went into a pool and out of it, newest first. */
import { html } from '../../parts/html.js'
import { watch } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { entityNamed } from '../../parts/catalogue.js'
import { Chip, Person } from '../../parts/elements.js'
import { fullInstant } from '../../parts/format.js'
import { usePages } from '../../parts/pages.js'
import { Link } from '../../parts/router.js'
import { Empty, Failure, Skeleton } from '../../parts/states.js'
import { t } from '../../parts/texts.js'
import { MoreFoot } from '../../pages/admin/MoreFoot.js'

export const PoolLog = {
  props: { pool: Object },
  setup(props) {
    const list = usePages((before) => api.get(`/pools/${props.pool.id}/log`, { before, limit: 50 }))
    watch(() => props.pool.id, list.reload)
    const kinds = () => entityNamed('poolMove')?.field.kind.option ?? {}
    const row = (move) => html`
      <tr key=${move.id}><td class="gx-nowrap gx-faint">${fullInstant(move.at)}</td><td><${Chip} colour=${kinds()[move.kind]?.colour} label=${kinds()[move.kind]?.label ?? move.kind} /></td>
        <td class="gx-block-line"><${Link} to=${`/${entityNamed(move.entity)?.resource}/${move.record.id}`} class="gx-cut">${move.record.title || '—'}<//></td>
        <td class="gx-wide-only">${move.person && html`<${Person} name=${move.person.title} />`}</td><td class="gx-wide-only gx-faint">${move.reason}</td></tr>`
    return () => list.problem ? html`<${Failure} problem=${list.problem} retry=${list.reload} />` : !list.isLoaded ? html`<${Skeleton} lines=${8} />`
      : !list.items.length ? html`<${Empty} icon="history" title=${t('page.pools.noLog')} />`
      : html`<table class="gx-admin-rows gx-block-rows"><thead><tr><th>${t('page.pools.at')}</th><th>${t('page.pools.what')}</th><th>${entityNamed(props.pool.entity)?.label}</th><th class="gx-wide-only">${t('page.pools.person')}</th><th class="gx-wide-only">${t('page.pools.why')}</th></tr></thead>
          <tbody>${list.items.map(row)}</tbody></table><${MoreFoot} list=${list} />`
  },
}
