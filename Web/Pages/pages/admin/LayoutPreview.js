/** What a record will look like, with grey lines for its values. */
import { html } from '../../parts/html.js'
import { entityNamed } from '../../parts/catalogue.js'
import { Chip } from '../../parts/elements.js'

export const LayoutPreview = ({ entity, layout }) => {
  const fieldsOf = (keys) => keys.map((key) => entity.field[key]).filter(Boolean)
  return html`
    <div class="gx-admin-preview" aria-hidden="true">
      <div class="gx-row gx-wrap"><span class="gx-preview-name"></span>${fieldsOf(layout.chips).map((field) => html`<${Chip} label=${field.options?.[0]?.label ?? field.label} colour=${field.options?.[0]?.colour} />`)}</div>
      ${layout.facts.length > 0 && html`<div class="gx-preview-facts">${fieldsOf(layout.facts).map((field) => html`<div><span class="gx-faint gx-small">${field.label}</span><span class="gx-preview-value"></span></div>`)}</div>`}
      ${layout.sections.map((section) => html`<h4>${section.label}</h4><div class=${['gx-preview-grid', section.columns === 1 && 'gx-preview-one']}>${fieldsOf(section.fields).map((field) => html`<div class="gx-row"><span class="gx-faint gx-small gx-cut">${field.label}</span><span class="gx-preview-value"></span></div>`)}</div>`)}
      ${layout.related.length > 0 && html`<div class="gx-row gx-wrap gx-preview-tabs">${layout.related.map((text) => html`<span class="gx-small">${entityNamed(text.split('.')[0])?.pluralLabel}</span>`)}</div>`}
    </div>`
}
LayoutPreview.props = ['entity', 'layout']
