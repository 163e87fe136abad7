/** Two customers side by side: what differs is marked, and below stands why they may be one. */
import { html } from '../../parts/html.js'
import { reactive, ref, watch } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { entityNamed } from '../../parts/catalogue.js'
import { Button, Chip } from '../../parts/elements.js'
import { references } from '../../parts/forms/useForm.js'
import { isEmpty, Value } from '../../parts/fields/Value.js'
import { keyLabel } from '../../parts/keys.js'
import { layoutOf } from '../../parts/layout.js'
import { Link } from '../../parts/router.js'
import { Skeleton } from '../../parts/states.js'
import { t } from '../../parts/texts.js'
import { gradeLabel, percent, weight } from './evidence.js'

const SIDES = ['left', 'right']
/** A flag that is not set says no more than an empty field. */
const says = (value) => !isEmpty(value) && value !== false
const ALWAYS = ['code', 'owner', 'unit', 'createdAt']

export const PairView = {
  props: { pair: Object, mayDecide: Boolean, isBusy: Boolean, isNarrow: Boolean },
  emits: ['decide', 'back'],
  setup(props, { emit }) {
    const customer = entityNamed('customer')
    // Undefined while it is read, null where the reader may not see it.
    const records = reactive({ left: undefined, right: undefined })
    const onlyDifferent = ref(false)
    watch(() => props.pair.id, () => {
      for (const side of SIDES) {
        records[side] = undefined
        const id = props.pair[side]
        api.get(`/customers/${id}`, { expand: references(customer) }).catch(() => null).then((record) => id === props.pair[side] && (records[side] = record))
      }
    }, { immediate: true })

    const isSame = (field) => JSON.stringify(records.left?.[field.key] ?? null) === JSON.stringify(records.right?.[field.key] ?? null)
    const rows = () => {
      const fields = [...new Set([...layoutOf(customer).sections.flatMap((section) => section.fields), ...ALWAYS.map((key) => customer.field[key]).filter(Boolean)])]
      return fields.filter((field) => SIDES.some((side) => says(records[side]?.[field.key])) && !(onlyDifferent.value && isSame(field)))
    }
    const cell = (side, field) => {
      const record = records[side]
      if (!record) return html`<span class="gx-faint">—</span>`
      if (field.key === customer.title) return html`<${Link} class="gx-link" to=${`/customers/${record.id}`}>${() => record[field.key]}<//>`
      return html`<${Value} field=${field} value=${record[field.key]} record=${record} entity=${customer} />`
    }
    const head = (side) => (records[side] === null ? html`<span class="gx-faint">${t('page.duplicates.hidden')}</span>` : html`${records[side]?.[customer.title] ?? '…'}`)
    const table = () => html`
      <table class="gx-table gx-pair-table"><thead><tr><th scope="col">${t('page.duplicates.field')}</th>${SIDES.map((side) => html`<th scope="col" key=${side}>${head(side)}</th>`)}</tr></thead>
        <tbody>${rows().map((field) => {
          const differs = records.left && records.right && !isSame(field)
          return html`<tr key=${field.key} class=${differs && 'gx-pair-differs'}><th scope="row">${field.label}${differs && html`<span class="gx-only-reader">${t('page.duplicates.differs')}</span>`}</th>${SIDES.map((side) => html`<td key=${side} data-label=${side}>${cell(side, field)}</td>`)}</tr>`
        })}</tbody></table>`
    const evidence = () => html`
      <table class="gx-table gx-pair-evidence"><caption>${t('page.duplicates.evidence')}</caption>
        <thead><tr><th scope="col">${t('page.duplicates.field')}</th><th scope="col">${t('page.duplicates.agreement')}</th><th scope="col">${t('page.duplicates.says')}</th></tr></thead>
        <tbody>${(props.pair.evidence ?? []).map(({ field, grade, bits }) => html`
          <tr key=${field}><th scope="row">${customer.field[field]?.label ?? field}</th><td>${gradeLabel(grade)}</td><td><${Chip} ...${weight(Number(bits))} /></td></tr>`)}</tbody></table>`
    const tools = () => html`
      <div class="gx-pair-tools">
        ${props.isNarrow && html`<${Button} kind="quiet" icon="arrow_back" hint=${t('page.duplicates.back')} onClick=${() => emit('back')} />`}
        <span class="gx-row"><span class="gx-faint">${t('page.duplicates.least')}</span><b class="gx-number">${percent(props.pair.probability)}</b></span><span class="gx-grow"></span>
        ${props.mayDecide && html`
          <${Button} label=${t('page.duplicates.different')} icon="call_split" keys=${keyLabel('d')} busy=${props.isBusy} onClick=${() => emit('decide', 'different')} />
          <${Button} kind="primary" label=${t('page.duplicates.same')} icon="merge" keys=${keyLabel('s')} busy=${props.isBusy} onClick=${() => emit('decide', 'same')} />`}</div>`
    return () => {
      if (SIDES.some((side) => records[side] === undefined)) return html`${tools()}<${Skeleton} lines=${8} />`
      return html`
        <article class="gx-pair" aria-label=${t('page.duplicates.pair')}>
          ${tools()}
          ${SIDES.some((side) => records[side] === null) && html`<p class="gx-banner gx-banner-warn">${t('page.duplicates.hiddenHelp')}</p>`}
          ${evidence()}
          <label class="gx-check gx-pair-only"><input type="checkbox" checked=${onlyDifferent.value} onChange=${(event) => (onlyDifferent.value = event.target.checked)} /><span>${t('page.duplicates.onlyDifferent')}</span></label>
          ${table()}
        </article>`
    }
  },
}
