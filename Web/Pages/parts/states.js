/** What a page shows when it has nothing to show: why, and what to do. */
import { html } from './html.js'
import { Button, Icon } from './elements.js'
import { t } from './texts.js'

/** An empty place with a first step. */
export const Empty = ({ icon = 'inbox', title, text, action, label }) => html`
  <div class="gx-state"><${Icon} name=${icon} size="large" /><h2>${title}</h2>${text && html`<p>${text}</p>`}
    ${action && html`<${Button} kind="primary" label=${label} onClick=${action} />`}</div>`
Empty.props = ['icon', 'title', 'text', 'action', 'label']

/** What went wrong: no right, gone, offline or a fault of ours; each says what helps. */
export const Failure = ({ problem, retry }) => {
  const kind = { 0: 'offline', 403: 'forbidden', 404: 'missing' }[problem.status] ?? 'broken'
  const icon = { offline: 'cloud_off', forbidden: 'lock', missing: 'search_off', broken: 'error_outline' }[kind]
  return html`
    <div class="gx-state" role="alert"><${Icon} name=${icon} size="large" /><h2>${t(`state.${kind}`)}</h2>
      <p>${kind === 'broken' || kind === 'missing' ? problem.message : t(`state.${kind}.help`)}</p>
      ${problem.rest?.requestId && kind === 'broken' && html`<p class="gx-faint">${t('state.request', { id: problem.rest.requestId })}</p>`}
      ${retry && kind !== 'forbidden' && html`<${Button} label=${t('action.retry')} icon="refresh" onClick=${retry} />`}</div>`
}
Failure.props = ['problem', 'retry']

/** Grey lines of about the right size, so that nothing jumps when the contents come. */
export const Skeleton = ({ lines = 6 }) => html`
  <div class="gx-skeleton" aria-hidden="true">${Array.from({ length: lines }, (_, i) => html`<div class="gx-bone" data-width=${(i * 7) % 4}></div>`)}</div>`
Skeleton.props = ['lines']
