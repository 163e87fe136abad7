/** Mail accounts: one's own and those that are shared, how each fares, and whether its servers let us in. */
import { html } from '../../parts/html.js'
import { api, ifVersion } from '../../parts/api.js'
import { entityNamed } from '../../parts/catalogue.js'
import { open } from '../../parts/Dialog.js'
import { Button, Chip, Menu } from '../../parts/elements.js'
import { FormDialog } from '../../parts/forms/FormDialog.js'
import { useLive } from '../../parts/live.js'
import { usePages } from '../../parts/pages.js'
import { Empty, Failure, Skeleton } from '../../parts/states.js'
import { t } from '../../parts/texts.js'
import { done, failed } from '../../parts/toast.js'
import { AreaHead } from '../admin/AreaHead.js'
import { CheckDialog } from './CheckDialog.js'
import { PasswordDialog } from './PasswordDialog.js'

/** `code: words`, as it is kept. */
export const troubleOf = (line) => {
  const [, code, words] = /^(\w+)(?:: (.*))?$/s.exec(line) ?? []
  return [t(`mail.trouble.${code}`), words].filter(Boolean).join(' ')
}

export default {
  setup() {
    const entity = entityNamed('mailAccount')
    const list = usePages((cursor) => api.get('/mail-accounts', { limit: 100, sort: 'name', expand: 'owner', cursor }))
    useLive((change) => (!change || change.entity === 'mailAccount') && list.reload())
    const password = async (account) => (await open(PasswordDialog, { account })) && (await open(CheckDialog, { account }))
    const edit = async (record) => {
      // A port without its server beside it would puzzle anybody.
      const saved = await open(FormDialog, { entity, record, whole: true })
      if (!saved) return
      await list.reload()
      // A password is for the servers that it was typed for.
      const isElsewhere = !record || ['smtpHost', 'imapHost'].some((key) => (record[key] ?? null) !== (saved[key] ?? null))
      if (isElsewhere) await password(saved)
      else done(t('form.saved'))
    }
    const act = async (work, message, undo) => {
      try {
        await work()
        await list.reload()
        done(message, undo && (() => undo().then(list.reload)))
      } catch (problem) {
        failed(problem)
      }
    }
    const turn = (account) => act(() => api.patch(`/mail-accounts/${account.id}`, { isActive: !account.isActive }, { headers: ifVersion(account.version) }), t(account.isActive ? 'mail.turnedOff' : 'mail.turnedOn'))
    const remove = (account) => act(() => api.delete(`/mail-accounts/${account.id}`), t('admin.deleted', { name: account.name }), () => api.post(`/mail-accounts/${account.id}/restore`))

    const stateOf = (account) => {
      if (!account.isActive) return { colour: 'grey', label: t('mail.state.off') }
      return account.lastError ? { colour: 'red', label: t('mail.state.trouble'), text: troubleOf(account.lastError) } : { colour: 'green', label: t('mail.state.on') }
    }
    const row = (account) => {
      const state = stateOf(account)
      return html`
        <tr key=${account.id}>
          <td><button type="button" class="gx-admin-plain gx-strong gx-cut" onClick=${() => edit(account)}>${account.name}</button><div class="gx-faint gx-small gx-cut">${account.address}</div></td>
          <td class="gx-wide-only">${entity.field.audience.option[account.audience]?.label}<div class="gx-faint gx-small">${account.expanded?.owner?.title}</div></td>
          <td class="gx-wide-only">${[account.smtpHost && t('mail.sends'), account.imapHost && t('mail.receives'), account.sendsNotices && entity.field.sendsNotices.label].filter(Boolean).join(' · ')}</td>
          <td><${Chip} colour=${state.colour} label=${state.label} />${state.text && html`<div class="gx-faint gx-small">${state.text}</div>`}</td>
          <td class="gx-cell-tools"><${Button} kind="quiet" icon="more_horiz" hint=${t('mail.tools', { name: account.name })} aria-haspopup="menu"><${Menu} anchor="bottom right" self="top right" items=${[
            { label: t('mail.check'), icon: 'network_check', run: () => open(CheckDialog, { account }) },
            { label: t('mail.password'), icon: 'key', run: () => password(account) },
            { line: true },
            { label: t('action.edit'), icon: 'edit', run: () => edit(account) },
            { label: t(account.isActive ? 'mail.turnOff' : 'mail.turnOn'), icon: account.isActive ? 'pause' : 'play_arrow', run: () => turn(account) },
            { label: t('action.delete'), icon: 'delete', danger: true, run: () => remove(account) },
          ]} /><//></td>
        </tr>`
    }
    return () => html`
      <${AreaHead} title=${t('mail.accounts')} text=${t('mail.accountsText')}><${Button} kind="primary" icon="add" label=${t('mail.newAccount')} onClick=${() => edit()} /><//>
      <div class="gx-area-body">
        ${list.problem ? html`<${Failure} problem=${list.problem} retry=${list.reload} />` : !list.isLoaded ? html`<${Skeleton} lines=${6} />`
          : !list.items.length ? html`<${Empty} icon="alternate_email" title=${t('mail.noAccounts')} text=${t('mail.noAccountsHelp')} action=${() => edit()} label=${t('mail.newAccount')} />`
          : html`<table class="gx-admin-rows gx-admin-tall"><thead><tr><th>${entity.field.name.label}</th><th class="gx-wide-only">${entity.field.audience.label}</th><th class="gx-wide-only">${t('mail.does')}</th><th>${t('mail.stateLabel')}</th><th></th></tr></thead><tbody>${list.items.map(row)}</tbody></table>`}
      </div>`
  },
}
