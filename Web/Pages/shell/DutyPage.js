/** What must be done before anything else: a password of one's own, or a second factor. */
import { html } from '../parts/html.js'
import { api } from '../parts/api.js'
import { Button } from '../parts/elements.js'
import { begin, logOut, session } from '../parts/session.js'
import { t } from '../parts/texts.js'
import { NewPassword } from '../parts/NewPassword.js'
import { SecondFactor } from '../parts/SecondFactor.js'

export const DutyPage = {
  setup() {
    const again = async () => begin(await api.get('/session'))
    return () => html`
      <div class="gx-login"><div class="gx-login-card">
        <h1>${t(`duty.${session.duty}`)}</h1><p class="gx-prose">${t(`duty.${session.duty}.help`)}</p>
        ${session.duty === 'setUpSecondFactor' ? html`<${SecondFactor} onDone=${again} />` : html`<${NewPassword} onDone=${again} />`}
        <${Button} kind="quiet" label=${t('user.logOut')} onClick=${logOut} />
      </div></div>`
  },
}
