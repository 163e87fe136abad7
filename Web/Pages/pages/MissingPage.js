/** An address that leads nowhere. */
import { html } from '../parts/html.js'
import { go } from '../parts/router.js'
import { Empty } from '../parts/states.js'
import { t } from '../parts/texts.js'

export default () => html`<${Empty} icon="explore_off" title=${t('missing.title')} text=${t('missing.text')} label=${t('missing.home')} action=${() => go('/')} />`
