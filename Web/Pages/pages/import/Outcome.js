/** What came of the rows: counts, what belongs to them, and why some were refused. */
import { html } from '../../parts/html.js'
import { entityNamed } from '../../parts/catalogue.js'
import { exactNumber } from '../../parts/format.js'
import { t } from '../../parts/texts.js'

const COLOURS = { created: 'good', updated: 'good', refused: 'bad' }
const COUNTS = ['rows', 'created', 'updated', 'unchanged', 'refused']

/** `contact.mail` by its label. */
function fieldLabel(entity, path) {
  const [first, second] = path.split('.')
  if (entity?.field[first]) return entity.field[first].label
  const child = entityNamed(first)
  return child ? [child.label, child.field[second]?.label].filter(Boolean).join(' · ') : path
}

/** The usual reasons have short words; the rows themselves say more. */
function reasonLabel(code) {
  const label = t(`import.reason.${code}`)
  return label.startsWith('import.reason.') ? t('import.reason.unnamed') : label
}

export const Outcome = ({ entity, result }) => {
  const count = (key) => html`<div class="gx-count"><span class="gx-faint">${t(`import.count.${key}`)}</span><b class=${COLOURS[key] && result[key] > 0 ? `gx-${COLOURS[key]}` : ''}>${exactNumber(result[key] ?? 0)}</b></div>`
  const child = ([name, counts]) => html`<p class="gx-faint">${t('import.childCounts', { name: entityNamed(name)?.pluralLabel ?? name, created: exactNumber(counts.created), updated: exactNumber(counts.updated), unchanged: exactNumber(counts.unchanged) })}</p>`
  const reason = ({ field, code, count }) => html`<li key=${field + code}><span>${field ? t('import.reasonOf', { field: fieldLabel(entity, field), reason: reasonLabel(code) }) : reasonLabel(code)}</span><b>${exactNumber(count)}</b></li>`
  return html`
    <div class="gx-counts">${COUNTS.map(count)}</div>
    ${Object.entries(result.children ?? {}).map(child)}
    ${result.reasons?.length > 0 && html`<ul class="gx-import-reasons">${result.reasons.slice(0, 8).map(reason)}</ul>`}`
}
Outcome.props = ['entity', 'result']
