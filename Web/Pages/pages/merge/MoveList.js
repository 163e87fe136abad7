/** How many records of which entities refer to a record: `moves` as the API has them. */
import { html } from '../../parts/html.js'
import { entityNamed } from '../../parts/catalogue.js'
import { Icon } from '../../parts/elements.js'
import { exactNumber } from '../../parts/format.js'
import { t } from '../../parts/texts.js'

export const MoveList = ({ moves, none }) => {
  // What one may not see is counted and has no name.
  const named = moves.map(({ entity: name, field, count }) => {
    const entity = entityNamed(name)
    const several = moves.filter((move) => move.entity === name).length > 1 && entity?.field[field]
    return { key: `${name}.${field}`, icon: entity?.icon ?? 'link', label: [entity?.pluralLabel ?? t('merge.others'), several && several.label].filter(Boolean).join(' · '), count }
  })
  if (!named.length) return html`<p class="gx-faint">${none}</p>`
  return html`<ul class="gx-merge-moves">${named.map((move) => html`<li key=${move.key}><${Icon} name=${move.icon} size="small" /><span class="gx-grow gx-cut">${move.label}</span><b class="gx-number">${exactNumber(move.count)}</b></li>`)}</ul>`
}
MoveList.props = ['moves', 'none']
