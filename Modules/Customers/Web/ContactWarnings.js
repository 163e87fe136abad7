/** That a customer does not want to be contacted, where nobody overlooks it. */
import { html } from '../../parts/html.js'
import { Icon } from '../../parts/elements.js'

export default {
  props: { entity: Object, record: Object },
  setup(props) {
    const declined = () => props.entity.fields.filter(({ key }) => key.startsWith('doNot') && props.record[key] === true)
    return () => {
      const all = declined().find(({ key }) => key === 'doNotContact')
      const told = all ? [all] : declined()
      if (!told.length) return null
      return html`<div class=${['gx-warnings', all && 'gx-warnings-all']} role="note"><${Icon} name="do_not_disturb_on" size="small" />${told.map((field) => html`<span key=${field.key}>${field.label}</span>`)}</div>`
    }
  },
}
