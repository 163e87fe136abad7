/** Who stands in for oneself while one is away, and for whom one stands in. */
import { html } from '../../parts/html.js'
import { api } from '../../parts/api.js'
import { entityNamed } from '../../parts/catalogue.js'
import { open } from '../../parts/Dialog.js'
import { Button, Chip, Person } from '../../parts/elements.js'
import { addDays, fullInstant, instantOf, today } from '../../parts/format.js'
import { FormDialog } from '../../parts/forms/FormDialog.js'
import { usePages } from '../../parts/pages.js'
import { session } from '../../parts/session.js'
import { Failure, Skeleton } from '../../parts/states.js'
import { t } from '../../parts/texts.js'
import { done, failed } from '../../parts/toast.js'

const stateOf = ({ from, until }) => (Date.parse(until) <= Date.now() ? 'over' : Date.parse(from) > Date.now() ? 'coming' : 'now')
const COLOURS = { over: 'grey', coming: 'blue', now: 'green' }

export const DelegationSection = {
  setup() {
    const entity = entityNamed('delegation')
    const me = session.user.id
    const list = usePages((cursor) => api.get('/delegations', { filter: { or: [{ absent: me }, { deputy: me }] }, sort: '-until', expand: 'absent,deputy', limit: 20, cursor }))
    const fields = ['deputy', 'reason', 'from', 'until']
    const edit = async (record) => {
      const values = record ? {} : { absent: me, from: instantOf(addDays(today(), 1), '00:00'), until: instantOf(addDays(today(), 8), '00:00') }
      if (await open(FormDialog, { entity, record, values, fields, title: t(record ? 'delegations.edit' : 'delegations.new') })) done(t('form.saved')), list.reload()
    }
    const end = async (delegation) => {
      try {
        await api.delete(`/delegations/${delegation.id}`)
        list.reload()
        done(t('delegations.ended'), async () => (await api.post(`/delegations/${delegation.id}/restore`), list.reload()))
      } catch (problem) {
        failed(problem)
      }
    }
    const row = (delegation) => {
      const isMine = delegation.absent === me
      const other = isMine ? delegation.expanded?.deputy?.title : delegation.expanded?.absent?.title
      return html`
        <li key=${delegation.id} class="gx-access"><div class="gx-grow"><div class="gx-row gx-wrap"><span class="gx-faint">${t(isMine ? 'delegations.deputy' : 'delegations.for')}</span><${Person} name=${other ?? '…'} /><${Chip} colour=${COLOURS[stateOf(delegation)]} label=${t(`delegations.${stateOf(delegation)}`)} /></div>
          <div class="gx-faint gx-small">${delegation.reason} · ${fullInstant(delegation.from)} – ${fullInstant(delegation.until)}</div></div>
          ${isMine && stateOf(delegation) !== 'over' && html`<${Button} kind="quiet" icon="edit" hint=${t('action.edit')} onClick=${() => edit(delegation)} /><${Button} kind="quiet" label=${t('delegations.end')} onClick=${() => end(delegation)} />`}</li>`
    }
    return () => html`
      <div class="gx-setting"><p class="gx-faint gx-grow">${t('delegations.text')}</p>${entity.can.create && html`<${Button} icon="add" label=${t('delegations.new')} onClick=${() => edit()} />`}</div>
      ${list.problem ? html`<${Failure} problem=${list.problem} retry=${list.reload} />` : !list.isLoaded ? html`<${Skeleton} lines=${2} />`
        : list.items.length ? html`<ul class="gx-accesses">${list.items.map(row)}</ul>${list.next && html`<${Button} kind="quiet" label=${t('admin.more')} onClick=${list.more} />`}` : html`<p class="gx-faint">${t('delegations.none')}</p>`}`
  },
}
