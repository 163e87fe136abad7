/** A first password for somebody: proposed, seen, copied, changed by hand. */
import { html } from '../../parts/html.js'
import { Button } from '../../parts/elements.js'
import { copy } from '../../parts/fields/Value.js'
import { t } from '../../parts/texts.js'
import { madePassword } from './passwords.js'

export const PasswordField = (props, { emit }) => html`
  <div class="gx-field gx-field-wide"><label class="gx-label gx-label-needed" for="gx-first-password">${t('users.firstPassword')}</label>
    <div class="gx-row"><input id="gx-first-password" class="gx-input gx-code" autocomplete="off" value=${props.modelValue} aria-invalid=${props.problem ? 'true' : undefined} onInput=${(event) => emit('update:modelValue', event.target.value)} />
      <${Button} icon="content_copy" hint=${t('action.copy')} onClick=${(event) => copy(event, props.modelValue)} />
      <${Button} icon="casino" hint=${t('users.anotherPassword')} onClick=${() => emit('update:modelValue', madePassword())} /></div>
    ${props.problem ? html`<span class="gx-error" role="alert">${props.problem}</span>` : html`<span class="gx-faint gx-small">${t('users.firstPasswordHelp')}</span>`}</div>`
PasswordField.props = ['modelValue', 'problem']
PasswordField.emits = ['update:modelValue']
