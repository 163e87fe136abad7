/** Text with headings, lists and links. The tools of Quasar's editor are links without an address: they are named as the buttons that they are. */
import { html } from '../html.js'
import { onBeforeUnmount, onMounted, ref, Quasar } from '../libraries.js'

const TOOLS = [['bold', 'italic', 'underline'], ['unordered', 'ordered', 'quote'], ['link', 'removeFormat']]

export const RichTextInput = {
  props: { modelValue: String, disabled: Boolean, label: String },
  emits: ['update:modelValue'],
  setup(props, { emit }) {
    const root = ref(null)
    const name = () => {
      for (const tool of root.value?.querySelectorAll('.q-editor__toolbar .q-btn') ?? []) {
        tool.setAttribute('role', 'button')
        tool.setAttribute('aria-label', tool.textContent.trim())
      }
      root.value?.querySelector('.q-editor__content')?.setAttribute('aria-label', props.label)
      root.value?.querySelector('.q-editor__content')?.setAttribute('role', 'textbox')
    }
    // A tool loses its role whenever it cannot be used.
    const observer = new MutationObserver(name)
    onMounted(() => {
      name()
      observer.observe(root.value, { subtree: true, childList: true, attributes: true, attributeFilter: ['aria-disabled'] })
    })
    onBeforeUnmount(() => observer.disconnect())
    return () => html`<div ref=${root}><${Quasar.QEditor} class="gx-editor" modelValue=${props.modelValue ?? ''} readonly=${props.disabled} min-height="8rem" flat toolbar=${TOOLS} onUpdate:modelValue=${(value) => emit('update:modelValue', value)} /></div>`
  },
}
