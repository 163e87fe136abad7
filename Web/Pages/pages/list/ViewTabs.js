/** The views of a list as tabs, and what one can do with them. */
import { html } from '../../parts/html.js'
import { ask, open } from '../../parts/Dialog.js'
import { Button, Icon, Menu } from '../../parts/elements.js'
import { prefer, session } from '../../parts/session.js'
import { t } from '../../parts/texts.js'
import { done, failed } from '../../parts/toast.js'
import { isPinned, togglePin } from '../../shell/navigation.js'
import { ViewDialog } from './ViewDialog.js'

export const ViewTabs = {
  props: { entity: Object, views: Object, current: Object, isChanged: Boolean, settings: Object },
  emits: ['choose', 'reset'],
  setup(props, { emit }) {
    const place = (view) => ({ path: `/${props.entity.resource}`, query: { view: view.id }, label: view.name, icon: view.icon ?? undefined })
    const guarded = (work) => async () => work().catch(failed)

    const saveNew = guarded(async () => {
      const values = await open(ViewDialog, { entity: props.entity, view: { name: '', audience: 'mine' } })
      if (!values) return
      const view = await props.views.create({ ...values, mode: props.settings.mode ?? 'list', settings: props.settings })
      done(t('view.saved', { name: view.name }))
      emit('choose', view.id)
    })
    const saveChanges = guarded(async () => {
      await props.views.change(props.current, { settings: props.settings, mode: props.settings.mode ?? 'list' })
      done(t('view.saved', { name: props.current.name }))
      emit('reset')
    })
    const rename = guarded(async () => {
      const values = await open(ViewDialog, { entity: props.entity, view: props.current })
      if (values) await props.views.change(props.current, values)
    })
    const remove = guarded(async () => {
      if (!(await ask({ title: t('view.remove', { name: props.current.name }), text: t('view.removeHelp'), yes: t('action.delete'), danger: true }))) return
      await props.views.remove(props.current)
      emit('choose', 'all')
    })
    const isStandard = () => props.views.standard.value === props.current.id
    const mayChange = () => props.current.isSaved && (props.current.isMine || session.user.isAdministrator)
    const menu = () => [
      { label: t(isPinned(place(props.current)) ? 'view.unpin' : 'view.pin'), icon: 'push_pin', run: () => togglePin(place(props.current)) },
      { label: t('view.standard'), icon: 'home', disabled: isStandard(), run: () => prefer('views', { ...session.preferences.views, [props.entity.name]: props.current.id }) },
      props.views.canSave() && { label: t('view.saveAs'), icon: 'bookmark_add', run: saveNew },
      mayChange() && { label: t('view.edit'), icon: 'edit', run: rename },
      mayChange() && { line: true },
      mayChange() && { label: t('action.delete'), icon: 'delete', danger: true, run: remove },
    ]
    return () => html`
      <div class="gx-tabs"><div class="gx-row gx-tab-row" role="tablist" aria-label=${t('view.label')}>
        ${props.views.views.value.map((view) => html`
          <button type="button" role="tab" key=${view.id} aria-selected=${String(view.id === props.current.id)} class=${['gx-tab', view.id === props.current.id && 'gx-on']} onClick=${() => emit('choose', view.id)}>
            ${view.audience && view.audience !== 'mine' && html`<${Icon} name="group" size="small" />`}${view.name}</button>`)}</div>
        <${Button} kind="quiet" icon="more_horiz" hint=${t('view.more')}><${Menu} items=${menu} /><//>
        ${props.isChanged && html`
          <span class="gx-tabs-changed"><span class="gx-faint">${t('view.changed')}</span>
            ${mayChange() && html`<${Button} kind="quiet" label=${t('view.save')} onClick=${saveChanges} />`}
            ${props.views.canSave() && html`<${Button} kind="quiet" icon="bookmark_add" label=${t('view.saveAs')} onClick=${saveNew} />`}
            <${Button} kind="quiet" label=${t('view.reset')} onClick=${() => emit('reset')} /></span>`}
      </div>`
  },
}
