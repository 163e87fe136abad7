/** What was found, row by row, some at a time; of one column or one kind where one wants. */
import { html } from '../../parts/html.js'
import { computed, reactive, watch } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { Button } from '../../parts/elements.js'
import { exactNumber } from '../../parts/format.js'
import { usePages } from '../../parts/pages.js'
import { Failure, Skeleton } from '../../parts/states.js'
import { t } from '../../parts/texts.js'

export const FileCheckFindings = {
  props: { id: String, summary: Object },
  setup(props) {
    const filter = reactive({ column: '', kind: '' })
    const list = usePages((after) => api.get(`/quality/file-checks/${props.id}/findings`, { after, column: filter.column || undefined, kind: filter.kind || undefined }))
    watch(filter, list.reload)
    const columns = computed(() => props.summary.columns.filter(({ invalid, suspicious }) => invalid.length || suspicious.length))
    const kinds = computed(() => {
      const all = props.summary.columns.flatMap(({ invalid, suspicious }) => [...invalid, ...suspicious])
      return [...new Map(all.map(({ kind, label }) => [kind, label]))]
    })
    const choice = (key, label, options) => html`
      <select class="gx-input" aria-label=${label} onChange=${(event) => (filter[key] = event.target.value)}><option value="">${label}</option>${options.map(([value, text]) => html`<option value=${value} selected=${filter[key] === value}>${text}</option>`)}</select>`
    const row = (finding, i) => html`
      <tr key=${i}><td class="gx-number">${exactNumber(finding.row)}</td><td><span class="gx-cut">${finding.column}</span></td><td><code class="gx-check-value">${finding.value || '–'}</code></td><td>${finding.label}</td></tr>`
    const isCut = computed(() => props.summary.kept.findings < props.summary.totals.findings)
    return () => html`
      <section class="gx-column"><div class="gx-row gx-wrap"><h2 class="gx-grow">${t('page.fileCheck.findings')}</h2>
        <div class="gx-row gx-check-filters">${choice('column', t('page.fileCheck.everyColumn'), columns.value.map(({ name }) => [name, name]))}${choice('kind', t('page.fileCheck.everyKind'), kinds.value)}</div></div>
        ${isCut.value && html`<p class="gx-faint gx-small">${t('page.fileCheck.cut', { count: exactNumber(props.summary.kept.findings) })}</p>`}
        ${list.problem ? html`<${Failure} problem=${list.problem} retry=${list.reload} />` : !list.isLoaded ? html`<${Skeleton} lines=${5} />`
          : !list.items.length ? html`<p class="gx-faint">${t('page.fileCheck.noFindings')}</p>`
          : html`<div class="gx-check-wide" tabindex="0" role="region" aria-label=${t('page.fileCheck.findings')}><table class="gx-admin-rows gx-check-list"><thead><tr><th>${t('page.fileCheck.row')}</th><th>${t('page.fileCheck.column')}</th><th>${t('page.fileCheck.value')}</th><th>${t('page.fileCheck.what')}</th></tr></thead><tbody>${list.items.map(row)}</tbody></table></div>
            ${list.next !== null && html`<div><${Button} kind="quiet" label=${t('admin.more')} busy=${list.isLoading} onClick=${list.more} /></div>`}`}
      </section>`
  },
}
