/** A column: how many there are and how much they are worth, its cards, the next ones when its end comes into view. */
import { html } from '../../parts/html.js'
import { onBeforeUnmount, onMounted, ref, watch } from '../../parts/libraries.js'
import { kindOf } from '../../parts/catalogue.js'
import { Chip, Hint, Icon } from '../../parts/elements.js'
import { currencySymbol, exactNumber, shortNumber } from '../../parts/format.js'
import { Failure } from '../../parts/states.js'
import { t } from '../../parts/texts.js'
import { BoardCard } from './BoardCard.js'

export const BoardColumn = {
  props: { column: Object, option: Object, total: Object, limit: Number, sumField: Object, entity: Object, fields: Array, targets: Array, staleDays: Number, taken: Object, isTarget: Boolean, mayMove: Boolean },
  emits: ['load', 'open', 'press', 'move', 'drop'],
  setup(props, { emit }) {
    const list = ref(null)
    const end = ref(null)
    let observer = null
    let sortable = null
    let isGone = false

    onMounted(() => {
      observer = new IntersectionObserver(([entry]) => entry.isIntersecting && emit('load'), { root: null, rootMargin: '200px' })
      observer.observe(end.value)
      if (props.mayMove) makeSortable()
    })
    // The end may still be in view after a page has come, which the observer does not tell.
    watch(() => props.column.records.length, () => {
      if (!observer || !end.value) return
      observer.unobserve(end.value)
      observer.observe(end.value)
    }, { flush: 'post' })
    onBeforeUnmount(() => {
      isGone = true
      observer?.disconnect()
      sortable?.destroy()
    })
    const makeSortable = async () => {
      const { Sortable } = await import('../../libraries/sortable.js')
      if (isGone) return
      sortable = Sortable.create(list.value, {
        group: 'gx-board', sort: false, draggable: '.gx-board-card', animation: 120, ghostClass: 'gx-board-card-ghost', delay: 220, delayOnTouchOnly: true, touchStartThreshold: 6, filter: '.gx-board-card-menu', preventOnFilter: false, scroll: true, bubbleScroll: true,
        onEnd: ({ item, from, to, oldDraggableIndex, newDraggableIndex }) => {
          if (from === to) return
          // Vue draws the cards: what was moved goes back, and the state moves.
          from.insertBefore(item, from.querySelectorAll('.gx-board-card')[oldDraggableIndex] ?? null)
          emit('drop', { id: item.dataset.id, to: to.dataset.key, place: newDraggableIndex })
        },
      })
    }
    const sums = () => Object.entries(props.total?.sums ?? {}).filter(([, amount]) => Number(amount))
    const unit = () => (kindOf(props.sumField) === 'percent' ? '%' : '')
    const head = () => {
      const count = props.total?.count ?? 0
      const isOver = props.limit > 0 && count > props.limit
      return html`
        <header class="gx-board-column-head">
          <div class="gx-row"><${Chip} colour=${props.option.colour} label=${props.option.label} />
            <span class=${isOver ? 'gx-warn' : 'gx-faint'}>${props.limit > 0 ? `${exactNumber(count)} / ${exactNumber(props.limit)}` : exactNumber(count)}</span>
            ${isOver && html`<span class="gx-warn gx-row"><${Icon} name="warning_amber" size="small" /><span class="gx-small">${t('board.over', { n: count - props.limit })}</span></span>`}</div>
          ${props.sumField && html`<div class="gx-board-column-sum">${sums().length ? sums().map(([currency, amount]) => html`<span>${currency ? currencySymbol(currency) : ''}${shortNumber(amount)}${unit()}<${Hint} text=${`${props.sumField.label} ${currency ? currencySymbol(currency) : ''}${exactNumber(amount)}${unit()}`} /></span>`) : html`<span>—</span>`}</div>`}
        </header>`
    }
    return () => html`
      <section class=${['gx-board-column', props.isTarget && 'gx-board-column-target']} role="group" aria-label=${props.option.label}>
        ${head()}
        <div class="gx-board-column-body">
          <div ref=${list} class="gx-board-column-cards" data-key=${props.option.key}>
            ${props.column.records.map((record) => html`
              <${BoardCard} key=${record.id} record=${record} entity=${props.entity} fields=${props.fields} targets=${props.targets} staleDays=${props.staleDays} isTaken=${props.taken?.id === record.id}
                onOpen=${() => emit('open', record)} onPress=${(event) => emit('press', event, record)} onMove=${(to) => emit('move', record, to)} />`)}
          </div>
          ${props.column.problem && html`<${Failure} problem=${props.column.problem} retry=${() => emit('load')} />`}
          ${!props.column.isLoaded && !props.column.problem && html`<div class="gx-board-column-bones" aria-hidden="true"><i></i><i></i><i></i></div>`}
          ${props.column.isLoaded && !props.column.records.length && html`<p class="gx-board-column-none">${t('board.none')}</p>`}
          <div ref=${end} class="gx-board-column-end"></div>
        </div>
      </section>`
  },
}
