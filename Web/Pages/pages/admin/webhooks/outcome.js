/** What came of sending something, in words: the status of the answer, or why there is none. */
import { t } from '../../../parts/texts.js'

export const outcomeOf = ({ status, error }) => [status && `HTTP ${status}`, error && error !== 'refused' && t(`webhooks.error.${error}`)].filter(Boolean).join(' · ')
