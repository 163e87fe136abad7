/** What was put into a customer and what it brought: the net by currency, a bar for each year, and the entries. */
import { html } from '../../parts/html.js'
import { reactive } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { entityNamed } from '../../parts/catalogue.js'
import { Button, Chip } from '../../parts/elements.js'
import { createRecord } from '../../parts/forms/create.js'
import { exactNumber, money } from '../../parts/format.js'
import { useRecordData } from '../../parts/panels.js'
import { Link } from '../../parts/router.js'
import { Failure, Skeleton } from '../../parts/states.js'
import { t } from '../../parts/texts.js'

const SHOWN = 20
const YEARS = 6

export default {
  props: { entity: Object, record: Object },
  setup(props) {
    const entity = entityNamed('investment')
    const state = reactive({ balance: null, rows: [], problem: null })
    const load = async () => {
      try {
        const filter = { customer: { eq: props.record.id } }
        const [balance, list] = await Promise.all([
          api.get(`/customers/${props.record.id}/investment-balance`),
          api.get('/investments', { filter, sort: '-date', limit: SHOWN, expand: 'who' }),
        ])
        Object.assign(state, { balance, rows: list.data, problem: null })
      } catch (problem) {
        state.problem = problem
      }
    }
    useRecordData(props, load, ['investment'])
    const add = async () => (await createRecord(entity, { customer: props.record.id }, { stay: true })) && load()

    const figure = (label, value, tone) => html`<div class="gx-fact"><dt>${label}</dt><dd class=${tone && `gx-${tone}`}>${money(value)}</dd></div>`
    const totals = () => state.balance.totals.map(({ currency, cost, gain, net }, index) => html`
      <dl key=${currency} class="gx-facts gx-invest-facts">${figure(t('page.investments.cost'), cost)}${figure(t('page.investments.gain'), gain)}${figure(t('page.investments.net'), net, net.amount.startsWith('-') ? 'bad' : 'good')}
        ${index === 0 && html`<div class="gx-fact"><dt>${t('page.investments.hours')}</dt><dd>${exactNumber(state.balance.hours)}</dd></div>`}</dl>`)
    // Two bars a year, drawn to the largest of all.
    const chart = (currency) => {
      const years = state.balance.years.filter((year) => year.currency === currency).slice(-YEARS)
      const most = Math.max(...years.flatMap(({ cost, gain }) => [Number(cost.amount), Number(gain.amount)]), 0)
      if (!most) return null
      return html`
        <table key=${currency} class="gx-invest-chart"><caption class="gx-only-reader">${t('page.investments.chart', { currency })}</caption>
          <thead><tr><td></td><th scope="col"><span class="gx-invest-key">${t('page.investments.cost')}</span><span class="gx-invest-key gx-invest-key-gain">${t('page.investments.gain')}</span></th><th scope="col" class="gx-number">${t('page.investments.net')}</th></tr></thead>
          <tbody>${years.map(({ year, cost, gain, net }) => html`
            <tr key=${year}><th scope="row">${year}</th><td><div><progress class="gx-invest-bar" max=${most} value=${Number(cost.amount)} aria-label=${t('page.investments.cost')}></progress><span>${money(cost)}</span></div>
              <div><progress class="gx-invest-bar gx-invest-gain" max=${most} value=${Number(gain.amount)} aria-label=${t('page.investments.gain')}></progress><span>${money(gain)}</span></div></td><td class=${['gx-number', net.amount.startsWith('-') ? 'gx-bad' : 'gx-good']}>${money(net)}</td></tr>`)}</tbody></table>`
    }
    const row = (entry) => html`
      <tr key=${entry.id}><td class="gx-nowrap gx-faint">${entry.date}</td><td><${Chip} colour=${entity.field.kind.option[entry.kind]?.colour} label=${entity.field.kind.option[entry.kind]?.label ?? ''} /></td>
        <td class="gx-block-line"><${Link} to=${`/investments/${entry.id}`} class="gx-cut">${entry.name}<//></td><td class="gx-wide-only gx-faint">${entry.expanded?.who?.title}</td><td class="gx-number">${money(entry.cost)}</td><td class="gx-number gx-wide-only">${money(entry.gain)}</td></tr>`
    return () => {
      if (state.problem) return html`<${Failure} problem=${state.problem} retry=${load} />`
      if (!state.balance) return html`<${Skeleton} lines=${4} />`
      return html`
        <div class="gx-invest">
          ${entity.can.create && html`<div class="gx-row"><span class="gx-grow"></span><${Button} icon="add" label=${t('page.investments.add')} onClick=${add} /></div>`}
          ${totals()}${state.balance.totals.map(({ currency }) => chart(currency))}
          ${state.rows.length ? html`<table class="gx-admin-rows gx-block-rows gx-invest-rows"><thead><tr><th>${entity.field.date.label}</th><th>${entity.field.kind.label}</th><th>${entity.field.name.label}</th><th class="gx-wide-only">${entity.field.who.label}</th><th class="gx-number">${entity.field.cost.label}</th><th class="gx-number gx-wide-only">${entity.field.gain.label}</th></tr></thead><tbody>${state.rows.map(row)}</tbody></table>`
            : html`<p class="gx-faint">${t('page.investments.none')}</p>`}
        </div>`
    }
  },
}
