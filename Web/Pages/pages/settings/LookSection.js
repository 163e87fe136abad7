/** How the pages look for oneself. */
import { html } from '../../parts/html.js'
import { density, theme } from '../../parts/session.js'
import { t } from '../../parts/texts.js'

const choice = (name, label, values, chosen) => html`
  <div class="gx-setting"><b class="gx-grow">${label}</b><div class="gx-segments" role="radiogroup" aria-label=${label}>${values.map((value) => html`
    <label class=${['gx-segment', chosen.value === value && 'gx-on']}><input type="radio" name=${name} checked=${chosen.value === value} onChange=${() => (chosen.value = value)} /><span>${t(`${name}.${value}`)}</span></label>`)}</div></div>`

export const LookSection = () => html`<div>${choice('theme', t('user.theme'), ['light', 'dark', 'system'], theme)}${choice('density', t('user.density'), ['normal', 'compact'], density)}</div>`
