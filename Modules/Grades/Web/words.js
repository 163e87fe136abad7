/** Grades, points and measured values in words. */
import { entityNamed } from '../../parts/catalogue.js'
import { Chip } from '../../parts/elements.js'
import { exactNumber, money } from '../../parts/format.js'
import { html } from '../../parts/html.js'
import { t } from '../../parts/texts.js'

export const gradeField = () => entityNamed('customer').field.grade

export const gradeOptions = () => Object.values(gradeField().option).filter((option) => !option.retired)

/** A grade as a chip; a dash where there is none. */
export const GradeChip = ({ grade }) => {
  if (!grade) return html`<span class="gx-faint">${t('page.grades.none')}</span>`
  const option = gradeField().option[grade]
  return html`<${Chip} label=${option?.label ?? grade} colour=${option?.colour} />`
}
GradeChip.props = ['grade']

/** 12.50 → 12.5, 12.00 → 12. */
export const points = (text) => (text === null || text === undefined ? '–' : exactNumber(String(text).replace(/\.?0+$/, (zeros) => (zeros.startsWith('.') ? '' : zeros))))

/** What was found for a criterion: 12 天, ¥3,000.00, AA. */
export function measured(criterion) {
  if (criterion.isHidden) return t('page.grades.hidden')
  if (criterion.value === null) return t('page.grades.unknown')
  switch (criterion.unit) {
    case 'days': case 'years': case 'count': return t(`page.grades.unit.${criterion.unit}`, { n: criterion.value })
    case 'percent': return `${criterion.value}%`
    case 'money': return money(criterion.value)
    case 'option': return optionLabel(criterion)
    default: return exactNumber(criterion.value)
  }
}

function optionLabel({ field, value }) {
  if (value === '+') return t('page.grades.filled')
  if (value === 'true' || value === 'false') return t(value === 'true' ? 'value.yes' : 'value.no')
  return entityNamed('customer').field[field]?.option?.[value]?.label ?? value
}
