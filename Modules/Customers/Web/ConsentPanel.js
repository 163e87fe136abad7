/** What a customer agreed to, with a way to withdraw it, and by which ways it may be contacted for what. */
import { html } from '../../parts/html.js'
import { reactive } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { entityNamed } from '../../parts/catalogue.js'
import { ask } from '../../parts/Dialog.js'
import { Button, Chip, Icon } from '../../parts/elements.js'
import { createRecord } from '../../parts/forms/create.js'
import { fullInstant } from '../../parts/format.js'
import { useRecordData } from '../../parts/panels.js'
import { Link } from '../../parts/router.js'
import { Failure, Skeleton } from '../../parts/states.js'
import { t } from '../../parts/texts.js'
import { done, failed } from '../../parts/toast.js'
import { CHANNELS, permissions, PURPOSES } from './consents.js'

export default {
  props: { entity: Object, record: Object },
  emits: ['saved'],
  setup(props, { emit }) {
    const entity = entityNamed('consent')
    const state = reactive({ consents: null, permissions: [], problem: null })
    const load = async () => {
      try {
        const [list, allowed] = await Promise.all([api.get('/consents', { filter: { customer: { eq: props.record.id } }, sort: '-givenAt', limit: 100 }), permissions(props.record.id)])
        Object.assign(state, { consents: list.data, permissions: allowed, problem: null })
      } catch (problem) {
        state.problem = problem
      }
    }
    useRecordData(props, load, ['consent'])
    const changed = () => load().then(() => emit('saved'))
    const withdraw = async (consent) => {
      if (!(await ask({ title: t('page.consent.withdraw'), text: t('page.consent.withdrawHelp', { name: consent.name }), yes: t('page.consent.withdraw'), danger: true }))) return
      try {
        await api.post(`/consents/${consent.id}/actions/withdraw`)
        done(t('page.consent.withdrawn'))
        await changed()
      } catch (problem) {
        failed(problem)
      }
    }
    const add = async () => (await createRecord(entity, { customer: props.record.id, givenAt: new Date().toISOString() }, { stay: true })) && changed()
    const isOver = (consent) => consent.expiresOn && consent.expiresOn < new Date().toISOString().slice(0, 10)
    const standing = (consent) => consent.withdrawnAt ? { colour: 'red', label: t('page.consent.state.withdrawn') } : isOver(consent) ? { colour: 'amber', label: t('page.consent.state.over') } : { colour: 'green', label: t('page.consent.state.valid') }
    const row = (consent) => html`
      <tr key=${consent.id}><td class="gx-block-line"><${Link} to=${`/consents/${consent.id}`} class="gx-cut gx-strong">${consent.name}<//><div class="gx-faint gx-small">${fullInstant(consent.givenAt)}${consent.expiresOn && ` → ${consent.expiresOn}`}</div></td>
        <td class="gx-grow">${entity.field.purpose.option[consent.purpose]?.label}</td><td><${Chip} ...${standing(consent)} /></td>
        <td class="gx-cell-tools gx-nowrap">${!consent.withdrawnAt && entity.can.withdraw && html`<${Button} label=${t('page.consent.withdraw')} onClick=${() => withdraw(consent)} />`}</td></tr>`
    const cell = (channel, purpose) => {
      const found = state.permissions.find((one) => one.channel === channel && one.purpose === purpose)
      const label = found?.allowed === false ? t(`page.consent.reason.${['consentWithdrawn', 'consentExpired'].includes(found.reason) ? found.reason : 'flag'}`) : t('page.consent.allowed')
      return html`<td title=${label}><${Icon} name=${found?.allowed === false ? 'block' : 'check'} size="small" class=${found?.allowed === false ? 'gx-bad' : 'gx-good'} /><span class="gx-only-reader">${label}</span></td>`
    }
    const matrix = () => html`
      <table class="gx-consent-matrix"><caption class="gx-label">${t('page.consent.may')}</caption><thead><tr><td></td>${CHANNELS.map((channel) => html`<th scope="col">${t(`page.consent.channel.${channel}`)}</th>`)}</tr></thead>
        <tbody>${PURPOSES.map((purpose) => html`<tr key=${purpose}><th scope="row">${t(`page.consent.purpose.${purpose}`)}</th>${CHANNELS.map((channel) => cell(channel, purpose))}</tr>`)}</tbody></table>`
    return () => {
      if (state.problem) return html`<${Failure} problem=${state.problem} retry=${load} />`
      if (!state.consents) return html`<${Skeleton} lines=${4} />`
      return html`
        <div class="gx-consents">
          ${entity.can.create && html`<div class="gx-row"><span class="gx-grow"></span><${Button} icon="add" label=${t('page.consent.add')} onClick=${add} /></div>`}
          ${state.consents.length ? html`<table class="gx-admin-rows gx-block-rows"><tbody>${state.consents.map(row)}</tbody></table>` : html`<p class="gx-faint">${t('page.consent.none')}</p>`}
          <div class="gx-consent-scroll" tabindex="0" role="region" aria-label=${t('page.consent.may')}>${matrix()}</div>
        </div>`
    }
  },
}
