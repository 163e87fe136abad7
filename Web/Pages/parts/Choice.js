/** A choice in a row of tools: its name in grey, what is chosen, and the others in a menu. */
import { html } from './html.js'
import { Icon, Menu } from './elements.js'

/** `items` are `{ key, label }`, with `{ line }` or `{ heading }` between. Emits `choose` with a key. */
export const Choice = (props, { emit }) => {
  const chosen = props.items.find((item) => item.key !== undefined && item.key === props.value)
  return html`
    <button type="button" class="gx-button gx-button-quiet" aria-haspopup="menu">
      ${props.icon && html`<${Icon} name=${props.icon} />`}<span class="gx-choice-name">${props.label}</span><span class="gx-choice-value gx-cut">${chosen?.label ?? props.none ?? ''}</span><${Icon} name="expand_more" size="small" />
      <${Menu} max-height="60vh" items=${() => props.items.map((item) => (item.key === undefined ? item : { ...item, checked: item.key === props.value, run: () => emit('choose', item.key) }))} />
    </button>`
}
Choice.props = ['label', 'value', 'items', 'none', 'icon']
Choice.emits = ['choose']
