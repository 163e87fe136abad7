/** A warning under the name of a customer who wants not to be contacted in some way, or who has withdrawn a consent. */
import { html } from '../../parts/html.js'
import { shallowRef } from '../../parts/libraries.js'
import { Icon } from '../../parts/elements.js'
import { useRecordData } from '../../parts/panels.js'
import { t } from '../../parts/texts.js'
import { permissions, warnings } from './consents.js'

export default {
  props: { entity: Object, record: Object },
  setup(props) {
    const refused = shallowRef([])
    useRecordData(props, () => permissions(props.record.id).then((data) => (refused.value = data.filter(({ allowed }) => !allowed)), () => (refused.value = [])), ['consent'])
    return () => refused.value.length > 0 && html`<p class="gx-banner gx-banner-warn gx-consent-banner"><${Icon} name="do_not_disturb_on" size="small" /><span>${warnings(refused.value).join(t('page.consent.stop'))}</span></p>`
  },
}
