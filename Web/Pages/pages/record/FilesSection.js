/** The files of a record: dropped anywhere on its page or chosen, looked at, saved, taken away. */
import { html } from '../../parts/html.js'
import { onBeforeUnmount, onMounted, reactive, ref, watch } from '../../parts/libraries.js'
import { api, once } from '../../parts/api.js'
import { entityNamed } from '../../parts/catalogue.js'
import { open } from '../../parts/Dialog.js'
import { Button, Icon } from '../../parts/elements.js'
import { byteSize, relativeInstant } from '../../parts/format.js'
import { useLive } from '../../parts/live.js'
import { session } from '../../parts/session.js'
import { t } from '../../parts/texts.js'
import { done, failed } from '../../parts/toast.js'
import { PictureDialog } from './PictureDialog.js'

const SHOWN = 20
const ICONS = [[/^image\//, 'image'], [/pdf/, 'picture_as_pdf'], [/zip|7z|rar|gzip/, 'folder_zip'], [/^audio\//, 'audio_file'], [/^video\//, 'video_file'], [/^text\//, 'description']]
const iconOf = (file) => ICONS.find(([pattern]) => pattern.test(file.type))?.[1] ?? 'draft'
const isPicture = (file) => /^image\/(png|jpeg|gif|webp)$/.test(file.type)

/** Where the bytes are; `inline` lets the browser show pictures and PDF. */
export const contentOf = (file, inline = false) => `/api/v1/attachments/${file.id}/content${inline ? '?inline=true' : ''}`

export const FilesSection = {
  props: { entity: Object, record: Object },
  setup(props) {
    const chooser = ref(null)
    const state = reactive({ files: null, total: 0, limit: SHOWN, sending: [], isOver: false })

    const load = async () => {
      const rule = { record: { eq: props.record.id }, entity: { eq: props.entity.name } }
      const answer = await api.get('/attachments', { filter: rule, sort: '-createdAt', limit: state.limit, count: true, expand: 'createdBy' }).catch((problem) => (failed(problem), { data: [], page: {} }))
      Object.assign(state, { files: answer.data, total: answer.page.total ?? answer.data.length })
    }
    watch(() => [props.record.id, state.limit], load, { immediate: true })
    useLive((change) => (!change || change.entity === 'attachment') && load())

    /** One after the other: a hundred photographs are no hundred requests at once. */
    const send = async (files) => {
      const waiting = [...files].map((file) => reactive({ file, name: file.name }))
      state.sending.push(...waiting)
      for (const item of waiting) {
        try {
          await api.post(`/${props.entity.resource}/${props.record.id}/attachments?name=${encodeURIComponent(item.name)}`, item.file, { headers: { 'Content-Type': 'application/octet-stream' } })
        } catch (problem) {
          failed({ status: problem.status, message: `${item.name}: ${problem.fields?.file ?? problem.message}` })
        }
        state.sending = state.sending.filter((other) => other !== item)
        await load()
      }
    }
    const choose = (event) => {
      send(event.target.files)
      event.target.value = ''
    }
    const remove = async (file) => {
      try {
        await api.delete(`/attachments/${file.id}`)
        done(t('files.deleted', { name: file.name }), async () => (await api.post(`/attachments/${file.id}/restore`, {}, { headers: once() }), load()))
        load()
      } catch (problem) {
        failed(problem)
      }
    }
    const look = (event, file) => {
      if (!isPicture(file) || event.ctrlKey || event.metaKey) return
      event.preventDefault()
      open(PictureDialog, { files: state.files.filter(isPicture), first: file.id })
    }
    const mayRemove = (file) => session.user?.isAdministrator || file.createdBy === session.user?.id

    // A file that misses its mark would replace the page.
    let depth = 0
    const holds = (event) => event.dataTransfer?.types.includes('Files')
    const drags = {
      dragenter: (event) => holds(event) && (event.preventDefault(), depth++, (state.isOver = true)),
      dragleave: (event) => holds(event) && --depth <= 0 && ((depth = 0), (state.isOver = false)),
      dragover: (event) => holds(event) && event.preventDefault(),
      drop: (event) => holds(event) && (event.preventDefault(), (depth = 0), (state.isOver = false), send(event.dataTransfer.files)),
    }
    onMounted(() => Object.entries(drags).forEach(([name, handle]) => window.addEventListener(name, handle)))
    onBeforeUnmount(() => Object.entries(drags).forEach(([name, handle]) => window.removeEventListener(name, handle)))

    const row = (file) => html`
      <li key=${file.id} class="gx-file">
        <${Icon} name=${iconOf(file)} class="gx-faint" />
        <a class="gx-file-name" href=${contentOf(file, true)} target="_blank" rel="noopener" onClick=${(event) => look(event, file)}>${file.name}</a>
        <span class="gx-faint gx-small gx-file-facts">${[byteSize(file.size), file.expanded?.createdBy?.title, relativeInstant(file.createdAt)].filter(Boolean).join(' · ')}</span>
        <a class="gx-mini" href=${contentOf(file)} download=${file.name} aria-label=${t('files.save', { name: file.name })} title=${t('files.save', { name: file.name })}><${Icon} name="download" size="small" /></a>
        ${mayRemove(file) && html`<button type="button" class="gx-mini" aria-label=${t('files.delete', { name: file.name })} title=${t('files.delete', { name: file.name })} onClick=${() => remove(file)}><${Icon} name="delete" size="small" /></button>`}
      </li>`
    return () => {
      if (!entityNamed('attachment')) return null
      return html`
        <section class=${['gx-files', state.isOver && 'gx-over']} aria-label=${t('files.title')}>
          <div class="gx-row gx-files-head"><h2>${t('files.title')} <span class="gx-faint">${state.total || ''}</span></h2><span class="gx-grow"></span>
            <input ref=${chooser} type="file" multiple hidden onChange=${choose} />
            <${Button} kind="quiet" icon="attach_file" label=${t('files.add')} onClick=${() => chooser.value.click()} /></div>
          ${state.isOver && html`<p class="gx-files-drop">${t('files.drop')}</p>`}
          <ul>
            ${state.sending.map((item) => html`<li key=${'+' + item.name} class="gx-file"><${Icon} name="upload" class="gx-faint" /><span class="gx-file-name">${item.name}</span><span class="gx-faint gx-small">${t('files.sending')}</span></li>`)}
            ${state.files?.map(row)}
          </ul>
          ${state.files && !state.files.length && !state.sending.length && html`<p class="gx-faint gx-small">${t('files.none')}</p>`}
          ${state.total > state.files?.length && html`<${Button} kind="quiet" label=${t('files.more', { n: state.total - state.files.length })} onClick=${() => (state.limit = 200)} />`}
        </section>`
    }
  },
}
