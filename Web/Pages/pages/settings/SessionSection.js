/** Where one is logged in. */
import { html } from '../../parts/html.js'
import { Accesses } from '../../parts/Accesses.js'
import { t } from '../../parts/texts.js'

export const SessionSection = () => html`<p class="gx-faint">${t('settings.sessionsText')}</p><${Accesses} path="/session/accesses" kind="session" mayEndAll />`
