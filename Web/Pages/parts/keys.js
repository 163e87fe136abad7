/**
 * Keyboard shortcuts: `useKeys([{ keys: 'mod+k', label: t('…'), run }])` while a component lives. `mod` is Ctrl, on a Mac the command key.
 * Single letters are not heard while somebody types.
 */
import { onActivated, onBeforeUnmount, onDeactivated, onMounted, shallowReactive } from './libraries.js'

const isMac = /mac|iphone|ipad/i.test(navigator.userAgentData?.platform ?? navigator.platform)

/** All that is heard now, for the help sheet. */
export const shortcuts = shallowReactive(new Set())

export function useKeys(list) {
  const add = () => list.forEach((shortcut) => shortcuts.add(shortcut))
  const remove = () => list.forEach((shortcut) => shortcuts.delete(shortcut))
  onMounted(add)
  onActivated(add)
  onDeactivated(remove)
  onBeforeUnmount(remove)
}

/** `mod+k` as it stands on the keyboard. */
export const keyLabel = (keys) =>
  keys.split('+').map((key) => ({ mod: isMac ? '⌘' : 'Ctrl', shift: isMac ? '⇧' : 'Shift', enter: '↵', escape: 'Esc', left: '←', right: '→', up: '↑', down: '↓' })[key] ?? key.toUpperCase()).join(isMac ? '' : ' ')

function pressed(event) {
  const mod = isMac ? event.metaKey : event.ctrlKey
  const key = event.key.replace(/^Arrow/, '').toLowerCase()
  return [mod && 'mod', event.altKey && 'alt', event.shiftKey && key.length > 1 && 'shift', key].filter(Boolean).join('+')
}

const isTyping = (target) => target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName)

window.addEventListener('keydown', (event) => {
  if (event.defaultPrevented || event.isComposing || !event.key) return
  const combination = pressed(event)
  const isPlain = !combination.includes('+')
  if (isPlain && (isTyping(event.target) || document.querySelector('.gx-dialog-layer, .gx-menu'))) return
  // What was added last lies on top.
  const shortcut = [...shortcuts].reverse().find(({ keys }) => keys === combination)
  if (!shortcut) return
  event.preventDefault()
  shortcut.run(event)
})
