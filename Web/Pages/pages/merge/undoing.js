/** Makes two of one record again, and says what stayed where it was. */
import { api, once } from '../../parts/api.js'
import { entityNamed } from '../../parts/catalogue.js'
import { go } from '../../parts/router.js'
import { t } from '../../parts/texts.js'
import { done } from '../../parts/toast.js'

export async function undoMerge(entity, survivor, merge) {
  const answer = await api.post(`/${entity.resource}/${survivor}/unmerge`, { merge }, { headers: once() })
  const stays = answer.stays.map(({ entity: name, count }) => `${entityNamed(name)?.pluralLabel ?? t('merge.others')} ${count}`)
  const kept = answer.kept.map((key) => entity.field[key]?.label).filter(Boolean)
  const more = [kept.length && t('merge.keptFields', { names: kept.join(t('merge.comma')) }), stays.length && t('merge.stayed', { names: stays.join(t('merge.comma')) })].filter(Boolean)
  done([t('merge.undone'), ...more].join(' '), () => go(`/${entity.resource}/${answer.loser}`), t('merge.openOther'))
  return answer
}
