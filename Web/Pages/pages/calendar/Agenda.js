/** The days with something on them, one below the other: what a phone shows. */
import { html } from '../../parts/html.js'
import { dayHeading, today } from '../../parts/format.js'
import { Button, Chip } from '../../parts/elements.js'
import { Empty } from '../../parts/states.js'
import { t } from '../../parts/texts.js'
import { listOf, weekday } from './spans.js'

export const Agenda = (props, { emit }) => {
  const days = listOf(props.days).filter((day) => props.calendar.byDay.value.has(day))
  if (!days.length) return html`<${Empty} icon="event_available" title=${t('calendar.empty')} text=${t('calendar.emptyHelp')} label=${t('calendar.create', { name: props.entity.label })} action=${props.mayCreate ? () => emit('create', props.days.from) : undefined} />`
  return html`
    <div class="gx-agenda">${days.map((day) => html`
      <section key=${day}><h3 class=${day === today() && 'gx-on'}>${dayHeading(day)} <span class="gx-faint">${weekday(day)}</span>
        ${props.mayCreate && html`<${Button} kind="quiet" icon="add" hint=${t('calendar.add', { day })} onClick=${() => emit('create', day)} />`}</h3>
        <ul>${props.calendar.byDay.value.get(day).map((event) => html`
          <li key=${event.id}><button type="button" class="gx-agenda-item" onClick=${() => emit('open', event)}>
            <span class="gx-agenda-time">${event.time && event.from === day ? event.time : t('calendar.allDay')}</span><span class="gx-cut gx-grow">${event.title}</span>
            ${props.colour && event.record[props.colour.key] && html`<${Chip} colour=${event.colour} label=${props.colour.option[event.record[props.colour.key]]?.label ?? event.record[props.colour.key]} />`}</button></li>`)}</ul></section>`)}</div>`
}
Agenda.props = ['days', 'calendar', 'entity', 'colour', 'mayCreate']
Agenda.emits = ['open', 'create']
