/** The navigation at the left; a drawer on a phone. */
import { html } from '../parts/html.js'
import { Button, Hint, Icon } from '../parts/elements.js'
import { Link, route } from '../parts/router.js'
import { prefer, session } from '../parts/session.js'
import { t } from '../parts/texts.js'
import { navigation, togglePin } from './navigation.js'

export const Sidebar = {
  emits: ['close'],
  setup(_, { emit }) {
    const isHere = (item) => {
      if (item.isPin) return route.path === item.path && Object.entries(item.query ?? {}).every(([key, value]) => route.query[key] === String(value))
      return item.path === '/' ? route.path === '/' : route.path === item.path || route.path.startsWith(item.path + '/')
    }
    return () => html`
      <aside class="gx-side">
        <div class="gx-brand"><span class="gx-mark" aria-hidden="true">关</span><span class="gx-brand-name">${t('shell.brand')}</span>
          <${Button} kind="quiet" icon="close" hint=${t('action.close')} class="gx-phone-only" onClick=${() => emit('close')} /></div>
        <nav aria-label=${t('nav.label')} onClick=${(event) => event.target.closest('a') && emit('close')}>
          ${navigation.value.map((group) => html`
            ${group.title && html`<h2 class="gx-nav-title">${group.title}</h2>`}
            <ul>${group.items.map((item) => html`
              <li class="gx-nav-item"><${Link} to=${item.path} query=${item.query} class=${['gx-nav-link', isHere(item) && 'gx-on']} aria-current=${isHere(item) ? 'page' : undefined}>
                <${Icon} name=${item.icon} /><span class="gx-cut">${item.label}</span>
                ${session.preferences.sideIsNarrow && html`<${Hint} text=${item.label} />`}<//>
                ${item.isPin && html`<button type="button" class="gx-unpin" aria-label=${t('nav.unpin', { name: item.label })} onClick=${() => togglePin(item)}><${Icon} name="close" size="small" /></button>`}
              </li>`)}</ul>`)}
        </nav>
        <${Button} kind="quiet" class="gx-side-fold" icon=${session.preferences.sideIsNarrow ? 'chevron_right' : 'chevron_left'}
          hint=${t(session.preferences.sideIsNarrow ? 'nav.widen' : 'nav.narrow')} onClick=${() => prefer('sideIsNarrow', !session.preferences.sideIsNarrow)} />
      </aside>`
  },
}
