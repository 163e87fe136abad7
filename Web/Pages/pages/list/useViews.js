/** The views of a list: those that come with every entity, and those that people have saved. */
import { computed, ref } from '../../parts/libraries.js'
import { api, ifVersion } from '../../parts/api.js'
import { entityNamed } from '../../parts/catalogue.js'
import { isFirstFor, ownRoles } from '../../parts/ownRoles.js'
import { ME } from '../../parts/rules.js'
import { session } from '../../parts/session.js'
import { t } from '../../parts/texts.js'

export function useViews(entity) {
  const saved = ref([])
  const roles = ref([])

  const views = computed(() => [
    { id: 'all', name: t('view.all', { name: entity.pluralLabel }), settings: {} },
    entity.is.owned && { id: 'mine', name: t('view.mine', { name: entity.pluralLabel }), settings: { filter: { owner: { in: [ME] } } } },
    { id: 'new', name: t('view.new'), settings: { filter: { createdAt: { within: 'last30Days' } }, sort: ['-createdAt'] } },
    ...saved.value.map((view) => ({ ...view, isSaved: true, isMine: view.owner === session.user.id })),
  ].filter(Boolean))

  /** The one that a person or their role begins with. */
  const standard = computed(() => session.preferences.views?.[entity.name] ?? saved.value.find((view) => isFirstFor(view, roles.value))?.id ?? 'all')

  async function load() {
    if (!entityNamed('savedView')) return
    const [answer, own] = await Promise.all([api.get('/saved-views', { filter: { entity: { eq: entity.name } }, sort: 'position,id', limit: 200 }).catch(() => ({ data: [] })), ownRoles()])
    roles.value = own
    saved.value = answer.data
  }

  async function create(values) {
    const view = await api.post('/saved-views', { ...values, entity: entity.name })
    saved.value = [...saved.value, view]
    return view
  }

  async function change(view, values) {
    const next = await api.patch(`/saved-views/${view.id}`, values, { headers: ifVersion(view.version) })
    saved.value = saved.value.map((other) => (other.id === view.id ? next : other))
    return next
  }

  async function remove(view) {
    await api.delete(`/saved-views/${view.id}`)
    saved.value = saved.value.filter((other) => other.id !== view.id)
  }

  return { views, standard, load, create, change, remove, canSave: () => Boolean(entityNamed('savedView')) }
}
