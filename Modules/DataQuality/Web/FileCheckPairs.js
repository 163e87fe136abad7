/** Rows that are the same as another one, or as a customer who is there already. */
import { html } from '../../parts/html.js'
import { computed, reactive, watch } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { entityNamed } from '../../parts/catalogue.js'
import { Button, Chip } from '../../parts/elements.js'
import { exactNumber } from '../../parts/format.js'
import { usePages } from '../../parts/pages.js'
import { Link } from '../../parts/router.js'
import { Failure, Skeleton } from '../../parts/states.js'
import { t } from '../../parts/texts.js'

export const FileCheckPairs = {
  props: { id: String, summary: Object },
  setup(props) {
    const filter = reactive({ with: '', verdict: '' })
    const list = usePages((after) => api.get(`/quality/file-checks/${props.id}/pairs`, { after, with: filter.with || undefined, verdict: filter.verdict || undefined }))
    watch(filter, list.reload)
    const choice = (key, label, options) => html`
      <select class="gx-input" aria-label=${label} onChange=${(event) => (filter[key] = event.target.value)}><option value="">${label}</option>${options.map((value) => html`<option value=${value} selected=${filter[key] === value}>${t(`page.fileCheck.${key}.${value}`)}</option>`)}</select>`
    const side = ({ kind, row, name, record, code, unit }) => {
      if (kind === 'row') return html`<span class="gx-check-side"><b>${name || '–'}</b><span class="gx-faint gx-small">${t('page.fileCheck.rowNumber', { row: exactNumber(row) })}</span></span>`
      if (kind === 'elsewhere') return html`<span class="gx-faint">${unit ? t('page.fileCheck.elsewhere', { unit }) : t('page.fileCheck.elsewhereUnknown')}</span>`
      return html`<span class="gx-check-side"><${Link} class="gx-link" to=${`/${entityNamed('customer').resource}/${record}`}>${() => name || code || record}<//><span class="gx-faint gx-small">${code}</span></span>`
    }
    const row = (pair, i) => html`
      <tr key=${i}><td>${side(pair.left)}</td><td>${side(pair.right)}</td><td class="gx-number">${`${Math.floor(Number(pair.score) * 1000) / 10} %`}</td>
        <td><${Chip} colour=${pair.verdict === 'same' ? 'red' : 'amber'} label=${t(`page.fileCheck.verdict.${pair.verdict}`)} /></td></tr>`
    const words = computed(() => {
      const { same, ask, known, uncertain } = props.summary.totals
      return t('page.fileCheck.pairsFound', { same: exactNumber(same), ask: exactNumber(ask), known: exactNumber(known), uncertain: exactNumber(uncertain) })
    })
    return () => html`
      <section class="gx-column"><div class="gx-row gx-wrap"><h2 class="gx-grow">${t('page.fileCheck.pairs')}</h2>
        <div class="gx-row gx-check-filters">${choice('with', t('page.fileCheck.everywhere'), ['file', 'customers'])}${choice('verdict', t('page.fileCheck.everyVerdict'), ['same', 'ask'])}</div></div>
        <p class="gx-faint">${props.summary.isCompared ? words.value : t('page.fileCheck.notCompared')}</p>
        ${list.problem ? html`<${Failure} problem=${list.problem} retry=${list.reload} />` : !list.isLoaded ? html`<${Skeleton} lines=${5} />`
          : list.items.length > 0 && html`<div class="gx-check-wide" tabindex="0" role="region" aria-label=${t('page.fileCheck.pairs')}><table class="gx-admin-rows gx-check-list"><thead><tr><th>${t('page.fileCheck.left')}</th><th>${t('page.fileCheck.right')}</th><th>${t('page.fileCheck.score')}</th><th>${t('page.fileCheck.verdict')}</th></tr></thead><tbody>${list.items.map(row)}</tbody></table></div>
            ${list.next !== null && html`<div><${Button} kind="quiet" label=${t('admin.more')} busy=${list.isLoading} onClick=${list.more} /></div>`}`}
      </section>`
  },
}
