/** Puts what is shown on a dashboard: one of those the user may change, or a new one. */
import { open } from '../../parts/Dialog.js'
import { go } from '../../parts/router.js'
import { t } from '../../parts/texts.js'
import { done } from '../../parts/toast.js'
import { measureLabel, measureOf, groupOf, groupLabel } from '../../parts/charts/questions.js'
import { SaveTileDialog } from './SaveTileDialog.js'

/** `tile` has `kind, entity, filter, q, chart`; the place on the dashboard is found here. */
export async function saveAsTile(tile, entity) {
  const dashboard = await open(SaveTileDialog, { tile, title: suggestedTitle(entity, tile.chart) })
  if (dashboard) done(t('dashboard.tileSaved', { name: dashboard.name }), async () => go(`/dashboards/${dashboard.id}`), t('dashboard.show'))
}

/** 客户 · 数量 · 客户等级 */
export function suggestedTitle(entity, chart) {
  const group = groupOf(entity, chart.groups[0])
  const measure = measureOf(entity, chart.measure)
  return [entity.pluralLabel, measure.name === 'count' && group ? null : measureLabel(measure), group && groupLabel(group)].filter(Boolean).join(' · ')
}
