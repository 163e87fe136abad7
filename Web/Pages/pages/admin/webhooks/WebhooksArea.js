/** Webhooks: which other systems are told of changes, how each fares, and what it was sent. */
import { html } from '../../../parts/html.js'
import { onBeforeUnmount, shallowRef } from '../../../parts/libraries.js'
import { api, ifVersion } from '../../../parts/api.js'
import { entityNamed } from '../../../parts/catalogue.js'
import { ask, open } from '../../../parts/Dialog.js'
import { Button, Chip, Menu } from '../../../parts/elements.js'
import { exactNumber, relativeInstant } from '../../../parts/format.js'
import { usePages } from '../../../parts/pages.js'
import { Empty, Failure, Skeleton } from '../../../parts/states.js'
import { t } from '../../../parts/texts.js'
import { done, failed } from '../../../parts/toast.js'
import { AreaHead } from '../AreaHead.js'
import { DeliveriesDialog } from './DeliveriesDialog.js'
import { SecretDialog } from './SecretDialog.js'
import { TestDialog } from './TestDialog.js'
import { WebhookDialog } from './WebhookDialog.js'

/** How often the figures are asked for while somebody looks. */
const INTERVAL = 10_000

export default {
  setup() {
    const entity = entityNamed('webhook')
    const states = shallowRef(new Map())
    const look = async () => {
      try {
        states.value = new Map((await api.get('/webhook-states')).data.map((state) => [state.webhook, state]))
      } catch {
        // The list says what is wrong; the figures come with the next look.
      }
    }
    const list = usePages((cursor) => api.get('/webhooks', { limit: 100, sort: 'name', expand: 'runsAs', cursor }))
    const reload = () => Promise.all([list.reload(), look()])
    look()
    const timer = setInterval(look, INTERVAL)
    onBeforeUnmount(() => clearInterval(timer))

    const tellSecret = async (webhook) => {
      try {
        await open(SecretDialog, { secret: await api.post(`/webhooks/${webhook.id}/secret`) })
      } catch (problem) {
        failed(problem)
      }
    }
    const edit = async (record) => {
      const saved = await open(WebhookDialog, { record })
      if (!saved) return
      await reload()
      if (record) done(t('form.saved'))
      else await tellSecret(saved)
    }
    const renew = async (webhook) => (await ask({ title: t('webhooks.renew'), text: t('webhooks.renewHelp'), yes: t('webhooks.renew') })) && (await tellSecret(webhook), reload())
    const act = async (work, message, undo) => {
      try {
        await work()
        await reload()
        done(message, undo && (() => undo().then(reload)))
      } catch (problem) {
        failed(problem)
      }
    }
    const turn = (webhook) => act(() => api.patch(`/webhooks/${webhook.id}`, { isActive: !webhook.isActive }, { headers: ifVersion(webhook.version) }), t(webhook.isActive ? 'webhooks.turnedOff' : 'webhooks.turnedOn'))
    const remove = (webhook) => act(() => api.delete(`/webhooks/${webhook.id}`), t('admin.deleted', { name: webhook.name }), () => api.post(`/webhooks/${webhook.id}/restore`))
    const showLog = (webhook) => open(DeliveriesDialog, { webhook }).then(look)

    const stateOf = (webhook) => {
      const state = states.value.get(webhook.id)
      if (!webhook.isActive) return { colour: webhook.disabledReason ? 'red' : 'grey', label: t('webhooks.state.off'), text: webhook.disabledReason ? entity.field.disabledReason.option[webhook.disabledReason].label : '' }
      if (state?.failures) return { colour: 'amber', label: t('webhooks.state.failing'), text: t('webhooks.failures', { n: exactNumber(state.failures), time: relativeInstant(state.lastFailureAt) }) }
      if (state?.lastSuccessAt) return { colour: 'green', label: t('webhooks.state.fine'), text: t('webhooks.success', { time: relativeInstant(state.lastSuccessAt) }) }
      return { colour: 'blue', label: t('webhooks.state.new'), text: t('webhooks.never') }
    }
    const topics = (webhook) => [...new Set(webhook.topics.map((topic) => entityNamed(topic.entity)?.pluralLabel ?? topic.entity))].join(t('list.comma'))
    const row = (webhook) => {
      const state = stateOf(webhook)
      const waiting = states.value.get(webhook.id)?.waiting ?? 0
      return html`
        <tr key=${webhook.id}>
          <td><button type="button" class="gx-admin-plain gx-strong gx-cut" onClick=${() => edit(webhook)}>${webhook.name}</button><div class="gx-faint gx-small gx-cut">${webhook.url}</div></td>
          <td class="gx-wide-only">${topics(webhook)}</td>
          <td><${Chip} colour=${state.colour} label=${state.label} /><div class="gx-faint gx-small">${state.text}</div></td>
          <td class="gx-wide-only">${waiting ? exactNumber(waiting) : html`<span class="gx-faint">0</span>`}</td>
          <td class="gx-cell-tools"><${Button} kind="quiet" icon="more_horiz" hint=${t('webhooks.tools', { name: webhook.name })} aria-haspopup="menu"><${Menu} anchor="bottom right" self="top right" items=${[
            { label: t('webhooks.log'), icon: 'receipt_long', run: () => showLog(webhook) },
            { label: t('webhooks.test'), icon: 'send', run: () => open(TestDialog, { webhook }) },
            { line: true },
            { label: t('action.edit'), icon: 'edit', run: () => edit(webhook) },
            { label: t('webhooks.renew'), icon: 'key', run: () => renew(webhook) },
            { label: t(webhook.isActive ? 'webhooks.turnOff' : 'webhooks.turnOn'), icon: webhook.isActive ? 'pause' : 'play_arrow', run: () => turn(webhook) },
            { label: t('action.delete'), icon: 'delete', danger: true, run: () => remove(webhook) },
          ]} /><//></td>
        </tr>`
    }
    return () => html`
      <${AreaHead} title=${t('admin.webhooks')} text=${t('webhooks.text')}><${Button} kind="primary" icon="add" label=${t('webhooks.new')} onClick=${() => edit()} /><//>
      <div class="gx-area-body">
        ${list.problem ? html`<${Failure} problem=${list.problem} retry=${list.reload} />` : !list.isLoaded ? html`<${Skeleton} lines=${6} />`
          : !list.items.length ? html`<${Empty} icon="webhook" title=${t('webhooks.none')} text=${t('webhooks.noneHelp')} action=${() => edit()} label=${t('webhooks.new')} />`
          : html`<table class="gx-admin-rows gx-admin-tall"><thead><tr><th>${entity.field.name.label}</th><th class="gx-wide-only">${t('webhooks.about')}</th><th>${t('webhooks.state')}</th><th class="gx-wide-only">${t('webhooks.waiting')}</th><th></th></tr></thead><tbody>${list.items.map(row)}</tbody></table>`}
      </div>`
  },
}
