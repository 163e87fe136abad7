/** The head of a record: who or what it is, its code, and what one must know at once. */
import { html } from '../../parts/html.js'
import { Avatar, Icon, Person } from '../../parts/elements.js'
import { copy, isEmpty, titleOf, Value } from '../../parts/fields/Value.js'
import { layoutOf } from '../../parts/layout.js'
import { t } from '../../parts/texts.js'

export const RecordTitle = ({ entity, record, isSmall }) => {
  const title = record[entity.title] ?? ''
  const chips = layoutOf(entity).chips.filter((field) => !isEmpty(record[field.key]))
  return html`
    <div class=${['gx-record-title', isSmall && 'gx-record-title-small']}>
      <${Avatar} name=${title} size="large" />
      <div class="gx-record-names">
        <div class="gx-row gx-wrap"><h1>${title}</h1>${chips.map((field) => html`<${Value} key=${field.key} field=${field} value=${record[field.key]} record=${record} entity=${entity} isShort />`)}</div>
        <div class="gx-row gx-faint gx-small">
          ${record.code && html`<button type="button" class="gx-code-copy" onClick=${(event) => copy(event, record.code)} aria-label=${t('record.copyCode')}>${record.code}<${Icon} name="content_copy" size="small" /></button>`}
          ${record.owner && entity.field.owner && html`<${Person} name=${titleOf(record, entity.field.owner, record.owner)} />`}
          ${record.unit && entity.field.unit && html`<span class="gx-cut">${titleOf(record, entity.field.unit, record.unit)}</span>`}
        </div>
      </div>
    </div>`
}
RecordTitle.props = ['entity', 'record', 'isSmall']
