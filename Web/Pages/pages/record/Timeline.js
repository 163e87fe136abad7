/** What happened to a record, newest first, with a place on top to write what was said. */
import { html } from '../../parts/html.js'
import { computed, reactive, watch } from '../../parts/libraries.js'
import { api, once } from '../../parts/api.js'
import { ask } from '../../parts/Dialog.js'
import { entities, entityNamed } from '../../parts/catalogue.js'
import { Button, Icon, Menu } from '../../parts/elements.js'
import { Value } from '../../parts/fields/Value.js'
import { dayHeading, local } from '../../parts/format.js'
import { useRecordData } from '../../parts/panels.js'
import { Link } from '../../parts/router.js'
import { isAdministrator, session } from '../../parts/session.js'
import { Skeleton } from '../../parts/states.js'
import { knownTitle } from '../../parts/titles.js'
import { t } from '../../parts/texts.js'
import { done, failed } from '../../parts/toast.js'
import { MailEntry } from '../mail/MailEntry.js'
import { writeAbout } from '../mail/writeAbout.js'
import { Composer } from './Composer.js'

const ICONS = { create: 'add_circle_outline', edit: 'edit', delete: 'delete_outline', restore: 'restore', note: 'chat_bubble_outline', share: 'group_add', unshare: 'group_remove', reveal: 'visibility', act: 'bolt', assign: 'person_outline', lines: 'list', children: 'account_tree', merge: 'call_merge', unmerge: 'call_split' }
const FILTERS = ['all', 'note', 'mail', 'change']
const PAGE = 30
const LONGEST = 200

export const Timeline = {
  props: { entity: Object, record: Object, changes: Number },
  setup(props) {
    const state = reactive({ entries: null, next: null, filter: 'all', isBusy: false })
    const path = computed(() => `/${props.entity.resource}/${props.record.id}`)

    let asked = 0

    const load = async ({ more = false } = {}) => {
      const mine = ++asked
      state.isBusy = true
      try {
        // What was turned to already stays while something new comes above it.
        const limit = more ? PAGE : Math.min(LONGEST, Math.max(PAGE, state.entries?.length ?? 0))
        const answer = await api.get(`${path.value}/timeline`, { before: more ? state.next : undefined, limit, kinds: state.filter === 'all' ? undefined : state.filter })
        // An answer that was overtaken says nothing.
        if (mine !== asked) return
        const older = !more && answer.page.next ? (state.entries ?? []).filter(({ id }) => BigInt(id) < BigInt(answer.page.next)) : []
        state.entries = [...(more ? state.entries : []), ...answer.data, ...older]
        if (!older.length) state.next = answer.page.next
      } catch (problem) {
        state.entries ??= []
        failed(problem)
      } finally {
        if (mine === asked) state.isBusy = false
      }
    }
    // Mails and notes hang on any record; what refers to this one may be a child of it.
    const concerned = () => ['note', 'mail', ...entities.value.filter((other) => other.is.child && other.fields.some((field) => field.kind === 'reference' && field.details.target === props.entity.name)).map(({ name }) => name)]
    useRecordData(props, () => load(), concerned)
    watch(() => state.filter, () => ((state.entries = null), load()))
    const mayWrite = () => entityNamed('mail') && !props.record.deletedAt && !props.entity.is.attached && props.entity.name !== 'mailAccount'
    const writeMail = async () => (await writeAbout(props.entity, props.record)) && load()

    const days = computed(() => {
      const groups = []
      for (const entry of state.entries ?? []) {
        const { day } = local(entry.at)
        if (groups.at(-1)?.day !== day) groups.push({ day, entries: [] })
        groups.at(-1).entries.push(entry)
      }
      return groups
    })

    const write = async ({ text, mentions }) => {
      await api.post(`${path.value}/notes`, { text, mentions }, { headers: once() })
      await load()
    }
    const removeNote = async (entry) => {
      if (!(await ask({ title: t('note.delete'), yes: t('action.delete'), danger: true }))) return
      await api.delete(`${path.value}/notes/${entry.note.id}`).then(load, failed)
    }
    const editNote = async (entry) => {
      const text = await ask({ title: t('note.edit'), yes: t('action.save'), input: { label: t('note.text'), value: entry.note.text, rows: 6, required: true } })
      if (text) await api.patch(`${path.value}/notes/${entry.note.id}`, { text, mentions: entry.note.mentions.map(({ id }) => id).filter((id) => text.includes(`@[${id}]`)) }).then(load, failed)
    }
    const undo = (entry) => api.post(`${path.value}/undo`, { change: entry.id }).then(() => (done(t('timeline.undone')), load()), failed)

    const titled = (field, ids) => ({ expanded: { [field.key]: { title: field.kind === 'reference' ? knownTitle(field.details.target, ids) : '' } }, titles: Object.fromEntries((Array.isArray(ids) ? ids : []).map((id) => [id, knownTitle(field.details.target, id)])) })
    const change = ({ field: key, old, new: value }, entity = props.entity) => {
      const field = entity?.field[key]
      if (!field) return null
      const shown = (some) => html`<${Value} field=${field.right === 'masked' ? { ...field, kind: 'text', right: 'read' } : field} value=${some} record=${field.details.target ? titled(field, some) : props.record} entity=${props.entity} isShort />`
      return html`<li key=${key}><span class="gx-faint">${field.label}</span> ${old !== null && html`<span class="gx-old">${shown(old)}</span><${Icon} name="arrow_forward" size="small" />`}${value === null ? html`<span class="gx-faint">${t('timeline.emptied')}</span>` : shown(value)}</li>`
    }
    const noteText = (note) => {
      const names = Object.fromEntries(note.mentions.map(({ id, title }) => [id, title]))
      return note.text.split(/@\[(\w+)\]/).map((part, i) => (i % 2 ? html`<b class="gx-mention">@${names[part] ?? part}</b>` : part))
    }
    const linesText = (kind, { entity: name, counts, lines }) => {
      const entity = entityNamed(name), isChild = kind === 'children'
      const told = lines.filter((line) => line.changes.length || (isChild && line.title))
      const title = (line) => (isChild && entity && line.kind !== 'delete' ? html`<${Link} to=${`/${entity.resource}/${line.id}`} class="gx-link">${line.title}<//>` : html`<b>${line.title}</b>`)
      const words = Object.entries(counts).map(([done, n]) => t(isChild ? `timeline.children.${done}` : `timeline.lines.${done}`, { n }))
      return html`
        <p class="gx-prose">${[entity?.pluralLabel, ...words].filter(Boolean).join(' · ')}</p>
        ${told.length > 0 && html`<ul class="gx-changes">${told.map((line) => [html`<li key=${line.id}>${title(line)}</li>`, ...line.changes.map((some) => change(some, entity))])}</ul>`}`
    }
    const mergeText = (details) => {
      const other = details.with ?? details.into
      return html`<p class="gx-prose"><${Link} to=${`/${props.entity.resource}/${other.id}`} class="gx-link">${other.title || `#${other.id}`}<//></p>`
    }
    const mine = (entry) => entry.actor?.id === session.user.id || isAdministrator.value
    const entryMenu = (entry) => entry.kind === 'note'
      ? mine(entry) && [{ label: t('action.edit'), icon: 'edit', run: () => editNote(entry) }, { label: t('action.delete'), icon: 'delete', danger: true, run: () => removeNote(entry) }]
      : entry.kind === 'edit' && props.entity.can.edit && [{ label: t('timeline.undo'), icon: 'undo', run: () => undo(entry) }]
    const entry = (item) => {
      if (item.kind === 'mail') return html`<${MailEntry} key=${item.id} entry=${item} entity=${props.entity} record=${props.record} onChange=${() => load()} />`
      const menu = entryMenu(item)
      return html`
        <li key=${item.id} class="gx-entry"><span class="gx-entry-icon"><${Icon} name=${ICONS[item.kind] ?? 'bolt'} size="small" /></span>
          <div class="gx-entry-body">
            <div class="gx-entry-head"><b>${item.actor?.title || t('timeline.system')}</b>${item.impersonator && html` <span class="gx-faint">${t('timeline.as', { name: item.impersonator.title })}</span>`} ${kindText(item.kind)}
              <time datetime=${item.at}>${local(item.at).time.slice(0, 5)}</time>
              ${menu && html`<button type="button" class="gx-mini gx-entry-menu" aria-label=${t('action.more')}><${Icon} name="more_horiz" size="small" /><${Menu} items=${menu} anchor="bottom right" self="top right" /></button>`}</div>
            ${item.note && html`<p class="gx-note">${noteText(item.note)} ${item.note.edited && html`<span class="gx-faint gx-small">${t('note.edited')}</span>`}</p>`}
            ${item.details?.reason && html`<p class="gx-prose">${item.details.reason}</p>`}
            ${item.changes?.length > 0 && item.kind !== 'create' && html`<ul class="gx-changes">${item.changes.map((some) => change(some))}</ul>`}
            ${['lines', 'children'].includes(item.kind) && linesText(item.kind, item.details)}
            ${['merge', 'unmerge'].includes(item.kind) && mergeText(item.details)}
          </div></li>`
    }
    return () => html`
      <div class="gx-timeline">
        ${!props.record.deletedAt && html`<${Composer} onWrite=${write} />`}
        <div class="gx-row gx-timeline-tools" role="group" aria-label=${t('timeline.filter')}>${FILTERS.filter((key) => key !== 'mail' || entityNamed('mail')).map((key) => html`<button type="button" class=${['gx-pill', state.filter === key && 'gx-on']} aria-pressed=${String(state.filter === key)} onClick=${() => (state.filter = key)}>${t(`timeline.filter.${key}`)}</button>`)}
          ${mayWrite() && html`<span class="gx-grow"></span><${Button} kind="quiet" icon="mail" label=${t('mail.write')} onClick=${writeMail} />`}</div>
        ${!state.entries ? html`<${Skeleton} />` : days.value.map(({ day, entries }) => html`<section key=${day}><h3 class="gx-day">${dayHeading(day)}</h3><ul>${entries.map(entry)}</ul></section>`)}
        ${state.entries && !state.entries.length && html`<p class="gx-faint">${t('timeline.none')}</p>`}
        ${state.next && html`<${Button} kind="quiet" label=${t('list.more')} busy=${state.isBusy} onClick=${() => load({ more: true })} />`}
      </div>`
  },
}

const kindText = (kind) => (kind in ICONS ? t(`timeline.kind.${kind}`) : t('timeline.updated'))
