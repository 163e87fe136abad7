/** What is done with records in pools, from wherever it is asked. */
import { html } from '../../parts/html.js'
import { ref, shallowRef } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { ask, Dialog, open } from '../../parts/Dialog.js'
import { Button } from '../../parts/elements.js'
import { ReferencePicker } from '../../parts/fields/ReferencePicker.js'
import { t } from '../../parts/texts.js'
import { done, failed } from '../../parts/toast.js'

/** The pools that the user may look into, as last read by the page of a record. */
export const publicPools = shallowRef([])

/** Whether somebody may give a record back: it is theirs, and there is a pool that they could claim it from again. */
export const mayRelease = (entityName, record, session) =>
  !record.deletedAt && record.owner === session.user?.id && publicPools.value.some((pool) => pool.entity === entityName && pool.mayClaim)

const Choice = {
  props: { title: String },
  emits: ['answer', 'close'],
  setup(props, { emit }) {
    const user = ref(null)
    return () => html`
      <${Dialog} title=${props.title} onClose=${() => emit('close')}>${{
        default: () => html`<div class="gx-field"><span class="gx-label">${t('page.pools.person')}</span><${ReferencePicker} target="user" label=${t('page.pools.person')} autofocus modelValue=${user.value} onUpdate:modelValue=${(id) => (user.value = id)} /></div>`,
        foot: ({ close }) => html`<${Button} kind="quiet" label=${t('action.cancel')} onClick=${close} /><${Button} kind="primary" label=${t('page.pools.distribute')} disabled=${!user.value} onClick=${() => (emit('answer', user.value), close())} />`,
      }}<//>`
  },
}

async function attempt(work, message) {
  try {
    await work()
    done(message)
    return true
  } catch (problem) {
    failed(problem)
    return false
  }
}

export const claim = (resource, id) => attempt(() => api.post(`/${resource}/${id}/claim`), t('page.pools.claimed', { n: 1 }))

/** A steward gives a record to a colleague. */
export async function distribute(pool, record) {
  const owner = await open(Choice, { title: t('page.pools.distributeTo', { name: record.name }) })
  return owner ? attempt(() => api.post(`/${pool.resource}/${record.id}/distribute`, { owner }), t('page.pools.distributed')) : false
}

/** Gives a record back, with a reason. */
export async function release(resource, record) {
  const reason = await ask({ title: t('page.pools.release'), text: t('page.pools.releaseHelp', { name: record.name }), yes: t('page.pools.release'), input: { label: t('page.pools.reason'), required: true } })
  return reason ? attempt(() => api.post(`/${resource}/${record.id}/release`, { reason }), t('page.pools.released')) : false
}
