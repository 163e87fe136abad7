/** Sessions and tokens of anybody: choose the person, end what should not be. */
import { html } from '../../parts/html.js'
import { Accesses } from '../../parts/Accesses.js'
import { ReferencePicker } from '../../parts/fields/ReferencePicker.js'
import { route, setQuery } from '../../parts/router.js'
import { Empty } from '../../parts/states.js'
import { t } from '../../parts/texts.js'
import { knownTitle } from '../../parts/titles.js'
import { AreaHead } from './AreaHead.js'

export default {
  setup: () => () => html`
    <${AreaHead} title=${t('admin.accesses')} text=${t('accesses.areaText')} />
    <div class="gx-area-tools"><div class="gx-area-search"><${ReferencePicker} target="user" label=${t('accesses.whose')} placeholder=${t('accesses.whose')} modelValue=${route.query.user ?? null} labelOf=${(id) => knownTitle('user', id)} onUpdate:modelValue=${(user) => setQuery({ user })} /></div></div>
    <div class="gx-area-body gx-area-pad">${route.query.user
      ? html`<${Accesses} key=${route.query.user} path=${`/user-accounts/${route.query.user}/accesses`} mayEndAll />`
      : html`<${Empty} icon="devices" title=${t('accesses.choose')} text=${t('accesses.chooseHelp')} />`}</div>`,
}
