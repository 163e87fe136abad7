/** Templates of documents: which there are, for what, and new ones from examples. */
import { html } from '../../../parts/html.js'
import { shallowRef } from '../../../parts/libraries.js'
import { api, ifVersion } from '../../../parts/api.js'
import { entityNamed } from '../../../parts/catalogue.js'
import { open } from '../../../parts/Dialog.js'
import { Button, Chip, Menu } from '../../../parts/elements.js'
import { relativeInstant } from '../../../parts/format.js'
import { usePages } from '../../../parts/pages.js'
import { Empty, Failure, Skeleton } from '../../../parts/states.js'
import { language, t } from '../../../parts/texts.js'
import { done, failed } from '../../../parts/toast.js'
import { AreaHead } from '../AreaHead.js'
import { TemplateEditor } from './TemplateEditor.js'

export default {
  setup() {
    const entity = entityNamed('documentTemplate')
    const examples = shallowRef([])
    const list = usePages((cursor) => api.get('/document-templates', { limit: 100, sort: 'name', fields: 'name,entity,language,isActive,modifiedAt,version', cursor }))
    api.get('/document-examples').then(({ data }) => (examples.value = [...data].sort((one, other) => (other.language === language.value) - (one.language === language.value)))).catch(failed)

    const edit = async (template, example) => {
      try {
        const record = template && (await api.get(`/document-templates/${template.id}`))
        const saved = await open(TemplateEditor, { record, example })
        if (saved) (done(t('form.saved')), list.reload())
      } catch (problem) {
        failed(problem)
      }
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
    const turn = (template) => act(() => api.patch(`/document-templates/${template.id}`, { isActive: !template.isActive }, { headers: ifVersion(template.version) }), t('form.saved'))
    const remove = (template) => act(() => api.delete(`/document-templates/${template.id}`), t('admin.deleted', { name: template.name }), () => api.post(`/document-templates/${template.id}/restore`))
    const starts = () => [
      ...examples.value.map((example) => ({ label: `${example.name} · ${entity.field.language.option[example.language].label}`, icon: 'description', run: () => edit(undefined, example) })),
      { line: true },
      { label: t('documents.empty'), icon: 'note_add', run: () => edit() },
    ]
    const fresh = () => html`<${Button} kind="primary" icon="add" label=${t('documents.new')} drop aria-haspopup="menu"><${Menu} items=${starts} anchor="bottom right" self="top right" /><//>`
    const row = (template) => html`
      <tr key=${template.id}>
        <td><button type="button" class="gx-admin-plain gx-strong gx-cut" onClick=${() => edit(template)}>${template.name}</button></td>
        <td>${entityNamed(template.entity)?.label ?? template.entity}</td>
        <td class="gx-wide-only">${entity.field.language.option[template.language]?.label}</td>
        <td><${Chip} colour=${template.isActive ? 'green' : 'grey'} label=${t(template.isActive ? 'documents.on' : 'documents.off')} /></td>
        <td class="gx-wide-only gx-faint">${relativeInstant(template.modifiedAt)}</td>
        <td class="gx-cell-tools"><${Button} kind="quiet" icon="more_horiz" hint=${t('documents.tools', { name: template.name })} aria-haspopup="menu"><${Menu} anchor="bottom right" self="top right" items=${[
          { label: t('action.edit'), icon: 'edit', run: () => edit(template) },
          { label: t(template.isActive ? 'documents.turnOff' : 'documents.turnOn'), icon: template.isActive ? 'pause' : 'play_arrow', run: () => turn(template) },
          { label: t('action.delete'), icon: 'delete', danger: true, run: () => remove(template) },
        ]} /><//></td>
      </tr>`
    return () => html`
      <${AreaHead} title=${t('admin.documents')} text=${t('documents.text')}>${fresh()}<//>
      <div class="gx-area-body">
        ${list.problem ? html`<${Failure} problem=${list.problem} retry=${list.reload} />` : !list.isLoaded ? html`<${Skeleton} lines=${6} />`
          : !list.items.length ? html`<${Empty} icon="description" title=${t('documents.none')} text=${t('documents.noneHelp')} />`
          : html`<table class="gx-admin-rows"><thead><tr><th>${entity.field.name.label}</th><th>${entity.field.entity.label}</th><th class="gx-wide-only">${entity.field.language.label}</th><th>${t('documents.state')}</th><th class="gx-wide-only">${t('documents.changed')}</th><th></th></tr></thead><tbody>${list.items.map(row)}</tbody></table>`}
      </div>`
  },
}
