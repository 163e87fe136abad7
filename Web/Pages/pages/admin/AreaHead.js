/** The head of an area: what it is, in a sentence what it is for, and what can be done at the right. */
import { html } from '../../parts/html.js'

export const AreaHead = (props, { slots }) => html`
  <header class="gx-area-head"><div class="gx-grow"><h2>${props.title}</h2>${props.text && html`<p class="gx-faint">${props.text}</p>`}</div>
    <div class="gx-row">${slots.default?.()}</div></header>`
AreaHead.props = ['title', 'text']

