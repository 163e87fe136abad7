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
await findSession()
app.mount('#app')
