/** A new tie, said from the customer that one looks at: what the other is to it. */
import { html } from '../../../parts/html.js'
import { reactive } from '../../../parts/libraries.js'
import { api, once } from '../../../parts/api.js'
import { entityNamed } from '../../../parts/catalogue.js'
import { Dialog } from '../../../parts/Dialog.js'
import { Button } from '../../../parts/elements.js'
import { Editor } from '../../../parts/fields/Editor.js'
import { Picker } from '../../../parts/fields/Picker.js'
import { ReferencePicker } from '../../../parts/fields/ReferencePicker.js'
import { t } from '../../../parts/texts.js'
import { done } from '../../../parts/toast.js'

export const RelationDialog = {
  props: { record: Object, offers: Array },
  emits: ['answer', 'close'],
  setup(props, { emit }) {
    const entity = entityNamed('customerRelation')
    const state = reactive({ offer: null, other: null, values: {}, errors: {}, isBusy: false })
    const options = props.offers.map((offer) => ({ key: `${offer.type}.${offer.end}`, label: offer.label, offer }))
    const save = async (close) => {
      state.errors = { ...(!state.offer && { type: t('check.required') }), ...(!state.other && { other: t('check.required') }) }
      if (Object.keys(state.errors).length) return
      const { type, end } = options.find(({ key }) => key === state.offer).offer
      const ends = end === 'from' ? { from: state.other, to: props.record.id } : { from: props.record.id, to: state.other }
      state.isBusy = true
      try {
        await api.post('/customer-relations', { ...ends, type, ...state.values }, { headers: once() })
        done(t('page.relations.added'))
        emit('answer', true)
        close()
      } catch (problem) {
        const { type: kind, from, to, ...rest } = problem.fields ?? {}
        state.errors = { ...rest, type: kind, other: from ?? to, all: problem.errors?.length ? '' : problem.message }
      }
      state.isBusy = false
    }
    const field = (key, label, editor, isNeeded) => html`
      <div key=${key} class="gx-field" data-field=${key}><span class=${['gx-label', isNeeded && 'gx-label-needed']}>${label}</span>${editor}${state.errors[key] && html`<span class="gx-error">${state.errors[key]}</span>`}</div>`
    const own = ['since', 'until', 'strength', 'notes'].map((key) => entity.field[key]).filter((item) => item && !item.readOnly)
    return () => html`
      <${Dialog} title=${t('page.relations.add')} onClose=${() => emit('close')}>${{
        default: () => html`
          <p class="gx-prose">${t('page.relations.addHelp', { name: props.record.name })}</p>
          ${field('type', t('page.relations.asWhat'), html`<${Picker} autofocus required options=${options} modelValue=${state.offer} label=${t('page.relations.asWhat')} onUpdate:modelValue=${(value) => (state.offer = value)} />`, true)}
          ${field('other', t('page.relations.who'), html`<${ReferencePicker} target="customer" modelValue=${state.other} label=${t('page.relations.who')} onUpdate:modelValue=${(value) => (state.other = value)} />`, true)}
          ${own.map((item) => field(item.key, item.label, html`<${Editor} field=${item} modelValue=${state.values[item.key] ?? null} onUpdate:modelValue=${(value) => (state.values[item.key] = value)} />`))}
          ${state.errors.all && html`<p class="gx-error" role="alert">${state.errors.all}</p>`}`,
        foot: ({ close }) => html`<${Button} kind="quiet" label=${t('action.cancel')} onClick=${close} /><${Button} kind="primary" label=${t('action.save')} busy=${state.isBusy} onClick=${() => save(close)} />`,
      }}<//>`
  },
}
