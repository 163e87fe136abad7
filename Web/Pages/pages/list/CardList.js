/** The list on a phone: a card for each record, with what matters, and one thumb to call. */
import { html } from '../../parts/html.js'
import { onBeforeUnmount, onMounted, ref } from '../../parts/libraries.js'
import { fieldAt, kindOf } from '../../parts/catalogue.js'
import { Avatar, Icon } from '../../parts/elements.js'
import { isEmpty, Value } from '../../parts/fields/Value.js'
import { Link } from '../../parts/router.js'
import { t } from '../../parts/texts.js'
import { valueAt } from './ListTable.js'

const MORE = 50

export const CardList = {
  props: { entity: Object, rows: Object, columns: Array, selection: Object },
  setup(props) {
    const shown = ref(MORE)
    const end = ref(null)
    let observer = null
    onMounted(() => {
      observer = new IntersectionObserver(([entry]) => {
        if (!entry.isIntersecting || !props.rows.length.value) return
        shown.value = Math.min(shown.value + MORE, props.rows.length.value)
        props.rows.want(0, shown.value)
      }, { rootMargin: '600px' })
      observer.observe(end.value)
    })
    onBeforeUnmount(() => observer.disconnect())
    const card = (row) => {
      const fields = props.columns.filter(({ key }) => key !== props.entity.title).map(({ key }) => ({ key, field: fieldAt(props.entity, key) })).filter(({ key, field }) => field && !isEmpty(valueAt(row, key)))
      const chips = fields.filter(({ field }) => kindOf(field) === 'choice').slice(0, 2)
      const call = fields.find(({ field }) => kindOf(field) === 'phone' && field.right !== 'masked')
      const rest = fields.filter((item) => !chips.includes(item) && item !== call).slice(0, 4)
      const draw = ({ key, field }) => html`<${Value} key=${key} field=${field} value=${valueAt(row, key)} record=${row} entity=${props.entity} isShort />`
      return html`
        <article key=${row.id} class=${['gx-card', props.selection.has(row.id) && 'gx-selected']}>
          <button type="button" class="gx-card-box" aria-pressed=${String(props.selection.has(row.id))} aria-label=${t('list.select', { name: row[props.entity.title] ?? '' })} onClick=${() => props.selection.toggle(row.id)}>
            ${props.selection.has(row.id) ? html`<${Icon} name="check_circle" />` : html`<${Avatar} name=${row[props.entity.title] ?? '?'} size="large" />`}</button>
          <${Link} to=${`/${props.entity.resource}/${row.id}`} class="gx-card-main">
            <div class="gx-card-title"><b class="gx-cut">${row[props.entity.title]}</b>${chips.map(draw)}</div>
            <div class="gx-card-rest">${rest.map((item) => html`<span class="gx-card-value"><span class="gx-faint">${item.field.label}</span> ${draw(item)}</span>`)}</div>
          <//>
          ${call && html`<a class="gx-card-call" href=${`tel:${row[call.key]}`} aria-label=${t('action.call', { name: row[props.entity.title] ?? '' })}><${Icon} name="call" /></a>`}
        </article>`
    }
    return () => html`
      <div class="gx-cards" role="group" aria-label=${props.entity.pluralLabel}>
        ${Array.from({ length: Math.min(shown.value, props.rows.length.value) }, (_, i) => props.rows.row(i)).filter(Boolean).map(card)}
        <div ref=${end}></div>
      </div>`
  },
}
