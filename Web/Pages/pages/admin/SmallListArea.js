/** A short list of one entity, with all that can be done to it in dialogs: teams, delegations, tags. */
import { html } from '../../parts/html.js'
import { computed, ref, watch } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { editableFields, entityNamed, standardColumns } from '../../parts/catalogue.js'
import { open } from '../../parts/Dialog.js'
import { Button, Menu } from '../../parts/elements.js'
import { Value } from '../../parts/fields/Value.js'
import { FormDialog } from '../../parts/forms/FormDialog.js'
import { references } from '../../parts/forms/useForm.js'
import { usePages } from '../../parts/pages.js'
import { Empty, Failure, Skeleton } from '../../parts/states.js'
import { t } from '../../parts/texts.js'
import { done, failed } from '../../parts/toast.js'
import { AreaHead } from './AreaHead.js'
import { MoreFoot } from './MoreFoot.js'

export default {
  props: { entityName: String },
  setup(props) {
    const entity = computed(() => entityNamed(props.entityName))
    const words = ref('')
    const list = usePages((cursor) => api.get(`/${entity.value.resource}`, { q: words.value.trim(), cursor, limit: 50, expand: references(entity.value), count: !cursor }))
    let timer = 0
    watch(words, () => {
      clearTimeout(timer)
      timer = setTimeout(list.reload, 250)
    })
    // Who is a member says more than how long the description is; lists of people stand beside what is listed anyway.
    const columns = computed(() => {
      const keys = standardColumns(entity.value)
      return [...keys, ...entity.value.fields.filter((field) => !keys.includes(field.key) && ['references', 'text'].includes(field.kind) && !field.is.system && !field.retired).map((field) => field.key)].slice(0, 6).map((key) => entity.value.field[key])
    })
    const edit = async (record) => {
      const fields = editableFields(entity.value).map((field) => field.key)
      if (await open(FormDialog, { entity: entity.value, record, fields })) {
        done(t('form.saved'))
        list.reload()
      }
    }
    const remove = async (record) => {
      try {
        await api.delete(`/${entity.value.resource}/${record.id}`)
        list.reload()
        done(t('admin.deleted', { name: record[entity.value.title] ?? '' }), async () => {
          await api.post(`/${entity.value.resource}/${record.id}/restore`)
          list.reload()
        })
      } catch (problem) {
        failed(problem)
      }
    }
    const row = (record) => html`
      <tr key=${record.id}>
        ${columns.value.map((field, i) => html`<td>${i === 0 ? html`<button type="button" class="gx-admin-plain gx-strong" onClick=${() => edit(record)}>${record[field.key]}</button>` : field.kind === 'references' ? html`<span>${t('admin.members', { n: record[field.key]?.length ?? 0 })}</span>` : html`<${Value} field=${field} value=${record[field.key]} record=${record} entity=${entity.value} isShort />`}</td>`)}
        <td class="gx-cell-tools"><${Button} kind="quiet" icon="more_horiz" hint=${t('action.more')} aria-haspopup="menu"><${Menu} items=${[
          entity.value.can.edit && { label: t('action.edit'), icon: 'edit', run: () => edit(record) },
          entity.value.can.delete && { label: t('action.delete'), icon: 'delete', danger: true, run: () => remove(record) },
        ]} anchor="bottom right" self="top right" /><//></td>
      </tr>`
    return () => html`
      <${AreaHead} title=${entity.value.pluralLabel} text=${t(`admin.${props.entityName}.text`)}>
        ${entity.value.can.create && html`<${Button} kind="primary" icon="add" label=${t('form.create', { name: entity.value.label })} onClick=${() => edit()} />`}<//>
      <div class="gx-area-tools"><input class="gx-input gx-area-search" type="search" value=${words.value} placeholder=${t('admin.search')} aria-label=${t('admin.search')} onInput=${(event) => (words.value = event.target.value)} /></div>
      <div class="gx-area-body">
        ${list.problem ? html`<${Failure} problem=${list.problem} retry=${list.reload} />`
          : !list.isLoaded ? html`<${Skeleton} lines=${8} />`
          : !list.items.length ? html`<${Empty} icon=${entity.value.icon} title=${t(words.value ? 'admin.nothingFound' : 'admin.nothingYet', { name: entity.value.pluralLabel })} text=${words.value ? '' : t(`admin.${props.entityName}.text`)}
              action=${!words.value && entity.value.can.create ? () => edit() : undefined} label=${t('form.create', { name: entity.value.label })} />`
          : html`<table class="gx-admin-rows"><thead><tr>${columns.value.map((field) => html`<th>${field.label}</th>`)}<th><span class="gx-only-reader">${t('action.more')}</span></th></tr></thead><tbody>${list.items.map(row)}</tbody></table><${MoreFoot} list=${list} />`}
      </div>`
  },
}
