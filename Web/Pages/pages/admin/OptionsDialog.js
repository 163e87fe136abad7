/** The options of a choice: those it was built with, those that were made here, with colours, in order; nothing is lost when one is retired. */
import { html } from '../../parts/html.js'
import { computed, reactive, shallowRef } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { entityNamed } from '../../parts/catalogue.js'
import { Dialog } from '../../parts/Dialog.js'
import { DragList, moved } from '../../parts/drag.js'
import { Button, Chip, Hint, Icon, Menu } from '../../parts/elements.js'
import { Picker } from '../../parts/fields/Picker.js'
import { allPages } from '../../parts/pages.js'
import { Failure, Skeleton } from '../../parts/states.js'
import { t } from '../../parts/texts.js'
import { failed } from '../../parts/toast.js'
import { proposedOptionKey } from './keys.js'

const byPosition = (one, other) => (one.position ?? 1e9) - (other.position ?? 1e9) || (BigInt(one.id) < BigInt(other.id) ? -1 : 1)

export const OptionsDialog = {
  /**
   * `builtIn` are the options of a built-in field; `mayStandAlone` tells whether a new one may be none of them; `controller` is the choice that
   * decides which options are offered.
   */
  props: { entity: String, field: String, label: String, isCustom: Boolean, controller: Object, builtIn: Array, mayStandAlone: Boolean },
  emits: ['close'],
  setup(props, { emit }) {
    const colours = entityNamed('customOption').field.colour.options
    const options = shallowRef(null)
    const problem = shallowRef(null)
    const draft = reactive({ name: '', nameEnglish: '', colour: 'blue', refines: props.mayStandAlone ? '' : props.builtIn?.[0]?.key, errors: {}, isBusy: false })
    const load = async () => {
      const read = (deleted) => allPages((cursor) => api.get('/custom-options', { filter: { entity: props.entity, field: props.field }, deleted, limit: 200, cursor }))
      try {
        const [live, retired] = await Promise.all([read(undefined), read(true)])
        options.value = [...live.sort(byPosition), ...retired]
        problem.value = null
      } catch (error) {
        problem.value = error
      }
    }
    load()
    const live = computed(() => (options.value ?? []).filter((option) => !option.deletedAt))
    const retired = computed(() => (options.value ?? []).filter((option) => option.deletedAt))
    const add = async (event) => {
      event.preventDefault()
      if (!draft.name.trim()) return (draft.errors = { name: t('form.required') })
      Object.assign(draft, { isBusy: true, errors: {} })
      const taken = new Set([...(props.builtIn ?? []), ...options.value].map((option) => option.key))
      try {
        await api.post('/custom-options', {
          entity: props.entity, field: props.field, name: draft.name.trim(), nameEnglish: draft.nameEnglish.trim() || null, colour: draft.colour, position: (live.value.at(-1)?.position ?? 0) + 10,
          key: proposedOptionKey(draft.nameEnglish, { isBuiltIn: !props.isCustom, refines: draft.refines, taken }),
        })
        // The next one gets the next colour.
        const next = colours[(colours.findIndex((colour) => colour.key === draft.colour) + 1) % colours.length].key
        Object.assign(draft, { name: '', nameEnglish: '', colour: next })
        await load()
        document.getElementById('gx-option-name')?.focus()
      } catch (error) {
        draft.errors = { ...error.fields, all: Object.keys(error.fields).some((key) => !['name', 'nameEnglish', 'key'].includes(key)) || !error.errors.length ? error.message : undefined }
      } finally {
        draft.isBusy = false
      }
    }
    /** Changes at once; what is refused is changed back. */
    const change = async (option, changes) => {
      const before = options.value
      options.value = before.map((other) => (other.id === option.id ? { ...other, ...changes } : other))
      await api.patch(`/custom-options/${option.id}`, changes).catch((error) => ((options.value = before), failed(error)))
    }
    const act = (run) => run().then(load, failed)
    const reorder = async (from, to) => {
      const order = moved(live.value, from, to)
      const before = options.value
      options.value = [...order.map((option, i) => ({ ...option, position: (i + 1) * 10 })), ...retired.value]
      try {
        for (const [i, option] of order.entries()) if (option.position !== (i + 1) * 10) await api.patch(`/custom-options/${option.id}`, { position: (i + 1) * 10 })
      } catch (error) {
        options.value = before
        failed(error)
      }
    }
    const colourButton = (value, choose) => html`
      <button type="button" class=${['gx-colour', `gx-chip-${value}`]} aria-label=${t('options.colour', { name: colours.find((colour) => colour.key === value)?.label ?? value })} aria-haspopup="menu">
        <${Menu} items=${colours.map((colour) => ({ label: colour.label, checked: colour.key === value, run: () => choose(colour.key) }))} /></button>`
    const text = (option, key, label) => html`
      <input class="gx-input gx-input-quiet" value=${option[key] ?? ''} aria-label=${label} placeholder=${label} maxlength="60" onChange=${(event) => { const name = event.target.value.trim(); if (name || key !== 'name') change(option, { [key]: name || null }); else event.target.value = option.name }} />`
    const under = (option) => props.controller && html`
      <div class="gx-option-under"><span class="gx-faint gx-small">${t('options.under', { name: props.controller.label })}</span>
        <${Picker} multiple modelValue=${option.under ?? []} options=${props.controller.options} placeholder=${t('options.underAll')} label=${t('options.underOf', { option: option.name, name: props.controller.label })} onUpdate:modelValue=${(keys) => change(option, { under: keys })} /></div>`
    const row = (option) => html`
      <div key=${option.id} data-key=${option.id} class="gx-option" tabindex="0" aria-label=${option.name}><div class="gx-line-row"><span class="gx-admin-grip"><${Icon} name="drag_indicator" /><${Hint} text=${t('fields.drag')} keys="Alt ↑ ↓" /></span>
        ${colourButton(option.colour, (colour) => change(option, { colour }))}${text(option, 'name', t('options.name'))}${text(option, 'nameEnglish', t('options.english'))}<code class="gx-faint gx-code gx-wide-only">${option.key}</code>
        <${Button} kind="quiet" icon="archive" hint=${t('options.retire', { name: option.name })} onClick=${() => act(() => api.delete(`/custom-options/${option.id}`))} /></div>${under(option)}</div>`
    const content = () => html`
      ${!props.isCustom && html`<p class="gx-prose">${t(props.mayStandAlone ? 'options.builtInText' : 'options.refineText')}</p>
        <div class="gx-chips">${props.builtIn.map((option) => html`<${Chip} colour=${option.colour} label=${option.label} />`)}</div>`}
      ${live.value.length > 0 && html`<${DragList} class="gx-admin-lines" handle=".gx-admin-grip" onMove=${reorder}>${() => live.value.map(row)}<//>`}
      <form class="gx-option-new" onSubmit=${add} novalidate>
        ${colourButton(draft.colour, (colour) => (draft.colour = colour))}
        <input id="gx-option-name" class="gx-input" autofocus value=${draft.name} maxlength="60" placeholder=${t('options.name')} aria-label=${t('options.name')} aria-invalid=${draft.errors.name ? 'true' : undefined} onInput=${(event) => (draft.name = event.target.value)} />
        <input class="gx-input" value=${draft.nameEnglish} maxlength="80" placeholder=${t('options.english')} aria-label=${t('options.english')} onInput=${(event) => (draft.nameEnglish = event.target.value)} />
        ${!props.isCustom && html`<select class="gx-input" aria-label=${t('options.refines')} onChange=${(event) => (draft.refines = event.target.value)}>${props.mayStandAlone && html`<option value="">${t('options.alone')}</option>`}${props.builtIn.map((option) => html`<option value=${option.key} selected=${option.key === draft.refines}>${t('options.kindOf', { name: option.label })}</option>`)}</select>`}
        <${Button} type="submit" icon="add" label=${t('action.add')} busy=${draft.isBusy} /></form>
      ${Object.values(draft.errors).filter(Boolean).map((message) => html`<p class="gx-error" role="alert">${message}</p>`)}
      ${retired.value.length > 0 && html`<details class="gx-fold"><summary>${t('options.retired', { n: retired.value.length })}</summary><div class="gx-admin-lines">${retired.value.map((option) => html`
        <div key=${option.id} class="gx-line-row gx-off"><${Chip} colour=${option.colour} label=${option.name} /><code class="gx-faint gx-code">${option.key}</code><span class="gx-grow"></span><${Button} kind="quiet" label=${t('fields.restore')} onClick=${() => act(() => api.post(`/custom-options/${option.id}/restore`))} /></div>`)}</div></details>`}`
    return () => html`
      <${Dialog} wide title=${t('options.title', { name: props.label })} onClose=${() => emit('close')}>${{
        default: () => (problem.value ? html`<${Failure} problem=${problem.value} retry=${load} />` : !options.value ? html`<${Skeleton} lines=${4} />` : content()),
        foot: ({ close }) => html`<${Button} kind="primary" label=${t('options.finished')} onClick=${close} />`,
      }}<//>`
  },
}
