/** A month in whole weeks: a few records a day, the others behind “+k”. */
import { html } from '../../parts/html.js'
import { onBeforeUnmount, onMounted, ref } from '../../parts/libraries.js'
import { today } from '../../parts/format.js'
import { t } from '../../parts/texts.js'
import { CalendarEvent } from './CalendarEvent.js'
import { isWeekend, listOf, weekday } from './spans.js'

const HEAD = 32, LINE = 22

export const MonthGrid = {
  props: { days: Object, month: String, calendar: Object, dragging: Object, mayMove: Boolean, mayCreate: Boolean },
  emits: ['open', 'shift', 'create', 'day'],
  setup(props, { emit }) {
    const grid = ref(null)
    const room = ref(3)
    // As many lines as a cell has room for.
    const observer = new ResizeObserver(() => {
      const weeks = listOf(props.days).length / 7
      room.value = Math.max(1, Math.floor((grid.value.clientHeight / weeks - HEAD) / LINE))
    })
    onMounted(() => observer.observe(grid.value))
    onBeforeUnmount(() => observer.disconnect())

    const cell = (day) => {
      const events = props.calendar.byDay.value.get(day) ?? []
      const total = Math.max(events.length, props.calendar.state.counts?.get(day) ?? 0)
      const shown = events.slice(0, total > room.value ? room.value - 1 || 1 : room.value)
      return html`
        <div key=${day} role="gridcell" data-drop=${day} class=${['gx-calendar-day', day.slice(0, 7) !== props.month && 'gx-calendar-day-other', isWeekend(day) && 'gx-calendar-day-weekend', day === today() && 'gx-calendar-day-today', props.dragging.state.over === day && 'gx-calendar-day-over', props.mayCreate && 'gx-calendar-day-free']}
          onClick=${() => props.mayCreate && !props.dragging.wasDragged() && emit('create', day)}>
          <div class="gx-calendar-day-head"><button type="button" class="gx-calendar-day-number" aria-label=${day === today() ? `${t('calendar.today')} ${day}` : day} aria-current=${day === today() ? 'date' : undefined} onClick=${(event) => (event.stopPropagation(), emit('day', day))}>${Number(day.slice(8)) === 1 ? t('calendar.firstDay', { month: Number(day.slice(5, 7)) }) : Number(day.slice(8))}</button>
            ${props.mayCreate && html`<button type="button" class="gx-calendar-day-add gx-icon" aria-label=${t('calendar.add', { day })} onClick=${(event) => (event.stopPropagation(), emit('create', day))}>add</button>`}</div>
          ${shown.map((event) => html`<${CalendarEvent} key=${event.id} event=${event} day=${day} mayMove=${props.mayMove} isDragged=${props.dragging.state.thing?.id === event.id} onOpen=${() => !props.dragging.wasDragged() && emit('open', event)} onGrab=${(pointer) => props.dragging.press(pointer, event)} onShift=${(days) => emit('shift', event, days)} />`)}
          ${total > shown.length && html`<button type="button" class="gx-calendar-day-more" onClick=${(event) => (event.stopPropagation(), emit('day', day))}>${t('calendar.more', { n: total - shown.length })}</button>`}
        </div>`
    }
    return () => {
      const days = listOf(props.days)
      const weeks = Array.from({ length: days.length / 7 }, (_, i) => days.slice(i * 7, i * 7 + 7))
      return html`
        <div class="gx-month" role="grid" aria-label=${props.month}>
          <div class="gx-month-names" role="row">${days.slice(0, 7).map((day) => html`<span role="columnheader" class=${isWeekend(day) && 'gx-faint'}>${weekday(day)}</span>`)}</div>
          <div class="gx-month-weeks" ref=${grid}>${weeks.map((week) => html`<div class="gx-month-week" role="row" key=${week[0]}>${week.map(cell)}</div>`)}</div>
        </div>`
    }
  },
}
