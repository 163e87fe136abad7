/** Where the file is dropped or chosen. */
import { html } from '../../parts/html.js'
import { ref } from '../../parts/libraries.js'
import { Button, Icon } from '../../parts/elements.js'
import { t } from '../../parts/texts.js'

export const FileStep = {
  props: { entity: Object },
  emits: ['file'],
  setup(props, { emit }) {
    const input = ref(null)
    const isOver = ref(false)
    const drop = (event) => {
      event.preventDefault()
      isOver.value = false
      const [file] = event.dataTransfer.files
      if (file) emit('file', file)
    }
    return () => html`
      <div class=${['gx-drop', isOver.value && 'gx-on']} onDragover=${(event) => (event.preventDefault(), (isOver.value = true))} onDragleave=${() => (isOver.value = false)} onDrop=${drop}>
        <${Icon} name="upload_file" size="large" /><h2>${t('import.drop', { name: props.entity.pluralLabel })}</h2><p class="gx-faint">${t('import.dropHelp')}</p>
        <${Button} kind="primary" label=${t('import.choose')} onClick=${() => input.value.click()} />
        <input ref=${input} type="file" accept=".csv,.txt,.tsv,text/csv" class="gx-only-reader" tabindex="-1" aria-label=${t('import.choose')} onChange=${(event) => { const [file] = event.target.files; event.target.value = ''; if (file) emit('file', file) }} />
        ${props.entity.can.export && html`<p class="gx-faint gx-small">${t('import.template')} <a class="gx-link" href=${`/api/v1/${props.entity.resource}/export?filter=${encodeURIComponent('{"id":"0"}')}`} download>${t('import.templateLink')}</a></p>`}
      </div>`
  },
}
