/** A line under the name of a customer that lies in a pool: why, and a button to claim it. */
import { html } from '../../parts/html.js'
import { api } from '../../parts/api.js'
import { Button, Icon } from '../../parts/elements.js'
import { relativeInstant } from '../../parts/format.js'
import { useRecordData } from '../../parts/panels.js'
import { t } from '../../parts/texts.js'
import { claim, publicPools } from './pools.js'

export default {
  props: { entity: Object, record: Object },
  emits: ['saved'],
  setup(props, { emit }) {
    useRecordData(props, () => api.get('/public-pools').then(({ data }) => (publicPools.value = data), () => (publicPools.value = [])), ['pool'])
    const act = async (work) => (await work) && emit('saved')
    return () => {
      const { record, entity } = props
      const pool = publicPools.value.find(({ id }) => id === record.pool)
      if (record.pool) return html`
        <div class="gx-pool-line"><${Icon} name="waves" size="small" /><span class="gx-grow">${t('page.pools.lies', { pool: pool?.name ?? t('page.pools.title'), since: record.pooledAt ? relativeInstant(record.pooledAt) : '' })}
          ${record.poolReason && html` <span class="gx-faint">${record.poolReason}</span>`}${pool?.hidden.length > 0 && record.owner === null && html` <span class="gx-faint">${t('page.pools.veiled')}</span>`}</span>
          ${pool?.mayClaim && html`<${Button} kind="primary" icon="front_hand" label=${t('page.pools.claim')} disabled=${Boolean(pool.limit)} onClick=${() => act(claim(entity.resource, record.id))} />`}</div>`
      return null
    }
  },
}
