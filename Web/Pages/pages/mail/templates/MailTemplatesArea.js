/** Templates of mails: which there are, for what, in which languages. */
import { html } from '../../../parts/html.js'
import { api, ifVersion } from '../../../parts/api.js'
import { entityNamed } from '../../../parts/catalogue.js'
import { open } from '../../../parts/Dialog.js'
import { Button, Chip, Menu } from '../../../parts/elements.js'
import { relativeInstant } from '../../../parts/format.js'
import { usePages } from '../../../parts/pages.js'
import { Empty, Failure, Skeleton } from '../../../parts/states.js'
import { t } from '../../../parts/texts.js'
import { done, failed } from '../../../parts/toast.js'
import { AreaHead } from '../../admin/AreaHead.js'
import { MailTemplateEditor } from './MailTemplateEditor.js'

export default {
  setup() {
    const entity = entityNamed('mailTemplate')
    const list = usePages((cursor) => api.get('/mail-templates', { limit: 100, sort: 'name', fields: 'name,key,entity,isActive,subjectChinese,subjectEnglish,modifiedAt,version', cursor }))
    const edit = async (template) => {
      try {
        const record = template && (await api.get(`/mail-templates/${template.id}`))
        if (await open(MailTemplateEditor, { record })) (done(t('form.saved')), list.reload())
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
    const turn = (template) => act(() => api.patch(`/mail-templates/${template.id}`, { isActive: !template.isActive }, { headers: ifVersion(template.version) }), t('form.saved'))
    const remove = (template) => act(() => api.delete(`/mail-templates/${template.id}`), t('admin.deleted', { name: template.name }), () => api.post(`/mail-templates/${template.id}/restore`))
    const languages = (template) => [template.subjectChinese && t('mail.language.zh-CN'), template.subjectEnglish && t('mail.language.en')].filter(Boolean).join(' · ')
    const row = (template) => html`
      <tr key=${template.id}>
        <td><button type="button" class="gx-admin-plain gx-strong gx-cut" onClick=${() => edit(template)}>${template.name}</button>${template.key && html`<div class="gx-faint gx-small gx-cut">${template.key}</div>`}</td>
        <td class="gx-wide-only">${template.entity ? entityNamed(template.entity)?.label ?? template.entity : t('mail.templates.anything')}</td>
        <td class="gx-wide-only">${languages(template)}</td>
        <td><${Chip} colour=${template.isActive ? 'green' : 'grey'} label=${t(template.isActive ? 'documents.on' : 'documents.off')} /></td>
        <td class="gx-wide-only gx-faint">${relativeInstant(template.modifiedAt)}</td>
        <td class="gx-cell-tools"><${Button} kind="quiet" icon="more_horiz" hint=${t('documents.tools', { name: template.name })} aria-haspopup="menu"><${Menu} anchor="bottom right" self="top right" items=${[
          { label: t('action.edit'), icon: 'edit', run: () => edit(template) },
          { label: t(template.isActive ? 'documents.turnOff' : 'documents.turnOn'), icon: template.isActive ? 'pause' : 'play_arrow', run: () => turn(template) },
          { label: t('action.delete'), icon: 'delete', danger: true, run: () => remove(template) },
        ]} /><//></td>
      </tr>`
    return () => html`
      <${AreaHead} title=${t('admin.mailTemplates')} text=${t('mail.templates.text')}><${Button} kind="primary" icon="add" label=${t('documents.new')} onClick=${() => edit()} /><//>
      <div class="gx-area-body">
        ${list.problem ? html`<${Failure} problem=${list.problem} retry=${list.reload} />` : !list.isLoaded ? html`<${Skeleton} lines=${6} />`
          : !list.items.length ? html`<${Empty} icon="drafts" title=${t('documents.none')} text=${t('mail.templates.noneHelp')} action=${() => edit()} label=${t('documents.new')} />`
          : html`<table class="gx-admin-rows gx-mail-rows"><thead><tr><th>${entity.field.name.label}</th><th class="gx-wide-only">${entity.field.entity.label}</th><th class="gx-wide-only">${t('mail.templates.languages')}</th><th>${t('documents.state')}</th><th class="gx-wide-only">${t('documents.changed')}</th><th></th></tr></thead><tbody>${list.items.map(row)}</tbody></table>`}
      </div>`
  },
}
