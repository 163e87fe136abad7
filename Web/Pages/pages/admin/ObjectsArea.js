/** Kinds of record that were made here: vehicles, visits, whatever the company keeps. */
import { html } from '../../parts/html.js'
import { computed, shallowRef } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { entityNamed, loadCatalogue } from '../../parts/catalogue.js'
import { open } from '../../parts/Dialog.js'
import { Button, Chip, Icon, Menu } from '../../parts/elements.js'
import { allPages } from '../../parts/pages.js'
import { go, Link } from '../../parts/router.js'
import { Empty, Failure, Skeleton } from '../../parts/states.js'
import { language, t } from '../../parts/texts.js'
import { done, failed } from '../../parts/toast.js'
import { AreaHead } from './AreaHead.js'
import { ObjectDialog } from './ObjectDialog.js'

export default {
  setup() {
    const entity = entityNamed('customEntity')
    const objects = shallowRef(null)
    const problem = shallowRef(null)
    const load = async () => {
      const read = (deleted) => allPages((cursor) => api.get('/custom-entities', { deleted, limit: 200, cursor }))
      try {
        const [live, retired] = await Promise.all([read(undefined), read(true)])
        objects.value = [...live.reverse(), ...retired]
        problem.value = null
      } catch (error) {
        problem.value = error
      }
    }
    load()
    const changed = () => Promise.all([load(), loadCatalogue()])
    const live = computed(() => (objects.value ?? []).filter((object) => !object.deletedAt))
    const retired = computed(() => (objects.value ?? []).filter((object) => object.deletedAt))
    const edit = async (record) => {
      const saved = await open(ObjectDialog, { record })
      if (!saved) return
      await changed()
      done(record ? t('form.saved') : t('objects.made', { name: saved.name }))
      if (!record) go(`/admin/fields/${saved.key}`)
    }
    const act = async (run, message, undo) => {
      try {
        await run()
        await changed()
        done(message, undo)
      } catch (error) {
        failed(error)
      }
    }
    const restore = (object) => api.post(`/custom-entities/${object.id}/restore`)
    const retire = (object) => act(() => api.delete(`/custom-entities/${object.id}`), t('fields.retired', { name: object.name }), async () => (await restore(object), changed()))
    const name = (object) => (language.value === 'en' && object.nameEnglish ? object.nameEnglish : object.name)
    const row = (object) => html`
      <div key=${object.id} class="gx-line-row"><${Icon} name=${object.icon} /><button type="button" class="gx-admin-plain gx-strong gx-cut" onClick=${() => edit(object)}>${name(object)}</button><code class="gx-faint gx-code gx-wide-only">${object.key}</code>
        ${object.isOwned && html`<span class="gx-wide-only"><${Chip} colour="blue" label=${t('objects.owned')} /></span>`}${object.numbering && html`<span class="gx-wide-only"><${Chip} colour="grey" label=${object.numbering} /></span>`}
        <span class="gx-grow"></span><${Link} to=${`/admin/fields/${object.key}`} class="gx-link">${t('objects.fields')}<//>
        <${Button} kind="quiet" icon="more_horiz" hint=${t('fields.menu', { name: name(object) })} aria-haspopup="menu"><${Menu} items=${[
          { label: t('action.edit'), icon: 'edit', run: () => edit(object) },
          { label: t('objects.show'), icon: 'list', run: () => go(`/${object.key.replaceAll('_', '-')}`) },
          { label: t('fields.retire'), icon: 'archive', danger: true, run: () => retire(object) },
        ]} anchor="bottom right" self="top right" /><//></div>`
    return () => html`
      <${AreaHead} title=${t('admin.objects')} text=${t('objects.text')}>${entity.can.create && html`<${Button} kind="primary" icon="add" label=${t('objects.new')} onClick=${() => edit()} />`}<//>
      <div class="gx-area-body gx-area-pad">
        ${problem.value ? html`<${Failure} problem=${problem.value} retry=${load} />` : !objects.value ? html`<${Skeleton} lines=${5} />` : html`
          ${live.value.length ? html`<div class="gx-admin-lines">${live.value.map(row)}</div>` : html`<${Empty} icon="table_chart" title=${t('objects.none')} text=${t('objects.noneHelp')} action=${entity.can.create ? () => edit() : undefined} label=${t('objects.new')} />`}
          ${retired.value.length > 0 && html`<details class="gx-fold"><summary>${t('objects.retiredTitle', { n: retired.value.length })}</summary><div class="gx-admin-lines">${retired.value.map((object) => html`
            <div key=${object.id} class="gx-line-row gx-off"><${Icon} name=${object.icon} /><span class="gx-cut">${name(object)}</span><span class="gx-grow"></span><${Button} kind="quiet" label=${t('fields.restore')} onClick=${() => act(() => restore(object), t('fields.restored', { name: name(object) }))} /></div>`)}</div></details>`}`}
      </div>`
  },
}
