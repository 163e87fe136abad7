/** How many there are, and sums over all of them. */
import { html } from '../../parts/html.js'
import { reactive, watch } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { kindOf } from '../../parts/catalogue.js'
import { Button, Menu } from '../../parts/elements.js'
import { currencySymbol, exactNumber, shortNumber } from '../../parts/format.js'
import { t } from '../../parts/texts.js'

const summable = (entity) => entity.fields.filter((field) => ['money', 'integer', 'decimal'].includes(kindOf(field)) && field.sortable && !field.is.system)

export const ListFoot = {
  props: { entity: Object, rows: Object, query: Function, sums: Array },
  emits: ['sums'],
  setup(props, { emit }) {
    const state = reactive({ values: {}, isBusy: false })
    const load = async () => {
      if (!props.sums.length) return (state.values = {})
      state.isBusy = true
      const { filter, q } = props.query()
      const answer = await api.get(`/${props.entity.resource}/aggregate`, { filter, q, measure: props.sums.map((key) => `sum:${key}`).join(',') }).catch(() => ({ data: [] }))
      // One row for each currency: they are told apart, never added.
      state.values = Object.fromEntries(props.sums.map((key) => [key, [...new Set(answer.data.map((group) => group.measures[`sum:${key}`]).filter(Boolean))]]))
      state.isBusy = false
    }
    watch([() => props.sums, () => props.rows.state.isLoading], ([, isLoading]) => !isLoading && load(), { immediate: true })
    const text = (value) => (typeof value === 'object' ? currencySymbol(value.currency) + shortNumber(value.amount) : shortNumber(value))
    const exact = (value) => (typeof value === 'object' ? `${value.currency} ${exactNumber(value.amount)}` : exactNumber(value))
    const toggle = (key) => emit('sums', props.sums.includes(key) ? props.sums.filter((other) => other !== key) : [...props.sums, key].slice(-4))
    return () => {
      const { total, isExact } = props.rows.state
      return html`
        <footer class="gx-foot" aria-live="polite">
          <span>${isExact ? t('list.total', { n: total }).replace(String(total), exactNumber(total)) : t('list.counting')}</span>
          ${props.sums.map((key) => html`<span key=${key}>${t('list.sum', { name: props.entity.field[key]?.label })} <b>${(state.values[key] ?? []).map((value, i) => html`<span title=${exact(value)}>${i ? ' + ' : ''}${text(value)}</span>`)}${!state.isBusy && state.values[key]?.length === 0 && '0'}</b></span>`)}
          ${summable(props.entity).length > 0 && html`<${Button} kind="quiet" icon="functions" hint=${t('list.sums')}><${Menu} anchor="top left" self="bottom left" items=${() => summable(props.entity).map((field) => ({ label: field.label, checked: props.sums.includes(field.key), run: () => toggle(field.key) }))} /><//>`}
        </footer>`
    }
  },
}
