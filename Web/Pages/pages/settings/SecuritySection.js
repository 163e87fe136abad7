/** One's password and the second step of logging in. */
import { html } from '../../parts/html.js'
import { Dialog, open } from '../../parts/Dialog.js'
import { Button, Chip } from '../../parts/elements.js'
import { NewPassword } from '../../parts/NewPassword.js'
import { loadProfile, profile } from '../../parts/profile.js'
import { SecondFactor } from '../../parts/SecondFactor.js'
import { t } from '../../parts/texts.js'
import { done } from '../../parts/toast.js'
import { FactorProof } from './FactorProof.js'

const frame = (title, content) => ({
  emits: ['close'],
  setup: (_, { emit }) => () => html`<${Dialog} title=${title()} onClose=${() => emit('close')}>${({ close }) => content(close)}<//>`,
})

const PasswordDialog = frame(() => t('settings.changePassword'), (close) => html`<p class="gx-prose">${t('settings.passwordHelp')}</p><${NewPassword} onDone=${() => (close(), done(t('settings.passwordChanged')))} />`)
const FactorDialog = frame(() => t('settings.setUpFactor'), (close) => html`<${SecondFactor} onDone=${() => (close(), done(t('settings.factorOn')))} />`)
const prove = (purpose) => open(FactorProof, { purpose }).then(loadProfile)

/** What can be done about it depends on whether it is on. */
const factorActions = () => profile.user.hasSecondFactor
  ? html`<${Button} label=${t('settings.renewCodes')} onClick=${() => prove('renew')} /><${Button} kind="quiet" label=${t('settings.removeFactor')} onClick=${() => prove('remove')} />`
  : html`<${Button} label=${t('settings.setFactor')} onClick=${() => open(FactorDialog).then(loadProfile)} />`

export const SecuritySection = () => {
  const { user } = profile
  if (!user) return null
  if (!user.hasPassword) return html`<p class="gx-faint">${t('settings.noPassword')}</p>`
  return html`
    <div class="gx-setting"><div class="gx-grow"><b>${t('login.password')}</b><p class="gx-faint">${t('settings.passwordText')}</p></div><${Button} label=${t('settings.changePassword')} onClick=${() => open(PasswordDialog)} /></div>
    <div class="gx-setting"><div class="gx-grow"><div class="gx-row"><b>${t('login.heading.code')}</b><${Chip} colour=${user.hasSecondFactor ? 'green' : 'grey'} label=${t(user.hasSecondFactor ? 'settings.factorIsOn' : 'settings.factorIsOff')} /></div><p class="gx-faint">${t('settings.factorText')}</p></div>
      <div class="gx-row gx-wrap">${factorActions()}</div></div>`
}
