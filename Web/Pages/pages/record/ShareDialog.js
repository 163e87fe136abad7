/** With whom a record is shared, and for how long. */
import { html } from '../../parts/html.js'
import { onMounted, reactive } from '../../parts/libraries.js'
import { api, once } from '../../parts/api.js'
import { entityNamed } from '../../parts/catalogue.js'
import { Dialog } from '../../parts/Dialog.js'
import { Button } from '../../parts/elements.js'
import { Picker } from '../../parts/fields/Picker.js'
import { findRecords } from '../../parts/fields/ReferencePicker.js'
import { fullInstant } from '../../parts/format.js'
import { t } from '../../parts/texts.js'
import { failed } from '../../parts/toast.js'

export const ShareDialog = {
  props: { entity: Object, record: Object },
  emits: ['answer', 'close'],
  setup(props, { emit }) {
    const path = `/${props.entity.resource}/${props.record.id}/shares`
    const state = reactive({ shares: [], names: {}, mayChange: false, isBusy: false })
    const load = async () => {
      const answer = await api.get(path)
      state.shares = answer.data
      for (const name of ['user', 'team']) {
        const entity = entityNamed(name)
        const ids = answer.data.map((share) => share.with?.id ?? share.with)
        if (!entity || !ids.length) continue
        const found = await api.get(`/${entity.resource}`, { filter: { id: { in: ids } }, fields: entity.title, limit: 200 })
        for (const record of found.data) state.names[record.id] = record[entity.title]
      }
    }
    onMounted(() => load().catch(failed))
    const search = async (words) => {
      const found = await Promise.all(['user', 'team'].map((name) => entityNamed(name)).filter(Boolean).map((entity) => findRecords(entity, words).then((list) => list.map((option) => ({ ...option, icon: entity.icon })))))
      return found.flat()
    }
    const guarded = (work) => async (...values) => {
      state.isBusy = true
      await work(...values).then(load).catch(failed)
      state.isBusy = false
    }
    const add = guarded((id) => api.post(path, { with: id, mayChange: state.mayChange }, { headers: once() }))
    const remove = guarded((id) => api.delete(`${path}/${id}`))
    return () => html`
      <${Dialog} title=${t('share.title', { name: props.record[props.entity.title] })} onClose=${() => emit('close')}>${() => html`
        <${Picker} modelValue=${null} search=${search} placeholder=${t('share.add')} label=${t('share.add')} disabled=${state.isBusy} onUpdate:modelValue=${(id) => id && add(id)} />
        <label class="gx-check"><input type="checkbox" checked=${state.mayChange} onChange=${(event) => (state.mayChange = event.target.checked)} /><span>${t('share.mayChange')}</span></label>
        ${state.shares.map((share) => {
          const id = share.with?.id ?? share.with
          return html`<div key=${id} class="gx-row"><span class="gx-grow gx-cut">${state.names[id] ?? id}</span><span class="gx-faint gx-small">${t(share.mayChange ? 'share.changes' : 'share.reads')}${share.until ? ` · ${fullInstant(share.until)}` : ''}</span><${Button} kind="quiet" icon="close" hint=${t('share.remove')} onClick=${() => remove(id)} /></div>`
        })}
        ${!state.shares.length && html`<p class="gx-faint">${t('share.none')}</p>`}`}<//>`
  },
}
