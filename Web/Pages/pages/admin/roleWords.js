/** What a role means in plain sentences: 可查看本机构及下级的客户、联系人。 */
import { t } from '../../parts/texts.js'
import { isLocked, scopesOf } from './rights.js'

/** Sentences for the entities that people work with, one for each verb and scope. */
export function roleWords(role, entities, abilities) {
  const sentences = ['read', 'create', 'edit', 'delete', 'assign', 'export', 'share', 'reveal'].flatMap((verb) => {
    const byScope = new Map()
    for (const entity of entities) {
      if (isLocked(entity, verb) || entity.is.administered) continue
      const scopes = scopesOf(role.grants, entity.name, verb)
      if (scopes.length) byScope.set(scopes.join(), [...(byScope.get(scopes.join()) ?? []), entity])
    }
    return [...byScope].map(([scopes, list]) => t('roles.sentence', {
      verb: t(`roles.verb.${verb}`), scope: scopes.split(',').map((scope) => t(`roles.scope.${scope}.of`)).join(t('roles.or')),
      entities: list.map((entity) => entity.pluralLabel).join(t('list.comma')),
    }))
  })
  const personal = entities.some((entity) => !entity.is.administered && scopesOf(role.grants, entity.name, 'read').length) ? [t(`roles.personal.${role.personal}`)] : []
  const able = (role.abilities ?? []).map((key) => t('roles.able', { name: abilities.find((option) => option.key === key)?.label ?? key }))
  return [...sentences, ...personal, ...able]
}
