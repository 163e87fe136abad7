/** How good the customers are that an import has made, and what lowers it most. */
import { html } from '../../parts/html.js'
import { reactive } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { entityNamed } from '../../parts/catalogue.js'
import { exactNumber } from '../../parts/format.js'
import { t } from '../../parts/texts.js'

const SHOWN_REASONS = 8

export const ImportQuality = {
  props: { job: Object },
  setup(props) {
    const state = reactive({ told: null })
    // What cannot be told is left out: the import itself is what the page is about.
    api.get(`/quality/imports/${props.job.id}`).then((told) => (state.told = told), () => {})
    const band = ({ from, to, customers }) => html`
      <tr key=${from}><th scope="row">${t('page.importQuality.band', { from, to })}</th>
        <td><meter class="gx-quality-meter" min="0" max=${state.told.customers} value=${customers} aria-label=${t('page.importQuality.band', { from, to })}></meter></td><td class="gx-number gx-right">${exactNumber(customers)}</td></tr>`
    const reason = ({ reason, field, customers }) => html`
      <li key=${reason + field}><span>${t('page.importQuality.reasonOf', { field: entityNamed('customer')?.field[field]?.label ?? field, reason: t(`page.importQuality.reason.${reason}`) })}</span><b>${exactNumber(customers)}</b></li>`
    return () => state.told?.customers > 0 && html`
      <section class="gx-column gx-import-quality"><h2>${t('page.importQuality.title')}</h2>
        <p class="gx-faint">${t(state.told.isCut ? 'page.importQuality.meanOfFirst' : 'page.importQuality.mean', { mean: state.told.mean, count: exactNumber(state.told.customers), invalid: exactNumber(state.told.invalid) })}</p>
        <div class="gx-import-quality-parts"><table class="gx-check-bands"><tbody>${state.told.bands.map(band)}</tbody></table>
          <ul class="gx-import-reasons">${state.told.reasons.slice(0, SHOWN_REASONS).map(reason)}</ul></div></section>`
  },
}
