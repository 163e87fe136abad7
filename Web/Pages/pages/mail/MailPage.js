/** The mail: what came and belongs to no record yet, and all that one sees; the accounts at `/mail/accounts`. */
import { html } from '../../parts/html.js'
import { watch } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { entityNamed } from '../../parts/catalogue.js'
import { Button } from '../../parts/elements.js'
import { useLive } from '../../parts/live.js'
import { usePages } from '../../parts/pages.js'
import { go, Link, route, setQuery } from '../../parts/router.js'
import { session } from '../../parts/session.js'
import { Empty, Failure, Skeleton } from '../../parts/states.js'
import { t } from '../../parts/texts.js'
import { knownTitle } from '../../parts/titles.js'
import { MoreFoot } from '../admin/MoreFoot.js'
import AccountsArea from './AccountsArea.js'
import { MailItem, SHOWN } from './MailItem.js'

const VIEWS = ['inbox', 'received', 'sent', 'failed', 'drafts']
const rules = () => ({
  inbox: { entity: { eq: 'mailAccount' }, direction: { eq: 'in' }, isSettled: false },
  received: { direction: { eq: 'in' } },
  sent: { direction: { eq: 'out' }, state: { in: ['queued', 'sent'] } },
  failed: { state: { eq: 'failed' } },
  drafts: { state: { eq: 'draft' }, createdBy: { eq: session.user.id } },
})

const MailList = {
  setup() {
    const view = () => (VIEWS.includes(route.query.view) ? route.query.view : 'inbox')
    // A notice leads to one mail, whatever the view.
    const rule = () => (route.query.mail && route.query.only ? { id: { eq: route.query.mail } } : rules()[view()])
    const list = usePages((cursor) => api.get('/mails', { filter: rule(), q: route.query.q, sort: route.query.q ? undefined : '-id', limit: 50, fields: SHOWN, cursor }))
    watch(() => [route.query.view, route.query.q, route.query.only], () => list.reload())
    useLive((change) => (!change || change.entity === 'mail') && list.reload())
    const where = (mail) => {
      const entity = entityNamed(mail.entity)
      return entity ? `${entity.label} · ${knownTitle(mail.entity, mail.record)}` : ''
    }
    const toggle = (mail) => setQuery({ mail: route.query.mail === mail.id ? undefined : mail.id })
    const search = (event) => event.key === 'Enter' && setQuery({ q: event.target.value.trim() || undefined, only: undefined })
    return () => html`
      <div class="gx-head"><h1>${t('mail.title')}</h1><span class="gx-grow"></span><${Button} kind="quiet" icon="alternate_email" label=${t('mail.accounts')} onClick=${() => go('/mail/accounts')} /></div>
      <div class="gx-mail-views"><div class="gx-filter-line" role="group" aria-label=${t('mail.view')}>${VIEWS.map((key) => html`
        <button type="button" class=${['gx-admin-pill', !route.query.only && view() === key && 'gx-on']} aria-pressed=${String(!route.query.only && view() === key)} onClick=${() => setQuery({ view: key, mail: undefined, only: undefined })}>${t(`mail.view.${key}`)}</button>`)}</div>
        <input class="gx-input gx-mail-search" type="search" placeholder=${t('mail.search')} aria-label=${t('mail.search')} value=${route.query.q ?? ''} onKeydown=${search} onSearch=${(event) => !event.target.value && setQuery({ q: undefined })} /></div>
      <div class="gx-scroll gx-mails">
        ${list.problem ? html`<${Failure} problem=${list.problem} retry=${list.reload} />` : !list.isLoaded ? html`<${Skeleton} lines=${8} />`
          : !list.items.length ? html`<${Empty} icon="mail" title=${t(view() === 'inbox' ? 'mail.inboxEmpty' : 'mail.none')} text=${t('mail.emptyHelp')} />`
          : html`<ul>${list.items.map((mail) => html`<${MailItem} key=${mail.id} mail=${mail} where=${where(mail)} isOpen=${route.query.mail === mail.id} onToggle=${() => toggle(mail)} onChange=${list.reload} />`)}</ul><${MoreFoot} list=${list} />`}
      </div>`
  },
}

export default {
  props: { steps: Array },
  setup(props) {
    return () => (props.steps[0] === 'accounts' ? html`<section class="gx-admin-area gx-mail-accounts" aria-label=${t('mail.accounts')}><div class="gx-crumb"><${Link} to="/mail">${() => t('mail.title')}<//></div><${AccountsArea} /></section>` : html`<${MailList} />`)
  },
}
