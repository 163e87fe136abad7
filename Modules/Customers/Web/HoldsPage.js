/** What waits for release since the customer has no credit for it: decided one after the other, by keys. */
import { html } from '../../parts/html.js'
import { computed, reactive, watch } from '../../parts/libraries.js'
import { api, once } from '../../parts/api.js'
import { entityNamed } from '../../parts/catalogue.js'
import { ask } from '../../parts/Dialog.js'
import { Button, Chip } from '../../parts/elements.js'
import { money, relativeInstant } from '../../parts/format.js'
import { keyLabel, useKeys } from '../../parts/keys.js'
import { useLive } from '../../parts/live.js'
import { usePages } from '../../parts/pages.js'
import { go, Link, route, setQuery } from '../../parts/router.js'
import { Empty, Failure, Skeleton } from '../../parts/states.js'
import { t } from '../../parts/texts.js'
import { done, failed } from '../../parts/toast.js'

const STATES = ['held', 'released', 'rejected']

export default {
  setup() {
    const entity = entityNamed('creditHold')
    const shown = computed(() => (STATES.includes(route.query.state) ? route.query.state : 'held'))
    const state = reactive({ place: 0, busy: null })
    const list = usePages((cursor) => api.get('/credit-holds', { filter: { state: shown.value }, sort: shown.value === 'held' ? 'createdAt' : '-decidedAt', limit: 50, expand: 'customer,decidedBy', cursor }))
    watch(shown, () => ((state.place = 0), list.reload()))
    useLive((change) => (!change || change.entity === 'creditHold') && list.reload())
    const current = () => (shown.value === 'held' ? list.items[Math.min(state.place, list.items.length - 1)] : null)

    const decide = async (hold, verb) => {
      if (!hold || state.busy) return
      const note = verb === 'reject' ? await ask({ title: t('page.credit.reject'), text: t('page.credit.rejectHelp', { name: hold.name }), yes: t('page.credit.reject'), danger: true, input: { label: t('page.credit.note'), required: true } }) : null
      if (verb === 'reject' && !note) return
      state.busy = hold.id
      try {
        await api.post(`/credit-holds/${hold.id}/${verb}`, note ? { note } : {}, { headers: once() })
        list.items = list.items.filter((other) => other.id !== hold.id)
        done(t(`page.credit.${verb}Done`, { name: hold.name, amount: money(hold.amount) }))
      } catch (problem) {
        failed(problem.fields?.amount ? new Error(problem.fields.amount) : problem)
        list.reload()
      } finally {
        state.busy = null
      }
    }
    const step = (by) => (state.place = Math.max(0, Math.min(list.items.length - 1, state.place + by)))
    useKeys([
      { keys: 'j', label: () => t('page.credit.next'), run: () => step(1) },
      { keys: 'k', label: () => t('page.credit.previous'), run: () => step(-1) },
      { keys: 'r', label: () => t('page.credit.release'), run: () => decide(current(), 'release'), isAction: true },
      { keys: 'x', label: () => t('page.credit.reject'), run: () => decide(current(), 'reject'), isAction: true },
    ])
    const row = (hold, i) => html`
      <tr key=${hold.id} class=${[current()?.id === hold.id && 'gx-hold-on']} onClick=${() => (state.place = i)}>
        <td class="gx-block-line"><${Link} to=${`/customers/${hold.customer}`} class="gx-strong">${hold.name}<//><div class="gx-faint gx-small">${relativeInstant(hold.createdAt)}</div></td>
        <td class="gx-number">${money(hold.amount)}</td>
        <td><${Chip} label=${entity.field.reason.option[hold.reason]?.label ?? hold.reason} colour=${entity.field.reason.option[hold.reason]?.colour} /></td>
        ${shown.value === 'held'
          ? html`<td class="gx-cell-tools gx-block-line"><div class="gx-row gx-hold-tools"><${Button} label=${t('page.credit.release')} busy=${state.busy === hold.id} onClick=${() => decide(hold, 'release')} /><${Button} kind="quiet" label=${t('page.credit.reject')} onClick=${() => decide(hold, 'reject')} /></div></td>`
          : html`<td class="gx-block-line"><span class="gx-faint gx-small">${[hold.expanded?.decidedBy?.title, hold.decidedAt && relativeInstant(hold.decidedAt)].filter(Boolean).join(' · ')}</span>${hold.note && html`<div class="gx-small">${hold.note}</div>`}</td>`}
      </tr>`
    return () => html`
      <div class="gx-head"><h1>${t('page.credit.title')}</h1><span class="gx-faint gx-grow"><span class="gx-wide-only">${shown.value === 'held' && t('page.credit.keys', { release: keyLabel('r'), reject: keyLabel('x') })}</span></span>
        ${entityNamed('approvalAuthority')?.can.edit && html`<${Button} kind="quiet" icon="approval" label=${t('page.credit.authorities')} onClick=${() => go('/approval-authorities')} />`}</div>
      <div class="gx-filter-line" role="group" aria-label=${entity.field.state.label}>${STATES.map((key) => html`
        <button key=${key} type="button" class=${['gx-admin-pill', shown.value === key && 'gx-on']} aria-pressed=${String(shown.value === key)} onClick=${() => setQuery({ state: key === 'held' ? undefined : key })}>${entity.field.state.option[key].label}</button>`)}</div>
      <div class="gx-scroll gx-holds">
        ${list.problem ? html`<${Failure} problem=${list.problem} retry=${list.reload} />` : !list.isLoaded ? html`<${Skeleton} lines=${6} />`
          : !list.items.length ? html`<${Empty} icon="pan_tool" title=${t(shown.value === 'held' ? 'page.credit.none' : 'page.credit.noneOther')} text=${t('page.credit.noneHelp')} />`
          : html`<table class="gx-admin-rows gx-block-rows"><thead><tr><th>${entity.field.customer.label}</th><th class="gx-number">${entity.field.amount.label}</th><th>${entity.field.reason.label}</th><th></th></tr></thead><tbody>${list.items.map(row)}</tbody></table>
            ${list.next && html`<${Button} kind="quiet" label=${t('page.credit.more')} busy=${list.isLoading} onClick=${list.more} />`}`}
      </div>`
  },
}
