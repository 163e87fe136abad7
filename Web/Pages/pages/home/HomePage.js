/** The first page. */
import { html } from '../../parts/html.js'
import { t } from '../../parts/texts.js'
export default () => html`<div class="gx-head"><h1>${t('nav.home')}</h1></div>`
