/**
 * Vue and Quasar, ready to use. Quasar comes as a classic script that looks for Vue in the window; nothing else of ours does.
 */
import * as Vue from '../libraries/vue.js'

window.Vue = Vue
await classicScript('../libraries/quasar.js')

export const Quasar = window.Quasar
export * from '../libraries/vue.js'

/** Loads a script that is no module. */
export function classicScript(path) {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script')
    script.src = new URL(path, import.meta.url)
    script.onload = resolve
    script.onerror = () => reject(new Error(`cannot load ${path}`))
    document.head.append(script)
  })
}
