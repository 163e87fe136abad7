/** A mail opened: heads, text, files, what can be done about it, and the conversation that it belongs to. */
import { html } from '../../parts/html.js'
import { reactive, watch } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { entityNamed } from '../../parts/catalogue.js'
import { ask, open } from '../../parts/Dialog.js'
import { Button, Icon, Menu } from '../../parts/elements.js'
import { byteSize, fullInstant } from '../../parts/format.js'
import { cleaned } from '../../parts/richText.js'
import { session } from '../../parts/session.js'
import { Skeleton } from '../../parts/states.js'
import { t } from '../../parts/texts.js'
import { done, failed } from '../../parts/toast.js'
import { contentOf } from '../record/FilesSection.js'
import { Conversation } from './Conversation.js'
import { FileDialog } from './FileDialog.js'
import { MailDialog } from './MailDialog.js'
import { answerTo, hasOthers, reasonOf } from './words.js'

export const MailBody = {
  /** `mail` is as lists have it. */
  props: { mail: Object },
  emits: ['change'],
  setup(props, { emit }) {
    const entity = entityNamed('mail')
    // `own` is the address of the account, where one may see it.
    const state = reactive({ whole: null, files: [], own: [], showsHTML: false })
    const load = async () => {
      try {
        const rule = { record: { eq: props.mail.id }, entity: { eq: 'mail' } }
        const [whole, files] = await Promise.all([api.get(`/mails/${props.mail.id}`), api.get('/attachments', { filter: rule, limit: 200 })])
        const account = await api.get(`/mail-accounts/${whole.mailAccount}`, { fields: 'address' }).catch(() => null)
        Object.assign(state, { whole, files: files.data, own: account ? [account.address] : [] })
      } catch (problem) {
        failed(problem)
      }
    }
    watch(() => [props.mail.id, props.mail.version], load, { immediate: true })

    const write = async (kind) => {
      try {
        // What is handed on takes its files along.
        const blobs = kind === 'forward' ? await Promise.all(state.files.map(async (file) => new File([await (await api.get(contentOf(file).replace('/api/v1', ''), {}, { raw: true })).blob()], file.name))) : []
        if (await open(MailDialog, { start: answerTo(state.whole, kind, state.own), files: blobs })) sent()
      } catch (problem) {
        failed(problem)
      }
    }
    const sent = () => (done(t('mail.sending')), emit('change'))
    const goOn = async () => (await open(MailDialog, { draft: state.whole, start: state.whole })) && sent()
    const again = () => api.post(`/mails/${props.mail.id}/send`).then(sent, failed)
    const file = async () => (await open(FileDialog, { mail: state.whole })) && (done(t('mail.filed')), emit('change'))
    const settle = async (isSettled) => {
      try {
        await api.post(`/mails/${props.mail.id}/settle`, { settled: isSettled })
        emit('change')
        if (isSettled) done(t('mail.settled'), () => settle(false))
      } catch (problem) {
        failed(problem)
      }
    }
    const remove = async () => {
      if (!(await ask({ title: t('mail.delete'), yes: t('action.delete'), danger: true }))) return
      await api.delete(`/mails/${props.mail.id}`).then(() => emit('change'), failed)
    }

    const tools = () => {
      const { mail } = props
      const isMine = mail.createdBy === session.user?.id
      const isInbox = mail.entity === 'mailAccount' && mail.direction === 'in'
      const menu = [
        mail.state !== 'draft' && { label: t('mail.forward'), icon: 'forward', run: () => write('forward') },
        !isInbox && { label: t('mail.file'), icon: 'drive_file_move', run: file },
        isMine && { line: true }, isMine && { label: t('action.delete'), icon: 'delete', danger: true, run: remove },
      ].filter(Boolean)
      return html`
        <div class="gx-row gx-wrap gx-mail-tools">
          ${mail.state === 'draft' ? isMine && html`<${Button} icon="edit" label=${t('mail.goOn')} onClick=${goOn} />` : html`
            <${Button} icon="reply" label=${t('mail.reply')} onClick=${() => write('reply')} />
            ${state.whole && hasOthers(state.whole, state.own) && html`<${Button} icon="reply_all" label=${t('mail.replyAll')} onClick=${() => write('replyAll')} />`}`}
          ${mail.state === 'failed' && isMine && html`<${Button} icon="refresh" label=${t('mail.again')} onClick=${again} /><${Button} icon="edit" label=${t('mail.goOn')} onClick=${goOn} />`}
          ${isInbox && html`<${Button} icon="drive_file_move" label=${t('mail.file')} onClick=${file} />`}
          ${isInbox && html`<${Button} kind="quiet" icon=${mail.isSettled ? 'undo' : 'done'} label=${t(mail.isSettled ? 'mail.unsettle' : 'mail.settle')} onClick=${() => settle(!mail.isSettled)} />`}
          ${menu.length > 0 && html`<${Button} kind="quiet" icon="more_horiz" hint=${t('action.more')}><${Menu} items=${menu} /><//>`}
        </div>`
    }
    return () => {
      const { whole } = state
      if (!whole) return html`<${Skeleton} lines=${4} />`
      const heads = [['from', whole.sender], ['to', whole.recipients], ['copies', whole.copies], ['hiddenCopies', whole.hiddenCopies], ['at', whole.writtenAt && fullInstant(whole.writtenAt)]].filter(([, value]) => value)
      return html`
        <div class="gx-mail-body">
          <dl class="gx-mail-heads">${heads.map(([key, value]) => html`<div key=${key}><dt>${t(`mail.${key}`)}</dt><dd>${value}</dd></div>`)}</dl>
          ${whole.trouble && html`<p class="gx-banner gx-banner-warn">${entity.field.trouble.option[whole.trouble]?.label}</p>`}
          ${whole.sentDespite?.length > 0 && html`<p class="gx-banner gx-banner-warn">${t('mail.sentDespite', { reasons: whole.sentDespite.map(reasonOf).join(t('list.comma')) })}</p>`}
          ${(whole.failures ?? []).map((failure) => html`<p class="gx-banner gx-banner-warn">${t('mail.failure', { address: failure.address, words: failure.words })}</p>`)}
          ${whole.html && (!whole.text || state.showsHTML) ? html`<div class="gx-rich gx-mail-html" innerHTML=${cleaned(whole.html).innerHTML}></div>` : html`<div class="gx-mail-plain">${whole.text ?? ''}</div>`}
          ${whole.html && whole.text && html`<button type="button" class="gx-mail-more" onClick=${() => (state.showsHTML = !state.showsHTML)}>${t(state.showsHTML ? 'mail.showText' : 'mail.showHTML')}</button>`}
          ${state.files.length > 0 && html`<ul class="gx-mail-files">${state.files.map((item) => html`<li key=${item.id} class="gx-file"><${Icon} name="attach_file" class="gx-faint" /><a class="gx-file-name" href=${contentOf(item)} download=${item.name}>${item.name}</a><span class="gx-faint gx-small gx-file-facts">${byteSize(item.size)}</span></li>`)}</ul>`}
          ${tools()}
          ${whole.thread && html`<${Conversation} key=${whole.id + whole.version} mail=${whole} />`}
        </div>`
    }
  },
}
