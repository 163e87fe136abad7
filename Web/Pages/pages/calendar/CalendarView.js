/** A list as a calendar over a date: by day, week, month or as an agenda. The day and the span stand in the address. */
import { html } from '../../parts/html.js'
import { computed, nextTick, ref, watch } from '../../parts/libraries.js'
import { Choice } from '../../parts/Choice.js'
import { kindOf } from '../../parts/catalogue.js'
import { choiceFields, dateFields } from '../../parts/charts/questions.js'
import { Button } from '../../parts/elements.js'
import { addDays, exactNumber, instantOf, today } from '../../parts/format.js'
import { createRecord } from '../../parts/forms/create.js'
import { useKeys } from '../../parts/keys.js'
import { route, setQuery } from '../../parts/router.js'
import { resolved } from '../../parts/rules.js'
import { Empty, Failure, Skeleton } from '../../parts/states.js'
import { t } from '../../parts/texts.js'
import { useDragging } from '../../parts/dragging.js'
import { useNarrow } from '../../parts/useNarrow.js'
import { Agenda } from './Agenda.js'
import { MonthGrid } from './MonthGrid.js'
import { daysOf, SPANS, step, titleOf } from './spans.js'
import { useCalendar } from './useCalendar.js'
import { WeekGrid } from './WeekGrid.js'

const isDay = (text) => /^\d{4}-\d{2}-\d{2}$/.test(text ?? '') && !Number.isNaN(Date.parse(text))

export default {
  name: 'CalendarView',
  props: { entity: Object, filter: Object, q: String, settings: Object, reloadKey: null },
  emits: ['settings', 'preview', 'narrow'],
  setup(props, { emit }) {
    const fields = computed(() => dateFields(props.entity))
    if (!fields.value.length) return () => html`<${Empty} icon="event_busy" title=${t('calendar.noField')} text=${t('calendar.noFieldHelp')} />`

    const isNarrow = useNarrow()
    const named = (key) => fields.value.find((field) => field.key === key)
    // Dates of work come before dates of life, and both before when a record was made.
    const start = computed(() => named(props.settings.start) ?? fields.value.find((field) => field.is.indexed && !field.is.system) ?? fields.value.find((field) => field.is.listed && !field.is.personal) ?? fields.value[0])
    const end = computed(() => named(props.settings.end))
    const colour = computed(() => choiceFields(props.entity).find(({ key }) => key === (props.settings.colour ?? choiceFields(props.entity).find((field) => field.is.listed && new Set(field.options.map((option) => option.colour)).size > 2)?.key)))
    const span = computed(() => (SPANS.includes(route.query.span) ? route.query.span : isNarrow.value ? 'agenda' : 'month'))
    const day = computed(() => (isDay(route.query.day) ? route.query.day : today()))
    const days = computed(() => daysOf(span.value, day.value))
    const calendar = useCalendar(() => ({ entity: props.entity, start: start.value, end: end.value, colour: colour.value, days: days.value, filter: resolved(props.filter), q: props.q }))
    watch(() => props.reloadKey, calendar.load)

    const show = (changes) => setQuery({ day: day.value, span: span.value, ...changes })
    const canWrite = (field) => !field.readOnly && field.right === 'write'
    const mayMove = computed(() => Boolean(props.entity.can.edit) && canWrite(start.value) && !start.value.is.fixed)
    const mayCreate = computed(() => Boolean(props.entity.can.create) && canWrite(start.value))
    const message = ref('')
    const move = (event, to, time) => {
      message.value = t('calendar.moved', { name: event.title, day: to })
      return calendar.move(event, to, time)
    }
    const dragging = useDragging({
      drop(event, place) {
        const [to, hour] = place.split('T')
        move(event, to, hour && event.time ? `${hour}:${event.time.slice(3)}` : undefined)
      },
    })
    const shift = async (event, count) => {
      move(event, addDays(event.from, count))
      await nextTick()
      document.querySelector(`[data-event="${CSS.escape(event.id)}"]`)?.focus()
    }
    const create = async (on, time) => {
      const record = await createRecord(props.entity, { [start.value.key]: kindOf(start.value) === 'date' ? on : instantOf(on, time ?? '09:00') }, { stay: true })
      if (record) calendar.load()
    }
    useKeys([
      { keys: 'left', label: () => t('calendar.before'), run: () => show({ day: step(span.value, day.value, -1) }) },
      { keys: 'right', label: () => t('calendar.after'), run: () => show({ day: step(span.value, day.value, 1) }) },
      { keys: 't', label: () => t('calendar.today'), run: () => show({ day: today() }) },
    ])

    const options = (list) => list.map(({ key, label }) => ({ key, label }))
    const tools = () => html`
      <div class="gx-view-tools">
        <${Button} kind="quiet" icon="chevron_left" hint=${t('calendar.before')} onClick=${() => show({ day: step(span.value, day.value, -1) })} />
        <${Button} kind="quiet" label=${t('calendar.today')} onClick=${() => show({ day: today() })} />
        <${Button} kind="quiet" icon="chevron_right" hint=${t('calendar.after')} onClick=${() => show({ day: step(span.value, day.value, 1) })} />
        <h2 class="gx-calendar-title" aria-live="polite">${titleOf(span.value, day.value)}</h2>
        <span class="gx-grow"></span>
        <${Choice} label=${t('calendar.start')} value=${start.value.key} items=${options(fields.value)} onChoose=${(key) => emit('settings', { start: key })} />
        ${fields.value.length > 1 && html`<${Choice} label=${t('calendar.end')} value=${end.value?.key ?? ''} items=${[{ key: '', label: t('calendar.noEnd') }, { line: true }, ...options(fields.value.filter((field) => field !== start.value))]} onChoose=${(key) => emit('settings', { end: key || null })} />`}
        ${choiceFields(props.entity).length > 0 && html`<${Choice} label=${t('calendar.colour')} value=${colour.value?.key ?? ''} items=${[{ key: '', label: t('calendar.noColour') }, { line: true }, ...options(choiceFields(props.entity))]} onChoose=${(key) => emit('settings', { colour: key })} />`}
        <div class="gx-segments" role="group" aria-label=${t('calendar.span')}>${SPANS.map((key) => html`<button type="button" key=${key} class=${key === span.value && 'gx-on'} aria-pressed=${String(key === span.value)} onClick=${() => show({ span: key })}>${t(`calendar.span.${key}`)}</button>`)}</div>
      </div>`
    const body = () => {
      const { state } = calendar
      if (state.problem && !state.isLoaded) return html`<${Failure} problem=${state.problem} retry=${calendar.load} />`
      if (!state.isLoaded) return html`<${Skeleton} lines=${10} />`
      const common = { days: days.value, calendar, dragging, mayMove: mayMove.value, mayCreate: mayCreate.value, onOpen: (event) => emit('preview', event.id), onShift: shift, onCreate: create, onDay: (to) => show({ day: to, span: isNarrow.value ? 'agenda' : 'day' }) }
      if (span.value === 'month') return html`<${MonthGrid} month=${day.value.slice(0, 7)} ...${common} />`
      if (span.value === 'agenda') return html`<${Agenda} days=${days.value} calendar=${calendar} entity=${props.entity} colour=${colour.value} mayCreate=${mayCreate.value} onOpen=${common.onOpen} onCreate=${create} />`
      return html`<${WeekGrid} key=${span.value} hasTime=${kindOf(start.value) === 'dateTime'} ...${common} />`
    }
    return () => html`
      ${tools()}
      ${calendar.state.counts && html`<p class="gx-calendar-note" role="status">${t('calendar.tooMany', { loaded: exactNumber(calendar.state.records.length), total: exactNumber([...calendar.state.counts.values()].reduce((sum, count) => sum + count, 0)) })}</p>`}
      <div class="gx-calendar" aria-busy=${String(calendar.state.isBusy)}>${body()}</div>
      ${dragging.state.thing && html`<div class="gx-drag-picture" style=${{ transform: `translate(${dragging.state.x + 8}px, ${dragging.state.y + 8}px)` }}>${dragging.state.thing.title}</div>`}
      <p id="gx-calendar-help" class="gx-only-reader">${t('calendar.help')}</p>
      <div class="gx-only-reader" role="status" aria-live="assertive">${message.value}</div>`
  },
}
