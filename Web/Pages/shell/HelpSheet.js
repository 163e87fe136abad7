/** All shortcuts that are heard on this page. */
import { html } from '../parts/html.js'
import { Dialog } from '../parts/Dialog.js'
import { keyLabel, shortcuts } from '../parts/keys.js'
import { t } from '../parts/texts.js'

export const HelpSheet = (_, { emit }) => html`
  <${Dialog} title=${t('keys.title')} onClose=${() => emit('close')}>${() => html`
    <dl class="gx-keys">${[...shortcuts].filter(({ label }) => label).map(({ keys, label }) => html`<dt>${label()}</dt><dd><kbd>${keyLabel(keys)}</kbd></dd>`)}</dl>`}<//>`
HelpSheet.emits = ['close']
