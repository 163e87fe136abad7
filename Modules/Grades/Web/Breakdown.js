/** The points for each criterion as bars, the score, and what is missing to the next grade. */
import { html } from '../../parts/html.js'
import { t } from '../../parts/texts.js'
import { GradeChip, measured, points } from './words.js'

const share = (part) => (Number(part.most) > 0 ? Math.max(0, Math.min(100, (Number(part.points) / Number(part.most)) * 100)) : 0)

/** The next better grade with what is missing; nothing at the top, or where no points are counted. */
export function nextGrade(calculation) {
  const missing = (calculation?.grades ?? []).filter((step) => step.missing !== null && step.missing !== undefined && Number(step.missing) > 0)
  return missing.at(-1)
}

export const Breakdown = ({ calculation }) => {
  const next = nextGrade(calculation)
  return html`
    <div class="gx-grade-breakdown">
      <dl class="gx-grade-parts">${calculation.criteria.map((part, i) => html`
        <div key=${i}><dt class="gx-cut">${part.name}<span class="gx-faint gx-grade-found">${measured(part)}</span></dt>
          <dd>${points(part.points)}<span class="gx-faint">${` / ${points(part.most)}`}</span></dd>
          <div class="gx-grade-bar" aria-hidden="true"><i style=${{ width: `${share(part)}%` }} class=${Number(part.points) < 0 ? 'gx-grade-minus' : ''}></i></div></div>`)}</dl>
      ${calculation.criteria.length > 0 && html`<div class="gx-grade-sum"><span>${t('page.grades.score')}</span><b>${points(calculation.score)}</b></div>`}
      ${next && html`<p class="gx-grade-next">${t('page.grades.missing', { points: points(next.missing) })}<${GradeChip} grade=${next.grade} /></p>`}
    </div>`
}
Breakdown.props = ['calculation']
