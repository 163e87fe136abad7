/** The lines of a record in a form: a table on a desk, cards on a phone. */
import { html } from '../html.js'
import { useNarrow } from '../useNarrow.js'
import { LineCards } from './LineCards.js'
import { LineTable } from './LineTable.js'

export const LineSection = {
  props: { lines: Object },
  setup(props) {
    const isNarrow = useNarrow()
    return () => html`
      <section class="gx-lines-section" data-lines=${props.lines.key}><h3>${props.lines.entity.pluralLabel}</h3>
        <${isNarrow.value ? LineCards : LineTable} lines=${props.lines} /></section>`
  },
}
