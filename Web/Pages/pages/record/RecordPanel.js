/** The place of a module's panel: loads it, and keeps what fails in it away from the page. */
import { html } from '../../parts/html.js'
import { defineAsyncComponent, onErrorCaptured, shallowRef } from '../../parts/libraries.js'
import { Failure, Skeleton } from '../../parts/states.js'
import { useNarrow } from '../../parts/useNarrow.js'

export const RecordPanel = {
  props: { panel: Object, entity: Object, record: Object, hasTitle: Boolean },
  emits: ['saved'],
  setup(props, { emit }) {
    const isNarrow = useNarrow(900)
    const problem = shallowRef(null)
    onErrorCaptured((error) => {
      console.error(error)
      problem.value = error
      return false
    })
    const content = () => {
      if (problem.value) return html`<${Failure} problem=${problem.value} retry=${() => (problem.value = null)} />`
      return html`<${componentOf(props.panel)} entity=${props.entity} record=${props.record} isNarrow=${isNarrow.value} onSaved=${() => emit('saved')} />`
    }
    return () => html`
      <section class=${['gx-panel', `gx-panel-${props.panel.place}`]} data-panel=${props.panel.key} aria-label=${props.panel.title()}>
        ${props.hasTitle && html`<h3 class="gx-panel-title">${props.panel.title()}</h3>`}${content()}
      </section>`
  },
}

const components = new Map()

function componentOf(panel) {
  if (!components.has(panel)) components.set(panel, defineAsyncComponent({ loader: async () => (await panel.load()).default, delay: 200, loadingComponent: panel.place === 'head' ? undefined : Skeleton }))
  return components.get(panel)
}
