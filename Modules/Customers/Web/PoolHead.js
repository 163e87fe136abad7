/** A line under the name of a customer that lies in a pool: why, and a button to claim it; for its owner, a way to give it back. */
import { html } from '../../parts/html.js'
import { shallowRef } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { Button, Icon } from '../../parts/elements.js'
import { relativeInstant } from '../../parts/format.js'
import { useRecordData } from '../../parts/panels.js'
import { session } from '../../parts/session.js'
import { t } from '../../parts/texts.js'
import { claim, release } from './pools.js'

export default {
  props: { entity: Object, record: Object },
  emits: ['saved'],
  setup(props, { emit }) {
    const pools = shallowRef([])
    useRecordData(props, () => api.get('/public-pools').then(({ data }) => (pools.value = data.filter((pool) => pool.entity === props.entity.name)), () => (pools.value = [])), ['pool'])
    const act = async (work) => (await work) && emit('saved')
    return () => {
      const { record, entity } = props
      const pool = pools.value.find(({ id }) => id === record.pool)
      if (record.pool) return html`
        <div class="gx-pool-line"><${Icon} name="waves" size="small" /><span class="gx-grow">${t('page.pools.lies', { pool: pool?.name ?? t('page.pools.title'), since: record.pooledAt ? relativeInstant(record.pooledAt) : '' })}
          ${record.poolReason && html` <span class="gx-faint">${record.poolReason}</span>`}${pool?.hidden.length > 0 && record.owner === null && html` <span class="gx-faint">${t('page.pools.veiled')}</span>`}</span>
          ${pool?.mayClaim && html`<${Button} kind="primary" icon="front_hand" label=${t('page.pools.claim')} disabled=${Boolean(pool.limit)} onClick=${() => act(claim(entity.resource, record.id))} />`}</div>`
      if (pools.value.some(({ mayClaim }) => mayClaim) && record.owner === session.user?.id) return html`
        <div class="gx-pool-line gx-pool-quiet"><span class="gx-grow"></span><${Button} kind="quiet" icon="waves" label=${t('page.pools.release')} onClick=${() => act(release(entity.resource, record))} /></div>`
      return null
    }
  },
}
