/** The frame of all pages: navigation at the left, search on top, the page beside. */
import { html } from '../parts/html.js'
import { defineAsyncComponent, h, KeepAlive, onErrorCaptured, ref, shallowRef, watch } from '../parts/libraries.js'
import { Button } from '../parts/elements.js'
import { Skeleton, Failure } from '../parts/states.js'
import { useKeys } from '../parts/keys.js'
import { live } from '../parts/live.js'
import { go, route } from '../parts/router.js'
import { session, stopImpersonating } from '../parts/session.js'
import { t } from '../parts/texts.js'
import { DutyPage } from './DutyPage.js'
import { HelpSheet } from './HelpSheet.js'
import { LoginPage } from './LoginPage.js'
import { Palette } from './Palette.js'
import { pageFor } from './pages.js'
import { Sidebar } from './Sidebar.js'
import { TopBar } from './TopBar.js'

export const App = {
  setup() {
    return () => {
      if (!session.user) return html`<${LoginPage} />`
      if (session.duty) return html`<${DutyPage} />`
      return html`<${Frame} />${session.isInterrupted && html`<${LoginPage} again />`}`
    }
  },
}

const Frame = {
  setup() {
    const isPaletteOpen = ref(false)
    const isHelpOpen = ref(false)
    const isDrawerOpen = ref(false)
    useKeys([
      { keys: 'mod+k', label: () => t('keys.palette'), run: () => (isPaletteOpen.value = !isPaletteOpen.value) },
      { keys: '/', label: () => t('keys.search'), run: () => (isPaletteOpen.value = true) },
      { keys: '?', label: () => t('keys.help'), run: () => (isHelpOpen.value = true) },
      { keys: 'h', label: () => t('keys.home'), run: () => go('/') },
    ])
    watch(() => route.path, () => (isDrawerOpen.value = false))
    return () => html`
      <div class=${['gx-shell', isDrawerOpen.value && 'gx-drawer-open', session.preferences.sideIsNarrow && 'gx-side-narrow']}>
        <a class="gx-skip" href="#page">${t('shell.skip')}</a>
        <${Sidebar} onClose=${() => (isDrawerOpen.value = false)} />
        <div class="gx-scrim" onClick=${() => (isDrawerOpen.value = false)}></div>
        <${TopBar} onSearch=${() => (isPaletteOpen.value = true)} onHelp=${() => (isHelpOpen.value = true)} onDrawer=${() => (isDrawerOpen.value = !isDrawerOpen.value)} />
        <main id="page" class="gx-page" tabindex="-1">
          ${session.impersonator && html`<div class="gx-banner gx-row"><span class="gx-grow">${t('shell.impersonating', { name: session.user.name })}</span><${Button} kind="quiet" label=${t('shell.stopImpersonating')} onClick=${stopImpersonating} /></div>`}
          ${!live.isConnected && html`<div class="gx-banner gx-banner-warn" role="status">${t('shell.disconnected')}</div>`}
          <${Outlet} />
        </main>
        ${isPaletteOpen.value && html`<${Palette} onClose=${() => (isPaletteOpen.value = false)} />`}
        ${isHelpOpen.value && html`<${HelpSheet} onClose=${() => (isHelpOpen.value = false)} />`}
      </div>`
  },
}

/** The page that the address names. Lists stay alive behind their records, with all they show. */
const Outlet = {
  setup() {
    const problem = shallowRef(null)
    onErrorCaptured((error) => {
      console.error(error)
      problem.value = error
      return false
    })
    watch(() => route.path, () => (problem.value = null))
    return () => {
      if (problem.value) return html`<${Failure} problem=${problem.value} retry=${() => (problem.value = null)} />`
      const page = pageFor(route.steps)
      return h(KeepAlive, { max: 6, include: KEPT }, () => h(asComponent(page), { key: page.key, ...page.props }))
    }
  },
}

const KEPT = ['ListPage']
const components = new Map()

function asComponent({ load }) {
  if (!components.has(load)) {
    components.set(load, defineAsyncComponent({
      loader: load, delay: 200, loadingComponent: Skeleton,
      // After an upgrade the old files are gone: only the page itself knows the new ones.
      onError: (error, retry, fail, attempts) => (attempts < 2 ? retry() : (fail(error), location.reload())),
    }))
  }
  return components.get(load)
}
