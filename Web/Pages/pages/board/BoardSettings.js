/** What a board shows: fields on the cards, the sum above, from when a card counts as quiet, how many each column may hold. */
import { html } from '../../parts/html.js'
import { reactive } from '../../parts/libraries.js'
import { Dialog } from '../../parts/Dialog.js'
import { Button, Chip } from '../../parts/elements.js'
import { Picker } from '../../parts/fields/Picker.js'
import { sumFields } from '../../parts/charts/questions.js'
import { t } from '../../parts/texts.js'

const MOST_FIELDS = 4

export const BoardSettings = {
  props: { entity: Object, columns: Array, values: Object },
  emits: ['answer', 'close'],
  setup(props, { emit }) {
    const state = reactive({ fields: [...props.values.fields], sum: props.values.sum ?? null, staleDays: props.values.staleDays || '', limits: { ...props.values.limits } })
    const asOption = (field) => ({ key: field.key, label: field.label })
    const shown = props.entity.fields.filter((field) => !field.retired && field.key !== props.entity.title && !['id', 'version', 'deletedAt'].includes(field.key) && ['read', 'write', 'masked'].includes(field.right) && !['json', 'richText', 'attachments'].includes(field.kind))
    const whole = (text) => (/^\d{1,6}$/.test(text) && Number(text) > 0 ? Number(text) : undefined)
    const save = (close) => {
      const limits = Object.fromEntries(Object.entries(state.limits).map(([key, text]) => [key, whole(String(text))]).filter(([, limit]) => limit))
      emit('answer', { fields: state.fields.slice(0, MOST_FIELDS), sum: state.sum, staleDays: whole(String(state.staleDays)) ?? 0, limits })
      close()
    }
    const field = (id, label, input) => html`<div class="gx-field"><label class="gx-label" for=${id}>${label}</label>${input}</div>`
    return () => html`
      <${Dialog} title=${t('board.settings')} onClose=${() => emit('close')}>${{
        default: () => html`
          ${field('gx-board-fields', t('board.fields', { n: MOST_FIELDS }), html`<${Picker} id="gx-board-fields" multiple label=${t('board.fields', { n: MOST_FIELDS })} modelValue=${state.fields} options=${state.fields.length < MOST_FIELDS ? shown.map(asOption) : shown.filter(({ key }) => state.fields.includes(key)).map(asOption)} onUpdate:modelValue=${(value) => (state.fields = value)} />`)}
          ${sumFields(props.entity).length > 0 && field('gx-board-sum', t('board.sum'), html`<${Picker} id="gx-board-sum" label=${t('board.sum')} placeholder=${t('board.noSum')} modelValue=${state.sum} options=${sumFields(props.entity).map(asOption)} onUpdate:modelValue=${(value) => (state.sum = value)} />`)}
          ${field('gx-board-stale', t(props.entity.field.lastContactAt ? 'board.staleContact' : 'board.staleDays'), html`<input id="gx-board-stale" class="gx-input" inputmode="numeric" maxlength="4" placeholder=${t('board.noStale')} value=${state.staleDays} onInput=${(event) => (state.staleDays = event.target.value)} />`)}
          <fieldset class="gx-board-limits"><legend class="gx-label">${t('board.limits')}</legend>
            ${props.columns.map((column) => html`<label key=${column.key}><span class="gx-cut"><${Chip} colour=${column.colour} label=${column.label} /></span>
              <input class="gx-input" inputmode="numeric" maxlength="6" placeholder=${t('board.noLimit')} value=${state.limits[column.key] ?? ''} onInput=${(event) => (state.limits[column.key] = event.target.value)} /></label>`)}</fieldset>`,
        foot: ({ close }) => html`<${Button} kind="quiet" label=${t('action.cancel')} onClick=${close} /><${Button} kind="primary" label=${t('action.ok')} onClick=${() => save(close)} />`,
      }}<//>`
  },
}
