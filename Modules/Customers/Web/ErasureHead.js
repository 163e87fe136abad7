/** Under the name of what was put away: that it was erased, or is kept only because a law asks for that, and until when. */
import { html } from '../../parts/html.js'
import { shallowRef } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { Icon } from '../../parts/elements.js'
import { fullInstant } from '../../parts/format.js'
import { useRecordData } from '../../parts/panels.js'
import { t } from '../../parts/texts.js'

const ICONS = { erased: 'person_off', blocked: 'gavel' }

export default {
  props: { entity: Object, record: Object },
  setup(props) {
    const found = shallowRef({})
    useRecordData(props, () => api.get(`/${props.entity.resource}/${props.record.id}/erasure-state`).then((answer) => (found.value = answer), () => (found.value = {})))
    return () => {
      const { state, at, until, basis } = found.value
      return state && html`<p class="gx-banner gx-banner-warn gx-erasure-banner"><${Icon} name=${ICONS[state]} size="small" /><span>${t(`page.privacy.state.${state}`, { at: fullInstant(at), until: until ?? '', basis: basis ?? '' })}</span></p>`
    }
  },
}
