/** What belongs to oneself: profile, log-in, devices, tokens, looks, notices, who stands in. */
import { html } from '../../parts/html.js'
import { computed, onBeforeUnmount, onMounted, ref, watch } from '../../parts/libraries.js'
import { entityNamed } from '../../parts/catalogue.js'
import { Icon } from '../../parts/elements.js'
import { go, Link } from '../../parts/router.js'
import { session } from '../../parts/session.js'
import { t } from '../../parts/texts.js'
import { DelegationSection } from './DelegationSection.js'
import { LookSection } from './LookSection.js'
import { NoticeSection } from './NoticeSection.js'
import { ProfileSection } from './ProfileSection.js'
import { SecuritySection } from './SecuritySection.js'
import { SessionSection } from './SessionSection.js'
import { ShortcutSection } from './ShortcutSection.js'
import { TokenSection } from './TokenSection.js'

const SECTIONS = [
  ['profile', 'person', ProfileSection], ['security', 'lock', SecuritySection], ['sessions', 'devices', SessionSection], ['delegation', 'swap_horiz', DelegationSection],
  ['notices', 'notifications', NoticeSection], ['look', 'palette', LookSection], ['shortcuts', 'keyboard', ShortcutSection], ['tokens', 'key', TokenSection],
]

export default {
  props: { steps: Array },
  setup(props) {
    const sections = computed(() => SECTIONS.filter(([key]) => key !== 'delegation' || entityNamed('delegation')))
    // An address such as /settings/tokens leads to its part of the page, which stays in sight while the parts above it load, until somebody moves.
    const content = ref(null)
    const scroll = () => props.steps[0] && document.getElementById(`gx-settings-${props.steps[0]}`)?.scrollIntoView({ block: 'start' })
    const growth = new ResizeObserver(scroll)
    const stop = () => growth.disconnect()
    onMounted(() => {
      growth.observe(content.value)
      for (const kind of ['wheel', 'touchmove', 'pointerdown', 'keydown']) content.value.parentElement.addEventListener(kind, stop, { once: true, passive: true })
    })
    onBeforeUnmount(stop)
    watch(() => props.steps[0], scroll)
    return () => html`
      <div class="gx-admin">
        <nav class="gx-admin-nav" aria-label=${t('settings.title')}><h1>${t('settings.title')}</h1><ul>${sections.value.map(([key, icon]) => html`
          <li><${Link} to=${`/settings/${key}`} class=${['gx-nav-link', props.steps[0] === key && 'gx-on']}><${Icon} name=${icon} /><span class="gx-cut">${t(`settings.${key}`)}</span><//></li>`)}</ul></nav>
        <div class="gx-admin-pick"><select class="gx-input" aria-label=${t('settings.title')} onChange=${(event) => go(`/settings/${event.target.value}`)}>
          ${sections.value.map(([key]) => html`<option value=${key} selected=${props.steps[0] === key}>${t(`settings.${key}`)}</option>`)}</select></div>
        <div class="gx-admin-area gx-scroll"><div ref=${content} class="gx-settings">
          ${session.impersonator && html`<p class="gx-banner gx-banner-warn">${t('settings.impersonated')}</p>`}
          ${sections.value.map(([key, , component]) => html`<section key=${key} id=${`gx-settings-${key}`} class="gx-settings-section" aria-label=${t(`settings.${key}`)}><h2>${t(`settings.${key}`)}</h2><${component} /></section>`)}
        </div></div>
      </div>`
  },
}
