/** The shortcuts that are heard everywhere. */
import { html } from '../../parts/html.js'
import { keyLabel, shortcuts } from '../../parts/keys.js'
import { t } from '../../parts/texts.js'

export const ShortcutSection = () => html`
  <p class="gx-faint">${t('settings.shortcutsText')}</p>
  <dl class="gx-keys gx-settings-narrow">${[...shortcuts].filter(({ label }) => label).map(({ keys, label }) => html`<dt>${label()}</dt><dd><kbd>${keyLabel(keys)}</kbd></dd>`)}</dl>`
