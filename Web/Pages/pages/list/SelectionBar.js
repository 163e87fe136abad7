/** What can be done with the chosen records: it slides in at the lower edge. */
import { html } from '../../parts/html.js'
import { reactive } from '../../parts/libraries.js'
import { ask, open } from '../../parts/Dialog.js'
import { Button, Menu } from '../../parts/elements.js'
import { changeMany } from '../../parts/runJob.js'
import { exactNumber } from '../../parts/format.js'
import { repeatWork } from '../../parts/repeating.js'
import { go } from '../../parts/router.js'
import { t } from '../../parts/texts.js'
import { entityNamed } from '../../parts/catalogue.js'
import { DocumentDialog } from '../record/DocumentDialog.js'
import { BulkDialog } from './BulkDialog.js'
import { exportList } from './exporting.js'

export const SelectionBar = {
  /** `query()` gives the filter, words and order of the list; `shown` are the keys of its columns. */
  props: { entity: Object, selection: Object, total: Number, query: Function, shown: Array },
  emits: ['changed'],
  setup(props, { emit }) {
    const state = reactive({ isBusy: false })
    const count = () => props.selection.count(props.total)
    /** The chosen records as a job takes them. */
    const target = () => {
      const { filter, q } = props.query()
      const { isAll, ids, except } = props.selection.state
      if (!isAll) return { ids: [...ids] }
      const others = except.size ? { not: { id: { in: [...except] } } } : null
      return { filter: filter && others ? { and: [filter, others] } : filter ?? others ?? undefined, q: q || undefined }
    }
    const change = async (payload) => {
      state.isBusy = true
      await changeMany({ entity: props.entity.name, ...target(), ...payload }, () => emit('changed'))
      state.isBusy = false
      props.selection.clear()
    }
    /** What meets a filter can be another set of records each time; a set of all would be nobody's wish. */
    const isQuery = () => props.selection.state.isAll && Boolean(target().filter || target().q)
    const repeat = (name, payload) => repeatWork({ name, job: 'bulkChange', payload: { entity: props.entity.name, ...target(), ...payload } })
    const edit = async (only) => {
      const answer = await open(BulkDialog, { entity: props.entity, count: count(), only, canRepeat: isQuery() })
      if (answer?.repeats) await repeat(t('schedule.changeOf', { name: props.entity.pluralLabel }), { change: answer.values })
      else if (answer) await change({ change: answer.values })
    }
    const assign = async () => {
      const { values } = (await open(BulkDialog, { entity: props.entity, count: count(), only: 'owner', title: t('bulk.assign') })) ?? {}
      if (values?.owner) await change(props.entity.actions.some(({ name }) => name === 'assign') ? { action: 'assign', parameters: { owner: values.owner } } : { change: values })
    }
    const remove = async () => {
      if (await ask({ title: t('bulk.delete', { n: count(), name: props.entity.label }), text: t('bulk.deleteHelp'), yes: t('action.delete'), danger: true })) await change({ delete: true })
    }
    /** Two that could be one; the older one is offered to stay. */
    const pair = () => !props.selection.state.isAll && props.selection.state.ids.size === 2 && [...props.selection.state.ids].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1))
    const merge = () => {
      const [left, right] = pair()
      go(`/${props.entity.resource}/merge`, { left, right })
    }
    const exportChosen = () => {
      const { filter, q, sort } = props.query()
      return exportList(props.entity, { all: { filter, q }, chosen: { ...target(), count: count() }, shown: props.shown, sort })
    }
    return () => {
      const { can, field } = props.entity
      if (!count()) return null
      const more = () => [
        can.export && { label: t('bulk.export'), icon: 'download', run: exportChosen },
        can.export && entityNamed('documentTemplate') && { label: t('documents.make'), icon: 'description', run: () => open(DocumentDialog, { entity: props.entity, chosen: { ...target(), count: count() } }) },
        can.delete && { line: true },
        can.delete && { label: t('action.delete'), icon: 'delete', danger: true, run: remove },
      ]
      return html`
        <div class="gx-bar" role="toolbar" aria-label=${t('bulk.label')}>
          <span class="gx-bar-count">${t('bulk.chosen', { n: count() }).replace(String(count()), exactNumber(count()))}
            ${!props.selection.state.isAll && props.total > props.selection.state.ids.size && html` · <button type="button" class="gx-link gx-plain" onClick=${() => props.selection.chooseAll()}>${t('bulk.chooseAll', { n: exactNumber(props.total) })}</button>`}</span>
          ${can.edit && html`<${Button} kind="quiet" label=${t('bulk.edit')} busy=${state.isBusy} onClick=${() => edit()} />`}
          ${can.assign && field.owner && html`<${Button} kind="quiet" label=${t('bulk.assign')} disabled=${state.isBusy} onClick=${assign} />`}
          ${can.edit && field.tags && html`<${Button} kind="quiet" label=${t('bulk.tag')} disabled=${state.isBusy} onClick=${() => edit('tags')} />`}
          ${can.merge && can.edit && pair() && html`<${Button} kind="quiet" icon="call_merge" label=${t('merge.do')} disabled=${state.isBusy} onClick=${merge} />`}
          ${(can.export || can.delete) && html`<${Button} kind="quiet" icon="more_horiz" hint=${t('action.more')}><${Menu} items=${more} anchor="top right" self="bottom right" /><//>`}
          <${Button} kind="quiet" icon="close" hint=${t('bulk.clear')} onClick=${() => props.selection.clear()} />
        </div>`
    }
  },
}
