/** The pictures of a record, one after the other. */
import { html } from '../../parts/html.js'
import { computed, onBeforeUnmount, onMounted, ref } from '../../parts/libraries.js'
import { Dialog } from '../../parts/Dialog.js'
import { Button } from '../../parts/elements.js'
import { t } from '../../parts/texts.js'
import { contentOf } from './FilesSection.js'

export const PictureDialog = {
  props: { files: Array, first: String },
  emits: ['answer', 'close'],
  setup(props, { emit }) {
    const place = ref(Math.max(0, props.files.findIndex((file) => file.id === props.first)))
    const file = computed(() => props.files[place.value])
    const move = (steps) => (place.value = (place.value + steps + props.files.length) % props.files.length)
    // Shortcuts of pages rest while a dialog is open; these are the dialog's own.
    const press = (event) => {
      const steps = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
      if (steps) move(steps)
    }
    onMounted(() => window.addEventListener('keydown', press))
    onBeforeUnmount(() => window.removeEventListener('keydown', press))
    return () => html`
      <${Dialog} wide title=${file.value.name} onClose=${() => emit('close')}>${{
        tools: () => props.files.length > 1 && html`
          <${Button} kind="quiet" icon="chevron_left" hint=${t('files.previous')} onClick=${() => move(-1)} />
          <${Button} kind="quiet" icon="chevron_right" hint=${t('files.next')} onClick=${() => move(1)} />`,
        default: () => html`<img class="gx-picture" src=${contentOf(file.value, true)} alt=${file.value.name} />`,
      }}<//>`
  },
}
