/** A picture chosen from those that suit records; found by a Chinese or English word. */
import { html } from '../../parts/html.js'
import { computed, ref } from '../../parts/libraries.js'
import { Icon } from '../../parts/elements.js'
import { t } from '../../parts/texts.js'
import { ICONS } from './iconNames.js'

export const IconPicker = {
  props: { modelValue: String, labelledby: String },
  emits: ['update:modelValue'],
  setup(props, { emit }) {
    const words = ref('')
    const shown = computed(() => ICONS.filter((icon) => icon.words.includes(words.value.trim().toLowerCase())))
    return () => html`
      <div class="gx-icon-picker"><div class="gx-row"><span class="gx-icon-chosen"><${Icon} name=${props.modelValue || 'category'} /></span>
        <input class="gx-input" type="search" value=${words.value} placeholder=${t('icons.search')} aria-label=${t('icons.search')} onInput=${(event) => (words.value = event.target.value)} /></div>
        <div class="gx-icons" role="radiogroup" aria-labelledby=${props.labelledby}>${shown.value.map((icon) => html`
          <button key=${icon.name} type="button" role="radio" aria-checked=${String(icon.name === props.modelValue)} aria-label=${icon.words} class=${['gx-icon-choice', icon.name === props.modelValue && 'gx-on']} onClick=${() => emit('update:modelValue', icon.name)}><${Icon} name=${icon.name} /></button>`)}
          ${!shown.value.length && html`<span class="gx-faint">${t('picker.none')}</span>`}</div></div>`
  },
}
