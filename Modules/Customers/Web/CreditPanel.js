/** On a customer's page: how much credit there is and is left, what is late, and what waits for release. */
import { html } from '../../parts/html.js'
import { reactive } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { entityNamed } from '../../parts/catalogue.js'
import { Button, Chip } from '../../parts/elements.js'
import { money, relativeInstant } from '../../parts/format.js'
import { useRecordData } from '../../parts/panels.js'
import { t } from '../../parts/texts.js'
import { open } from '../../parts/Dialog.js'
import { AskDialog } from './AskDialog.js'

const SHOWN = 5

/** How much of the limit is used, from 0 to 1; null where that cannot be told. */
function usedShare({ creditLimit, creditUsed }) {
  if (!creditLimit || Number(creditLimit.amount) <= 0 || (creditUsed && creditUsed.currency !== creditLimit.currency)) return null
  return Math.min(1, Number(creditUsed?.amount ?? 0) / Number(creditLimit.amount))
}

export default {
  props: { entity: Object, record: Object },
  emits: ['saved'],
  setup(props) {
    const state = reactive({ holds: [] })
    const holdEntity = entityNamed('creditHold')
    const load = async () => {
      if (!holdEntity) return
      const id = props.record.id
      const answer = await api.get('/credit-holds', { filter: { customer: id }, sort: '-createdAt', limit: SHOWN }).catch(() => ({ data: [] }))
      if (id === props.record.id) state.holds = answer.data
    }
    useRecordData(props, load, ['creditHold'])
    const askAhead = async () => (await open(AskDialog, { customer: props.record })) && load()
    const sum = (key) => props.entity.field[key] && props.record[key] && html`<div key=${key}><dt>${props.entity.field[key].label}</dt><dd class=${key === 'creditOverdue' && Number(props.record[key].amount) > 0 ? 'gx-bad' : ''}>${money(props.record[key])}</dd></div>`
    const hold = (one) => html`
      <li key=${one.id}><span class="gx-row"><${Chip} label=${holdEntity.field.state.option[one.state]?.label ?? one.state} colour=${holdEntity.field.state.option[one.state]?.colour} />
        <span>${money(one.amount)}</span><span class="gx-faint gx-grow gx-cut">${holdEntity.field.reason.option[one.reason]?.label ?? one.reason}</span><span class="gx-faint gx-small">${relativeInstant(one.decidedAt ?? one.createdAt)}</span></span>
        ${one.note && html`<p class="gx-prose gx-small">${one.note}</p>`}</li>`
    return () => {
      const share = usedShare(props.record)
      return html`
        <div class="gx-credit">
          ${props.record.creditBlocked && html`<p class="gx-banner gx-banner-warn">${t('page.credit.blocked')}</p>`}
          <dl class="gx-credit-sums">${['creditLimit', 'creditUsed', 'creditLeft', 'creditOverdue', 'salesLimit'].map(sum)}</dl>
          ${share !== null && html`<div class="gx-credit-bar" aria-hidden="true"><i class=${share >= 0.9 ? 'gx-credit-high' : ''} style=${{ width: `${share * 100}%` }}></i></div>`}
          ${!props.record.creditLimit && html`<p class="gx-faint gx-small">${t('page.credit.noLimit')}</p>`}
          ${state.holds.length > 0 && html`<ul class="gx-credit-holds">${state.holds.map(hold)}</ul>`}
          ${props.entity.can.edit && html`<div><${Button} kind="quiet" class="gx-flush" icon="help_outline" label=${t('page.credit.ask')} onClick=${askAhead} /></div>`}
        </div>`
    }
  },
}
