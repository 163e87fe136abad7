/** The foot of a list: how many there are, and the next ones. */
import { html } from '../../parts/html.js'
import { Button } from '../../parts/elements.js'
import { exactNumber } from '../../parts/format.js'
import { t } from '../../parts/texts.js'

export const MoreFoot = ({ list }) => html`
  <footer class="gx-area-foot"><span class="gx-faint">${list.total !== null && list.total !== undefined ? t('admin.shownOf', { shown: exactNumber(list.items.length), total: exactNumber(list.total) }) : t('admin.shown', { shown: exactNumber(list.items.length) })}</span>
    ${list.next && html`<${Button} kind="quiet" label=${t('admin.more')} busy=${list.isLoading} onClick=${list.more} />`}</footer>`
MoreFoot.props = ['list']
