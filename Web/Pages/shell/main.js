/** Where the pages begin. */
import { createApp, Quasar } from '../parts/libraries.js'
import { rememberApp } from '../parts/Dialog.js'
import { findSession } from '../parts/session.js'
import { language, speak } from '../parts/texts.js'
import { failed } from '../parts/toast.js'
import { App } from './App.js'

const app = createApp(App)
app.use(Quasar, { plugins: { Notify: Quasar.Notify }, config: { notify: { group: false } } })
// What nobody expected is said and logged, and never leaves a blank page.
app.config.errorHandler = failed
window.addEventListener('unhandledrejection', (event) => {
  event.preventDefault()
  failed(event.reason)
})
rememberApp(app)

await speak(language.value)
await loadModules()
await findSession()
app.mount('#app')

/** What modules add: each puts its pages where they belong. One that fails takes nothing else with it. */
async function loadModules() {
  const names = await fetch(new URL('../modules.json', import.meta.url)).then((answer) => answer.json())
  await Promise.allSettled(names.map((name) => import(`../modules/${name}/index.js`).catch(failed)))
}
