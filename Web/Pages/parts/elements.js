/** The small things that every page is made of. */
import { html } from './html.js'
import { Quasar } from './libraries.js'
import { chipColour, initials, tint } from './format.js'

/** A picture from the icon font; for the eye alone, since what it means stands beside it or in a label. */
export const Icon = ({ name, size }) => html`<span class=${['gx-icon', size && `gx-icon-${size}`]} aria-hidden="true">${name}</span>`
Icon.props = ['name', 'size']

/** A coloured word, such as an option of a choice. */
export const Chip = ({ colour, label }) => html`<span class=${['gx-chip', `gx-chip-${chipColour(colour)}`]}>${label}</span>`
Chip.props = ['colour', 'label']

/** Initials of a person or a company, always in the same colour. */
export const Avatar = ({ name, size = 'small' }) =>
  html`<span class=${['gx-avatar', `gx-avatar-${size}`, `gx-chip-${tint(name ?? '')}`]} aria-hidden="true">${initials(name || '?')}</span>`
Avatar.props = ['name', 'size']

export const Person = ({ name }) => html`<span class="gx-person"><${Avatar} name=${name} /><span class="gx-cut">${name}</span></span>`
Person.props = ['name']

/**
 * A button; its label is its name also where a narrow page shows the icon alone. `kind`: `primary` (one a page), `quiet` (no border), `danger`, or none. `hint` and `keys` stand in the tool tip; without a label
 * the hint is its name for those who cannot see the icon.
 */
export const Button = (props, { slots, attrs }) => html`
  <button type=${props.type ?? 'button'} class=${['gx-button', props.kind && `gx-button-${props.kind}`, !props.label && 'gx-button-icon', props.active && 'gx-on']}
    disabled=${Boolean(props.disabled || props.busy)} aria-busy=${props.busy ? 'true' : undefined} aria-label=${props.label ?? props.hint} ...${attrs}>
    ${props.busy ? html`<span class="gx-spinner" aria-hidden="true"></span>` : props.icon && html`<${Icon} name=${props.icon} />`}
    ${props.label && html`<span class="gx-button-label">${props.label}</span>`}
    ${props.drop && html`<${Icon} name="expand_more" size="small" />`}
    ${(props.keys || (props.hint && !props.label)) && html`<${Hint} text=${props.hint ?? props.label} keys=${props.keys} />`}
    ${slots.default?.()}
  </button>`
Button.props = ['type', 'kind', 'icon', 'label', 'hint', 'keys', 'busy', 'disabled', 'drop', 'active']
Button.inheritAttrs = false

/** A tool tip of the element in which it stands. */
export const Hint = ({ text, keys }) =>
  html`<${Quasar.QTooltip} delay=${500} class="gx-hint" transition-duration=${80}>${() => [text, keys && html`<kbd>${keys}</kbd>`]}<//>`
Hint.props = ['text', 'keys']

/** Entries that open from the element in which it stands: `{ label, icon, keys, run, danger, disabled, checked, line }`. */
export const Menu = (props, { attrs }) => html`
  <${Quasar.QMenu} class="gx-menu" transition-duration=${80} auto-close onKeydown=${walkMenu} anchor=${props.anchor ?? 'bottom left'} self=${props.self ?? 'top left'} ...${attrs}>
    ${() => html`<div role="menu" class="gx-menu-list">${(typeof props.items === 'function' ? props.items() : props.items).filter(Boolean).map(menuEntry)}</div>`}
  <//>`
Menu.props = ['items', 'anchor', 'self']
Menu.inheritAttrs = false

/**
 * Arrows, Home and End go from entry to entry. Enter counts when it is let go: as the menu closes it gives the focus back, and the button that opened it would
 * hear the key come up and open it anew.
 */
function walkMenu(event) {
  const entries = [...event.currentTarget.querySelectorAll('.gx-menu-item:not(:disabled)')]
  const here = entries.indexOf(document.activeElement)
  const next = { ArrowDown: here + 1, ArrowUp: here < 0 ? -1 : here - 1, Home: 0, End: -1 }[event.key]
  if (next !== undefined) entries.at(next % entries.length)?.focus()
  else if (event.key !== 'Enter' || here < 0) return
  else if (!event.repeat) window.addEventListener('keyup', () => entries[here].click(), { once: true })
  event.preventDefault()
}

/** What an entry does begins when the menu is closed and the focus back, so that a dialog can give it back in its turn. */
function menuEntry(item) {
  if (item.line) return html`<hr class="gx-menu-line" />`
  if (item.heading) return html`<div class="gx-menu-heading" role="presentation">${item.heading}</div>`
  const isChoice = item.checked !== undefined
  return html`
    <button type="button" role=${isChoice ? 'menuitemradio' : 'menuitem'} aria-checked=${isChoice ? String(item.checked) : undefined}
      class=${['gx-menu-item', item.danger && 'gx-danger']} disabled=${item.disabled} onClick=${item.run && (() => setTimeout(item.run))}>
      ${isChoice ? html`<${Icon} name=${item.checked ? 'check' : ''} />` : item.icon && html`<${Icon} name=${item.icon} />`}
      <span>${item.label}</span>${item.keys && html`<kbd>${item.keys}</kbd>`}
    </button>`
}
