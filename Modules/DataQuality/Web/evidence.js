/** How evidence reads: a grade in words and how much it says. */
import { t } from '../../parts/texts.js'

export const gradeLabel = (grade) => t(`page.duplicates.grade.${grade}`)

/** The weight of a piece of evidence in words; ten bits are odds of a thousand. */
export function weight(bits) {
  const strength = Math.abs(bits) >= 8 ? 'strong' : Math.abs(bits) >= 3 ? 'some' : 'weak'
  return { label: t(`page.duplicates.weight.${bits >= 0 ? 'for' : 'against'}.${strength}`), colour: Math.abs(bits) < 3 ? 'grey' : bits > 0 ? 'green' : 'red' }
}

export const verdictOf = (verdict) => ({ label: t(`page.duplicates.verdict.${verdict}`), colour: verdict === 'same' ? 'red' : 'amber' })

/** 99.9%: rounded down, so that nothing is called certain. */
export const percent = (probability) => `${(Math.floor(Number(probability) * 1000) / 10).toFixed(1)}%`
