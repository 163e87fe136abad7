/** Search in the middle; making something new, news and the user at the right. */
import { html } from '../parts/html.js'
import { computed } from '../parts/libraries.js'
import { Avatar, Button, Icon, Menu } from '../parts/elements.js'
import { keyLabel } from '../parts/keys.js'
import { go, route } from '../parts/router.js'
import { density, logOut, prefer, session, theme } from '../parts/session.js'
import { LANGUAGES, language, speak, t } from '../parts/texts.js'
import { entityAt } from '../parts/catalogue.js'
import { listedEntities } from './navigation.js'
import { NoticeBell } from './NoticeBell.js'
import { UnitSwitch } from './UnitSwitch.js'
import { createRecord } from '../parts/forms/create.js'

export const TopBar = {
  emits: ['search', 'help', 'drawer'],
  setup(_, { emit }) {
    const makeable = computed(() => listedEntities.value.filter((entity) => entity.can.create))
    const here = computed(() => makeable.value.find((entity) => entity === entityAt(route.steps[0])) ?? makeable.value[0])
    const userMenu = () => [
      { heading: `${session.user.name} · ${session.user.login}` },
      { label: t('user.settings'), icon: 'manage_accounts', run: () => go('/settings') },
      { label: t('user.help'), icon: 'keyboard', keys: '?', run: () => emit('help') },
      { line: true },
      { heading: t('user.language') },
      ...Object.entries(LANGUAGES).map(([key, label]) => ({ label, checked: language.value === key, run: () => choose(key) })),
      { heading: t('user.theme') },
      ...['light', 'dark', 'system'].map((key) => ({ label: t(`theme.${key}`), checked: theme.value === key, run: () => (theme.value = key) })),
      { heading: t('user.density') },
      ...['normal', 'compact'].map((key) => ({ label: t(`density.${key}`), checked: density.value === key, run: () => (density.value = key) })),
      { line: true },
      { label: t('user.logOut'), icon: 'logout', run: logOut },
    ]
    return () => html`
      <header class="gx-top">
        <${Button} kind="quiet" icon="menu" hint=${t('nav.label')} class="gx-phone-only" onClick=${() => emit('drawer')} />
        <button type="button" class="gx-search" onClick=${() => emit('search')}><${Icon} name="search" /><span class="gx-cut">${t('shell.search')}</span><kbd>${keyLabel('mod+k')}</kbd></button>
        <${UnitSwitch} />
        ${here.value && html`<${Button} kind="primary" icon="add" label=${t('action.new')} class="gx-new" aria-haspopup="menu">
          <${Menu} items=${makeable.value.map((entity) => ({ label: entity.label, icon: entity.icon, run: () => createRecord(entity) }))} anchor="bottom right" self="top right" />
        <//>`}
        <${NoticeBell} />
        <button type="button" class="gx-me" aria-label=${t('user.menu', { name: session.user.name })} aria-haspopup="menu"><${Avatar} name=${session.user.name} size="middle" />
          <${Menu} items=${userMenu} anchor="bottom right" self="top right" /></button>
      </header>`
  },
}

async function choose(name) {
  await speak(name)
  prefer('language', name)
}
