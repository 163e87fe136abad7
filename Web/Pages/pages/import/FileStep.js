/** Where the file is dropped or chosen, and how far it has come up; `to` is the page that goes on with it. */
import { html } from '../../parts/html.js'
import { reactive, ref } from '../../parts/libraries.js'
import { Button, Icon } from '../../parts/elements.js'
import { Progress } from '../../parts/jobs.js'
import { go, route, useGuard } from '../../parts/router.js'
import { t } from '../../parts/texts.js'
import { upload } from './upload.js'

const KINDS = '.csv,.txt,.tsv,.xlsx,.xlsm,.vcf,.vcard,.jsonl,.ndjson,text/csv,text/vcard'

export const FileStep = {
  props: { entity: Object, to: { type: String, default: '/import' } },
  setup(props) {
    const input = ref(null)
    const state = reactive({ isOver: false, name: '', share: 0, problem: null })
    let sending = null
    const take = async (file) => {
      if (!file || sending) return
      Object.assign(state, { name: file.name, share: 0, problem: null })
      sending = upload(file, file.name, (share) => (state.share = share))
      try {
        const { id } = await sending.promise
        sending = null
        go(`${props.to}/${id}`, { entity: props.entity.name, with: route.query.with })
      } catch (problem) {
        state.problem = problem.name === 'AbortError' ? null : problem
      } finally {
        sending = null
        state.name = ''
      }
    }
    useGuard(() => (sending?.cancel(), true))
    const drop = (event) => {
      event.preventDefault()
      state.isOver = false
      take(event.dataTransfer.files[0])
    }
    const uploading = () => html`
      <div class="gx-drop"><h2 class="gx-cut">${state.name}</h2><${Progress} done=${state.share} total=${state.share < 1 ? 1 : 0} label=${t('import.uploading')} />
        <p class="gx-faint" role="status">${t('import.uploading')}</p><${Button} label=${t('action.cancel')} onClick=${() => sending?.cancel()} /></div>`
    const place = () => html`
      <div class=${['gx-drop', state.isOver && 'gx-on']} onDragover=${(event) => (event.preventDefault(), (state.isOver = true))} onDragleave=${() => (state.isOver = false)} onDrop=${drop}>
        <${Icon} name="upload_file" size="large" /><h2>${t('import.drop')}</h2><p class="gx-faint">${t('import.dropHelp')}</p>
        <${Button} kind="primary" label=${t('import.choose')} onClick=${() => input.value.click()} />
        <input ref=${input} type="file" accept=${KINDS} class="gx-only-reader" tabindex="-1" aria-label=${t('import.choose')} onChange=${(event) => { const [file] = event.target.files; event.target.value = ''; take(file) }} />
        ${props.entity.can.export && html`<p class="gx-faint gx-small">${t('import.template')} <a class="gx-link" href=${`/api/v1/${props.entity.resource}/export?filter=${encodeURIComponent('{"id":"0"}')}`} download>${t('import.templateLink')}</a></p>`}
      </div>`
    return () => html`
      <div class="gx-column">${route.query.with && html`<div class="gx-import-note" role="note"><p>${t('import.together.note', { name: props.entity.pluralLabel })}</p></div>`}${state.name ? uploading() : place()}
        ${state.problem && html`<div class="gx-import-problem" role="alert"><p>${state.problem.message}</p></div>`}</div>`
  },
}
