/** For who protects data: who saw a record, a report of all that is held, and erasing it. */
import { html } from '../../parts/html.js'
import { reactive } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { ask, open } from '../../parts/Dialog.js'
import { Button, Chip, Person } from '../../parts/elements.js'
import { fullInstant } from '../../parts/format.js'
import { useRecordData } from '../../parts/panels.js'
import { go } from '../../parts/router.js'
import { runJob } from '../../parts/runJob.js'
import { Failure, Skeleton } from '../../parts/states.js'
import { t } from '../../parts/texts.js'
import { done, failed } from '../../parts/toast.js'
import { EraseDialog } from './EraseDialog.js'

const COLOURS = { view: 'grey', reveal: 'amber', export: 'blue', accessReport: 'violet' }

export default {
  props: { entity: Object, record: Object },
  setup(props) {
    const state = reactive({ rows: null, problem: null, isBusy: false })
    const load = () => api.get(`/${props.entity.resource}/${props.record.id}/viewers`).then(({ data }) => Object.assign(state, { rows: data, problem: null }), (problem) => (state.problem = problem))
    useRecordData(props, load)
    const report = async () => {
      const reason = await ask({ title: t('page.privacy.report'), text: t('page.privacy.reportHelp'), yes: t('page.privacy.report'), input: { label: t('page.privacy.reason'), required: true } })
      if (!reason) return
      state.isBusy = true
      try {
        const job = await runJob('accessReport', { entity: props.entity.name, record: props.record.id, reason })
        if (job.state !== 'done') throw new Error(t('jobs.failed'))
        done(t('page.privacy.reported'))
        window.location.assign(`/api/v1/jobs/${job.id}/file`)
        await load()
      } catch (problem) {
        failed(problem)
      }
      state.isBusy = false
    }
    const erase = async () => {
      if (await open(EraseDialog, { entity: props.entity, record: props.record })) go(`/${props.entity.resource}`)
    }
    const row = (one, index) => html`
      <tr key=${index}><td class="gx-nowrap gx-faint">${fullInstant(one.at)}</td><td><${Chip} colour=${COLOURS[one.kind]} label=${t(`page.privacy.kind.${one.kind}`)} /></td>
        <td>${one.person && html`<${Person} name=${one.person.title || '—'} />`}</td><td class="gx-wide-only gx-faint">${[props.entity.field[one.field]?.label, one.reason].filter(Boolean).join(' · ')}</td></tr>`
    return () => html`
      <div class="gx-privacy">
        <div class="gx-row gx-wrap"><p class="gx-faint gx-grow">${t('page.privacy.help')}</p><${Button} icon="summarize" label=${t('page.privacy.report')} busy=${state.isBusy} onClick=${report} />
          ${!props.record.deletedAt && html`<${Button} kind="danger" icon="person_off" label=${t('page.privacy.erase')} onClick=${erase} />`}</div>
        ${state.problem ? html`<${Failure} problem=${state.problem} retry=${load} />` : !state.rows ? html`<${Skeleton} lines=${5} />`
          : state.rows.length ? html`<table class="gx-admin-rows"><tbody>${state.rows.map(row)}</tbody></table>` : html`<p class="gx-faint">${t('page.privacy.nobody')}</p>`}
      </div>`
  },
}
