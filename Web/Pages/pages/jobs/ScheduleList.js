/** What is done again and again: when next, what came of the last time; switched on and off, changed, put away. */
import { html } from '../../parts/html.js'
import { api, ifVersion, once } from '../../parts/api.js'
import { entityNamed } from '../../parts/catalogue.js'
import { open } from '../../parts/Dialog.js'
import { Button, Chip, Hint, Icon, Menu } from '../../parts/elements.js'
import { fullInstant, relativeInstant } from '../../parts/format.js'
import { useLive } from '../../parts/live.js'
import { usePages } from '../../parts/pages.js'
import { rhythmWords } from '../../parts/rhythm.js'
import { ScheduleDialog } from '../../parts/ScheduleDialog.js'
import { session } from '../../parts/session.js'
import { Empty, Failure, Skeleton } from '../../parts/states.js'
import { t } from '../../parts/texts.js'
import { done, failed } from '../../parts/toast.js'
import { MoreFoot } from '../admin/MoreFoot.js'

/** What is done, as people call it: changes and deletions are one kind of job. */
const workOf = ({ job, payload }) => (job === 'bulkChange' && payload?.delete ? 'bulkDelete' : job)

export const ScheduleList = {
  setup() {
    const list = usePages((cursor) => api.get('/scheduled-jobs', { sort: 'name', expand: 'runsAs', limit: 50, cursor }))
    useLive((change) => (!change || change.entity === 'scheduledJob') && list.reload())
    const attempt = async (work, words, undo) => {
      try {
        await work()
        done(words, undo)
        list.reload()
      } catch (problem) {
        failed(problem)
      }
    }
    const turn = (schedule) => attempt(() => api.patch(`/scheduled-jobs/${schedule.id}`, { isActive: !schedule.isActive }, { headers: ifVersion(schedule.version) }), t(schedule.isActive ? 'schedule.isOff' : 'schedule.isOn'))
    const change = async (schedule) => (await open(ScheduleDialog, { schedule })) && list.reload()
    const restore = (schedule) => attempt(() => api.post(`/scheduled-jobs/${schedule.id}/restore`, {}, { headers: once() }), t('form.saved'))
    const remove = (schedule) => attempt(() => api.delete(`/scheduled-jobs/${schedule.id}`), t('record.deleted', { name: schedule.name }), () => restore(schedule))
    const row = (schedule) => {
      const trouble = schedule.trouble && entityNamed('scheduledJob').field.trouble.option[schedule.trouble]
      const what = [t(`schedule.job.${workOf(schedule)}`), entityNamed(schedule.payload?.entity)?.pluralLabel].join(' · ')
      const who = schedule.runsAs !== session.user.id && schedule.expanded?.runsAs?.title
      return html`
        <li key=${schedule.id} class="gx-line-row gx-job"><${Icon} name="event_repeat" />
          <div class="gx-grow gx-job-text"><div class="gx-row gx-wrap"><b>${schedule.name}</b><span class="gx-faint">${what}</span>${!schedule.isActive && html`<${Chip} colour="grey" label=${t('schedule.off')} />`}${trouble && html`<${Chip} colour="red" label=${trouble.label} />`}</div>
            <span>${rhythmWords(schedule.rhythm)} ${schedule.zone !== session.user.zone && html`<span class="gx-faint">${schedule.zone.replaceAll('_', ' ')}</span>`}</span>
            <span class="gx-faint gx-small">${[schedule.nextAt && t('schedule.next', { time: fullInstant(schedule.nextAt) }), schedule.lastAt && t('schedule.last', { time: relativeInstant(schedule.lastAt) }), who].filter(Boolean).join(' · ')}${schedule.lastAt && html`<${Hint} text=${fullInstant(schedule.lastAt)} />`}</span></div>
          <div class="gx-job-tools"><${Button} label=${t(schedule.isActive ? 'schedule.turnOff' : 'schedule.turnOn')} kind="quiet" onClick=${() => turn(schedule)} />
          <${Button} kind="quiet" icon="more_horiz" hint=${t('action.more')}><${Menu} items=${() => [{ label: t('action.edit'), icon: 'edit', run: () => change(schedule) }, { line: true }, { label: t('action.delete'), icon: 'delete', danger: true, run: () => remove(schedule) }]} anchor="bottom right" self="top right" /><//></div></li>`
    }
    return () => list.problem ? html`<${Failure} problem=${list.problem} retry=${list.reload} />` : !list.isLoaded ? html`<${Skeleton} lines=${6} />`
      : !list.items.length ? html`<${Empty} icon="event_repeat" title=${t('schedule.none')} text=${t('schedule.noneHelp')} />`
      : html`<ul class="gx-admin-lines">${list.items.map(row)}</ul><${MoreFoot} list=${list} />`
  },
}
