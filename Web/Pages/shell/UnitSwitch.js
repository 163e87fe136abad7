/** For those who work for several units: which of them the lists show. */
import { html } from '../parts/html.js'
import { onMounted, ref } from '../parts/libraries.js'
import { api } from '../parts/api.js'
import { entityNamed } from '../parts/catalogue.js'
import { Button, Menu } from '../parts/elements.js'
import { prefer, session } from '../parts/session.js'
import { t } from '../parts/texts.js'

export const UnitSwitch = {
  setup() {
    const units = ref([])
    onMounted(async () => {
      if (!entityNamed('user') || !entityNamed('orgUnit')) return
      const person = await api.get(`/users/${session.user.id}`, { fields: 'unit,units' }).catch(() => null)
      const ids = [...new Set([person?.unit, ...(person?.units ?? [])].filter(Boolean))]
      if (ids.length < 2) return
      const answer = await api.get('/org-units', { filter: { id: { in: ids } }, fields: 'name', limit: 50 })
      units.value = answer.data
    })
    const current = () => units.value.find((unit) => unit.id === session.preferences.currentUnit)
    return () => units.value.length > 1 && html`
      <${Button} kind="quiet" icon="account_tree" label=${current()?.name ?? t('unit.all')} drop class="gx-unit" aria-haspopup="menu">
        <${Menu} anchor="bottom right" self="top right" items=${() => [
          { label: t('unit.all'), checked: !current(), run: () => prefer('currentUnit', null) },
          ...units.value.map((unit) => ({ label: unit.name, checked: unit === current(), run: () => prefer('currentUnit', unit.id) })),
        ]} /><//>`
  },
}
