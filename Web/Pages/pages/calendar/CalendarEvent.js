/** A record in a calendar. Shift with the arrows moves it by a day or a week. */
import { html } from '../../parts/html.js'
import { chipColour } from '../../parts/format.js'

const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }

export const CalendarEvent = (props, { emit }) => {
  const { event } = props
  const press = (key) => {
    if (!key.shiftKey || !STEPS[key.key] || !props.mayMove) return
    key.preventDefault()
    key.stopPropagation()
    emit('shift', STEPS[key.key])
  }
  const when = event.from === event.to ? event.from : `${event.from} – ${event.to}`
  return html`
    <button type="button" class=${['gx-event', `gx-chip-${event.colour ? chipColour(event.colour) : 'blue'}`, props.isDragged && 'gx-event-dragged', props.mayMove && 'gx-event-movable']} data-event=${event.id}
      aria-label=${`${event.title}, ${when}${event.time ? ` ${event.time}` : ''}`} aria-describedby=${props.mayMove ? 'gx-calendar-help' : undefined} title=${[event.time, event.title].filter(Boolean).join(' ')}
      onClick=${(click) => (click.stopPropagation(), emit('open'))} onPointerdown=${(pointer) => props.mayMove && emit('grab', pointer)} onKeydown=${press}>
      ${event.time && event.from === (props.day ?? event.from) && html`<span class="gx-event-time">${event.time}</span>`}<span class="gx-cut">${event.title}</span>
    </button>`
}
CalendarEvent.props = ['event', 'day', 'isDragged', 'mayMove']
CalendarEvent.emits = ['open', 'grab', 'shift']
