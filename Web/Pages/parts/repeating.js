/** Work that shall be done not now, but at times that are asked for. */
import { open } from './Dialog.js'
import { rhythmWords } from './rhythm.js'
import { go } from './router.js'
import { ScheduleDialog } from './ScheduleDialog.js'
import { t } from './texts.js'
import { done } from './toast.js'

/** `{name, job, payload}`: what the schedule is called at first, the kind of job, and what it is told. */
export async function repeatWork(work) {
  const made = await open(ScheduleDialog, { work: { ...work, name: work.name.slice(0, 80) } })
  if (made) done(t('schedule.made', { words: rhythmWords(made.rhythm) }), async () => go('/jobs', { view: 'schedules' }), t('schedule.toList'))
}
