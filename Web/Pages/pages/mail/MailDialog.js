/** Writing a mail: from which account, to whom, about what, with which files. */
import { html } from '../../parts/html.js'
import { computed, nextTick, onMounted, reactive, ref } from '../../parts/libraries.js'
import { api, once } from '../../parts/api.js'
import { ask, Dialog } from '../../parts/Dialog.js'
import { Button, Icon } from '../../parts/elements.js'
import { byteSize } from '../../parts/format.js'
import { keyLabel } from '../../parts/keys.js'
import { Failure, Skeleton } from '../../parts/states.js'
import { t } from '../../parts/texts.js'
import { failed } from '../../parts/toast.js'
import { useAccounts } from './accounts.js'
import { TemplateChoice } from './TemplateChoice.js'
import { useDeclines } from './useDeclines.js'
import { reasonOf } from './words.js'

const FIELDS = ['mailAccount', 'recipients', 'copies', 'hiddenCopies', 'subject', 'text']

/** `start` holds the values that it begins with, among them `entity` and `record`; `draft` is one that was begun before; `files` are blobs with names. */
export const MailDialog = {
  props: { start: Object, draft: Object, files: Array },
  emits: ['answer', 'close'],
  setup(props, { emit }) {
    const frame = ref(null)
    const area = ref(null)
    const chooser = ref(null)
    const given = props.draft ?? props.start
    const state = reactive({ values: Object.fromEntries(FIELDS.map((key) => [key, given[key] ?? ''])), files: [...(props.files ?? [])], tail: '', untouched: '', sent: 0, draft: props.draft, errors: {}, isBusy: false, isDirty: false, hasMore: Boolean(given.copies || given.hiddenCopies) })
    const accounts = useAccounts((list) => {
      if (!list.some((account) => account.id === state.values.mailAccount)) state.values.mailAccount = list[0]?.id ?? ''
      // The signature stands above what is quoted.
      const signature = account.value?.signature
      if (signature && !props.draft) state.values.text = `\n\n${signature}${state.values.text}`
      if (!props.draft) state.tail = state.untouched = state.values.text
    })
    const everybody = () => [state.values.recipients, state.values.copies, state.values.hiddenCopies].filter((text) => text.trim()).join(', ')
    const declines = useDeclines(everybody, given)
    const account = computed(() => accounts.items.find((account) => account.id === state.values.mailAccount))
    onMounted(() => nextTick(() => setTimeout(() => {
      const empty = ['recipients', 'subject'].find((key) => !state.values[key])
      const first = empty ? document.querySelector(`#gx-mail-${empty}`) : area.value
      first?.focus()
      if (first === area.value) first?.setSelectionRange?.(0, 0)
    }, 120)))

    const set = (key, value) => {
      state.values[key] = value
      state.isDirty = true
      delete state.errors[key]
    }
    const add = (list) => {
      state.files.push(...list)
      state.isDirty = true
    }
    const remove = (i) => state.files.splice(i, 1)

    /** Puts a filled template above the signature and what is quoted; tells whether it did. */
    const fill = async (filled) => {
      const isTyped = state.values.text !== state.untouched || (state.values.subject && state.values.subject !== (state.filledSubject ?? given.subject ?? ''))
      if (isTyped && !(await ask({ title: t('mail.template.replace'), text: t('mail.template.replaceHelp'), yes: t('mail.template.replaceYes') }))) return false
      state.untouched = filled.text + state.tail
      set('text', state.untouched)
      // An answer keeps its subject.
      if (!props.start?.answers) set('subject', (state.filledSubject = filled.subject))
      return true
    }
    const save = async () => {
      const values = Object.fromEntries(FIELDS.map((key) => [key, state.values[key] || null]))
      values.subject ??= '…'
      if (state.draft) state.draft = await api.patch(`/mails/${state.draft.id}`, values)
      else state.draft = await api.post('/mails', { ...values, entity: props.start.entity, record: props.start.record, answers: props.start.answers ?? null }, { headers: once() })
    }
    const send = async () => {
      if (state.isBusy) return
      if (![state.values.recipients, state.values.copies, state.values.hiddenCopies].some((text) => text.trim())) return (state.errors = { recipients: t('form.required') })
      if (state.values.subject.trim() === '' && !(await ask({ title: t('mail.noSubject'), yes: t('mail.send') }))) return
      const declined = await declines.look()
      if (declined.length && !(await ask({ title: t('mail.declined.ask'), text: declined.map(reasonOf).join(t('list.comma')), yes: t('mail.declined.yes'), danger: true }))) return
      Object.assign(state, { isBusy: true, errors: {} })
      try {
        await save()
        // What was sent along by a try before this one hangs there already.
        while (state.files.length) {
          const [file] = state.files
          await api.post(`/mails/${state.draft.id}/attachments?name=${encodeURIComponent(file.name)}`, file, { headers: { 'Content-Type': 'application/octet-stream' } })
          state.files.shift()
          state.sent += 1
        }
        await api.post(`/mails/${state.draft.id}/send`, declined.length ? { despite: true } : undefined)
        state.isDirty = false
        emit('answer', state.draft)
        frame.value.close()
      } catch (problem) {
        state.errors = { ...problem.fields }
        if (['copies', 'hiddenCopies'].some((key) => state.errors[key])) state.hasMore = true
        if (!Object.keys(state.errors).some((key) => FIELDS.includes(key))) failed(problem)
      }
      state.isBusy = false
    }
    const mayClose = async () => !state.isDirty || ask({ title: t('form.discard'), text: t('form.discardHelp'), yes: t('form.discardYes'), danger: true })
    const press = (event) => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && (event.preventDefault(), send())
    const drop = (event) => event.dataTransfer?.files.length && (event.preventDefault(), event.stopPropagation(), add(event.dataTransfer.files))

    const line = (key, label, more) => html`
      <div class="gx-mail-line"><label for=${`gx-mail-${key}`}>${label}</label>
        <input id=${`gx-mail-${key}`} class="gx-input" type="text" autocomplete="off" maxlength=${key === 'subject' ? 500 : 8000} value=${state.values[key]} aria-invalid=${state.errors[key] ? 'true' : undefined} onInput=${(event) => set(key, event.target.value)} />${more}
        ${state.errors[key] && html`<span class="gx-error" role="alert">${state.errors[key]}</span>`}</div>`
    const body = () => html`
      <form class="gx-mail-form" novalidate onSubmit=${(event) => event.preventDefault()} onKeydown=${press} onDragover=${(event) => event.preventDefault()} onDrop=${drop}>
        <div class="gx-mail-line"><label for="gx-mail-account">${t('mail.from')}</label><select id="gx-mail-account" class="gx-input" onChange=${(event) => set('mailAccount', event.target.value)}>
          ${accounts.items.map((one) => html`<option value=${one.id} selected=${one.id === state.values.mailAccount}>${one.displayName ? `${one.displayName} <${one.address}>` : one.address}</option>`)}</select>
          ${state.errors.mailAccount && html`<span class="gx-error" role="alert">${state.errors.mailAccount}</span>`}</div>
        <${TemplateChoice} entity=${given.entity} record=${given.record} fill=${fill} />
        ${line('recipients', t('mail.to'), !state.hasMore && html`<button type="button" class="gx-mail-more" onClick=${() => (state.hasMore = true)}>${t('mail.more')}</button>`)}
        ${state.hasMore && html`${line('copies', t('mail.copies'))}${line('hiddenCopies', t('mail.hiddenCopies'))}`}
        ${declines.found.length > 0 && html`<p class="gx-banner gx-banner-warn" role="alert">${t('mail.declined', { reasons: declines.found.map(reasonOf).join(t('list.comma')) })}</p>`}
        ${line('subject', t('mail.subject'))}
        <textarea ref=${area} class="gx-input gx-mail-text" rows="12" maxlength="200000" aria-label=${t('mail.text')} value=${state.values.text} onInput=${(event) => set('text', event.target.value)}></textarea>
        ${state.errors.text && html`<span class="gx-error" role="alert">${state.errors.text}</span>`}
        <input ref=${chooser} type="file" multiple hidden onChange=${(event) => (add(event.target.files), (event.target.value = ''))} />
        ${(state.files.length > 0 || state.sent > 0) && html`<ul class="gx-mail-files">${state.files.map((file, i) => html`<li key=${i + file.name} class="gx-file"><${Icon} name="attach_file" class="gx-faint" /><span class="gx-file-name">${file.name}</span><span class="gx-faint gx-small gx-file-facts">${byteSize(file.size)}</span>
          <button type="button" class="gx-mini" aria-label=${t('files.delete', { name: file.name })} onClick=${() => remove(i)}><${Icon} name="close" size="small" /></button></li>`)}</ul>`}
      </form>`
    const content = () => {
      if (accounts.problem) return html`<${Failure} problem=${accounts.problem} retry=${accounts.reload} />`
      if (!accounts.isLoaded) return html`<${Skeleton} lines=${8} />`
      return accounts.items.length ? body() : html`<p class="gx-prose">${t('mail.noAccount')}</p>`
    }
    return () => html`
      <${Dialog} ref=${frame} wide title=${t(props.start?.answers ? 'mail.answer' : 'mail.write')} beforeClose=${mayClose} onClose=${() => emit('close')}>${{
        default: content,
        foot: ({ close }) => html`
          <${Button} kind="quiet" icon="attach_file" label=${t('mail.attach')} disabled=${!accounts.items.length} onClick=${() => chooser.value.click()} /><span class="gx-grow"></span>
          <${Button} kind="quiet" label=${t('action.cancel')} onClick=${close} />
          <${Button} kind="primary" icon="send" label=${t('mail.send')} keys=${keyLabel('mod+enter')} busy=${state.isBusy} disabled=${!accounts.items.length} onClick=${send} />`,
      }}<//>`
  },
}
