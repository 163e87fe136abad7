/** The security log: who logged in, exported, changed rights; for auditors. */
import { html } from '../../parts/html.js'
import { computed, shallowRef, watch } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { entityNamed } from '../../parts/catalogue.js'
import { Chip, Hint, Icon, Person } from '../../parts/elements.js'
import { DateInput } from '../../parts/fields/DateInput.js'
import { ReferencePicker } from '../../parts/fields/ReferencePicker.js'
import { addDays, fullInstant, instantOf } from '../../parts/format.js'
import { usePages } from '../../parts/pages.js'
import { go, route, setQuery } from '../../parts/router.js'
import { Empty, Failure, Skeleton } from '../../parts/states.js'
import { t } from '../../parts/texts.js'
import { knownTitle } from '../../parts/titles.js'
import { AreaHead } from './AreaHead.js'
import { MoreFoot } from './MoreFoot.js'

const COLOURS = { logInFailed: 'red', rightsChanged: 'violet', recordPurged: 'red', impersonationStarted: 'amber', impersonationEnded: 'amber', export: 'blue', reveal: 'amber', tokenMade: 'violet', twoFactorOff: 'amber' }

export default {
  setup() {
    const query = () => ({ kind: route.query.kind, actor: route.query.person, from: route.query.from && instantOf(route.query.from), until: route.query.until && instantOf(addDays(route.query.until, 1)) })
    const list = usePages((cursor) => api.get('/security-log', { ...query(), cursor, limit: 50 }))
    watch(() => ['kind', 'person', 'from', 'until'].map((key) => route.query[key]).join('|'), list.reload)
    // The kinds stand in the description of the API; those that have been seen are enough until it is there.
    const described = shallowRef([])
    fetch('/openapi.json').then((answer) => answer.json()).then((json) => (described.value = json.paths['/api/v1/security-log'].get.parameters.find(({ name }) => name === 'kind').schema.enum)).catch(() => {})
    const kinds = computed(() => (described.value.length ? described.value : [...new Set(list.items.map(({ kind }) => kind))]))
    const kindName = (kind) => (t(`log.kind.${kind}`) === `log.kind.${kind}` ? kind : t(`log.kind.${kind}`))
    const exportPath = () => '/api/v1/security-log/export?' + new URLSearchParams(Object.entries(query()).filter(([, value]) => value))
    const subject = (entry) => {
      if (!entry.subject) return null
      if (entry.subject.entity === 'account') return entry.subject.id && knownTitle('user', entry.subject.id)
      const entity = entityNamed(entry.subject.entity)
      return [entity?.label ?? entry.subject.entity, entry.subject.id && entity && knownTitle(entry.subject.entity, entry.subject.id)].filter(Boolean).join(' ')
    }
    const details = (entry) => Object.entries(entry.details ?? {}).filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value)).map(([key, value]) => `${t(`log.detail.${key}`) === `log.detail.${key}` ? key : t(`log.detail.${key}`)}: ${value}`).join(t('list.comma'))
    const row = (entry) => html`
      <tr key=${entry.number}><td class="gx-nowrap gx-faint">${fullInstant(entry.at)}</td><td><${Chip} colour=${COLOURS[entry.kind]} label=${kindName(entry.kind)} /></td>
        <td>${entry.actor ? html`<${Person} name=${entry.actor.title} />` : html`<span class="gx-faint">${t('log.nobody')}</span>`}${entry.impersonator && html`<span class="gx-faint gx-small"> ${t('log.by', { name: entry.impersonator.title })}</span>`}
          <div class="gx-narrow-only gx-faint gx-small">${[subject(entry), details(entry)].filter(Boolean).join(' · ')}</div></td>
        <td class="gx-wide-only">${subject(entry)}</td><td class="gx-wide-only gx-faint gx-small"><span class="gx-cut gx-log-details">${details(entry)}<${Hint} text=${JSON.stringify(entry.details)} /></span></td><td class="gx-wide-only gx-faint">${entry.address}</td></tr>`
    return () => {
      if (list.problem?.status === 403) return html`<${AreaHead} title=${t('admin.log')} text=${t('log.text')} /><${Empty} icon="policy" title=${t('log.forbidden')} text=${t('log.forbiddenHelp')} ...${entityNamed('role')?.can.edit ? { action: () => go('/admin/roles'), label: t('log.toRoles') } : {}} />`
      return html`
        <${AreaHead} title=${t('admin.log')} text=${t('log.text')}><a class="gx-button" href=${exportPath()} download><${Icon} name="download" /><span>${t('log.export')}</span></a><//>
        <div class="gx-area-tools">
          <select class="gx-input gx-area-filter" aria-label=${t('log.what')} onChange=${(event) => setQuery({ kind: event.target.value })}><option value="" selected=${!route.query.kind}>${t('log.all')}</option>${kinds.value.map((kind) => html`<option value=${kind} selected=${route.query.kind === kind}>${kindName(kind)}</option>`)}</select>
          <div class="gx-area-filter"><${ReferencePicker} target="user" label=${t('log.who')} placeholder=${t('log.who')} modelValue=${route.query.person ?? null} labelOf=${(id) => knownTitle('user', id)} onUpdate:modelValue=${(person) => setQuery({ person })} /></div>
          <div class="gx-area-date"><${DateInput} label=${t('log.from')} modelValue=${route.query.from} onUpdate:modelValue=${(from) => setQuery({ from })} /></div><span class="gx-faint">–</span><div class="gx-area-date"><${DateInput} label=${t('log.until')} modelValue=${route.query.until} onUpdate:modelValue=${(until) => setQuery({ until })} /></div></div>
        <div class="gx-area-body">
          ${list.problem ? html`<${Failure} problem=${list.problem} retry=${list.reload} />` : !list.isLoaded ? html`<${Skeleton} lines=${12} />`
            : !list.items.length ? html`<${Empty} icon="policy" title=${t('log.none')} text=${t('log.noneHelp')} />`
            : html`<table class="gx-admin-rows gx-block-rows gx-log-rows"><thead><tr><th>${t('log.when')}</th><th>${t('log.what')}</th><th>${t('log.who')}</th><th class="gx-wide-only">${t('log.subject')}</th><th class="gx-wide-only">${t('log.details')}</th><th class="gx-wide-only">${t('log.address')}</th></tr></thead><tbody>${list.items.map(row)}</tbody></table><${MoreFoot} list=${list} />`}
        </div>`
    }
  },
}
