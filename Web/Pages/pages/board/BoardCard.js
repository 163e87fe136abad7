/** A record on a board: title, a few fields, whose it is. It can be opened, moved by keyboard and, by its menu, without dragging. */
import { html } from '../../parts/html.js'
import { Avatar, Button, Menu } from '../../parts/elements.js'
import { isEmpty, Value } from '../../parts/fields/Value.js'
import { daysBetween, local, today } from '../../parts/format.js'
import { t } from '../../parts/texts.js'

export const BoardCard = (props, { emit }) => {
  const { record, entity } = props
  const owner = record.expanded?.owner?.title
  const days = quietDays(record)
  const isStale = props.staleDays > 0 && days >= props.staleDays
  const lines = props.fields.filter((field) => !isEmpty(record[field.key]))
  return html`
    <article class=${['gx-board-card', isStale && 'gx-board-card-stale', props.isTaken && 'gx-board-card-taken']} data-id=${record.id} tabindex="0" aria-roledescription=${t('board.card')} aria-describedby="gx-board-help"
      aria-label=${[record[entity.title], isStale && t('board.stale', { n: days })].filter(Boolean).join('. ')} onClick=${() => emit('open')} onKeydown=${(event) => emit('press', event)}>
      <div class="gx-board-card-head"><b class="gx-board-card-title">${record[entity.title] ?? '—'}</b>
        ${props.targets.length > 0 && html`<${Button} kind="quiet" icon="more_horiz" hint=${t('board.moveTo')} class="gx-board-card-menu" tabindex="-1" onClick=${(event) => event.stopPropagation()}><${Menu} items=${() => menu(props, emit)} anchor="bottom right" self="top right" /><//>`}</div>
      ${lines.map((field) => html`<div class="gx-board-card-line" key=${field.key}><span class="gx-board-card-name">${field.label}</span><span class="gx-board-card-value"><${Value} field=${field} value=${record[field.key]} record=${record} entity=${entity} isShort /></span></div>`)}
      ${(owner || isStale) && html`<div class="gx-board-card-foot">${isStale && html`<span class="gx-warn gx-small">${t('board.stale', { n: days })}</span>`}<span class="gx-grow"></span>${owner && html`<span class="gx-faint gx-small gx-cut">${owner}</span><${Avatar} name=${owner} />`}</div>`}
    </article>`
}
BoardCard.props = ['record', 'entity', 'fields', 'targets', 'staleDays', 'isTaken']
BoardCard.emits = ['open', 'press', 'move']

const menu = (props, emit) => [{ label: t('board.open'), icon: 'open_in_new', run: () => emit('open') }, { heading: t('board.moveTo') }, ...props.targets.map(({ key, label }) => ({ label, icon: 'arrow_forward', run: () => emit('move', key) }))]

/** Days since somebody last spoke with them, or else touched the record. */
const quietDays = (record) => daysBetween(local(record.lastContactAt ?? ('lastContactAt' in record ? record.createdAt : record.modifiedAt)).day, today())
