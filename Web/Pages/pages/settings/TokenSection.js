/** Tokens for programs that work in one's name. */
import { html } from '../../parts/html.js'
import { ref } from '../../parts/libraries.js'
import { Accesses } from '../../parts/Accesses.js'
import { open } from '../../parts/Dialog.js'
import { Button } from '../../parts/elements.js'
import { t } from '../../parts/texts.js'
import { TokenDialog } from './TokenDialog.js'

export const TokenSection = {
  setup() {
    const list = ref(null)
    const make = async () => (await open(TokenDialog)) && list.value.load()
    return () => html`
      <div class="gx-setting"><p class="gx-faint gx-grow">${t('settings.tokensText')}</p><${Button} icon="add" label=${t('tokens.new')} onClick=${make} /></div>
      <${Accesses} ref=${list} path="/session/accesses" kind="token" />`
  },
}
