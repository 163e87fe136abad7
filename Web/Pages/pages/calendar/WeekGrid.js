/** One day or seven, hour by hour: what has a time stands at it, what lasts all day stands above. */
import { html } from '../../parts/html.js'
import { onMounted, ref } from '../../parts/libraries.js'
import { local, today } from '../../parts/format.js'
import { t } from '../../parts/texts.js'
import { CalendarEvent } from './CalendarEvent.js'
import { isWeekend, listOf, weekday } from './spans.js'

const HOURS = Array.from({ length: 24 }, (_, hour) => hour)
const HOUR = 48
const MOST_ALL_DAY = 60

export const WeekGrid = {
  props: { days: Object, calendar: Object, dragging: Object, hasTime: Boolean, mayMove: Boolean, mayCreate: Boolean },
  emits: ['open', 'shift', 'create', 'day'],
  setup(props, { emit }) {
    const hours = ref(null)
    // A working day begins at eight.
    onMounted(() => hours.value && (hours.value.scrollTop = 8 * HOUR - 8))

    const entry = (event, day, more = {}) => html`
      <${CalendarEvent} key=${event.id} event=${event} day=${day} mayMove=${props.mayMove} isDragged=${props.dragging.state.thing?.id === event.id} ...${more}
        onOpen=${() => !props.dragging.wasDragged() && emit('open', event)} onGrab=${(pointer) => props.dragging.press(pointer, event)} onShift=${(days) => emit('shift', event, days)} />`
    const isTimed = (event) => props.hasTime && event.time && event.from === event.to
    const allDay = (day) => {
      const events = (props.calendar.byDay.value.get(day) ?? []).filter((event) => !isTimed(event))
      const total = props.hasTime ? events.length : Math.max(events.length, props.calendar.state.counts?.get(day) ?? 0)
      return html`
        <div key=${day} data-drop=${day} class=${['gx-allday', props.dragging.state.over === day && 'gx-calendar-day-over', props.mayCreate && 'gx-calendar-day-free', day === today() && 'gx-allday-today']} onClick=${() => props.mayCreate && !props.dragging.wasDragged() && emit('create', day)}>
          ${events.slice(0, MOST_ALL_DAY).map((event) => entry(event, day))}
          ${total > MOST_ALL_DAY && html`<span class="gx-faint gx-small">${t('calendar.more', { n: total - MOST_ALL_DAY })}</span>`}</div>`
    }
    const column = (day) => html`
      <div key=${day} class=${['gx-hours-day', isWeekend(day) && 'gx-calendar-day-weekend']}>
        ${HOURS.map((hour) => {
          const place = `${day}T${String(hour).padStart(2, '0')}`
          return html`<div key=${hour} data-drop=${place} class=${['gx-hour', props.dragging.state.over === place && 'gx-calendar-day-over', props.mayCreate && 'gx-calendar-day-free']} onClick=${() => props.mayCreate && !props.dragging.wasDragged() && emit('create', day, `${place.slice(11)}:00`)}></div>`
        })}
        ${sideBySide((props.calendar.byDay.value.get(day) ?? []).filter(isTimed)).map(({ event, top, height, left, width }) => entry(event, day, { class: 'gx-event-timed', style: { top: `${top}px`, height: `${height}px`, left: `${left}%`, width: `${width}%` } }))}
        ${day === today() && html`<div class="gx-now" style=${{ top: `${minutes(local(Date.now()).time) / 60 * HOUR}px` }}></div>`}
      </div>`
    return () => {
      const days = listOf(props.days)
      return html`
        <div class=${['gx-week', days.length === 1 && 'gx-week-one', !props.hasTime && 'gx-week-days']}>
          <div class="gx-week-names">${props.hasTime && html`<span></span>`}${days.map((day) => html`
            <button type="button" key=${day} class=${['gx-week-name', day === today() && 'gx-on']} aria-current=${day === today() ? 'date' : undefined} onClick=${() => emit('day', day)}>${weekday(day)} <b>${Number(day.slice(8))}</b></button>`)}</div>
          <div class="gx-week-allday">${props.hasTime && html`<span class="gx-faint gx-small">${t('calendar.allDay')}</span>`}${days.map(allDay)}</div>
          ${props.hasTime && html`<div class="gx-hours" ref=${hours}><div class="gx-hours-names">${HOURS.map((hour) => html`<span key=${hour}>${hour ? `${String(hour).padStart(2, '0')}:00` : ''}</span>`)}</div>${days.map(column)}</div>`}
        </div>`
    }
  },
}

const minutes = (time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))

/** Events at the same time share the width of the day. */
function sideBySide(events) {
  const placed = events.map((event) => {
    const from = minutes(event.time)
    return { event, from, to: Math.max(from + 30, event.until ? minutes(event.until) : from + 60) }
  }).sort((one, other) => one.from - other.from)
  const lanes = []
  let group = []
  let groupEnd = -1
  const settle = () => group.forEach((one) => Object.assign(one, { lanes: lanes.length }))
  for (const one of placed) {
    if (one.from >= groupEnd) {
      settle()
      group = []
      lanes.length = 0
    }
    const lane = lanes.findIndex((end) => end <= one.from)
    one.lane = lane < 0 ? lanes.length : lane
    lanes[one.lane] = one.to
    group.push(one)
    groupEnd = Math.max(groupEnd, one.to)
  }
  settle()
  return placed.map((one) => ({ event: one.event, top: one.from / 60 * HOUR, height: Math.max(22, (one.to - one.from) / 60 * HOUR - 2), left: one.lane / one.lanes * 100, width: 100 / one.lanes }))
}
