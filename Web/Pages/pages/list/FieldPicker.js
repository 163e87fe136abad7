/** A field to filter, group or show: of the entity itself, of an address's parts, or of a record that it refers to. */
import { html } from '../../parts/html.js'
import { computed, nextTick, onMounted, ref } from '../../parts/libraries.js'
import { entityNamed, pathLabel } from '../../parts/catalogue.js'
import { Icon } from '../../parts/elements.js'
import { t } from '../../parts/texts.js'

/** `accepts(field)` leaves out what cannot be used. */
export const FieldPicker = {
  props: { entity: Object, accepts: { type: Function, default: (field) => field.operators.length > 0 }, withoutRelated: Boolean, canBuild: { type: Boolean, default: true } },
  emits: ['pick', 'build'],
  setup(props, { emit }) {
    const words = ref('')
    const root = ref(null)
    const place = ref('')
    onMounted(() => nextTick(() => setTimeout(() => root.value?.focus(), 60)))

    // What is the entity's own first, what every record has after it, the ways to other records last.
    const fieldsOf = (entity, prefix) => {
      const fields = entity.fields.filter((field) => !field.retired && !['id', 'version', 'deletedAt'].includes(field.key))
      const rank = (item) => (item.leads ? 2 : entity.field[item.path.slice(prefix.length).split('.')[0]].is.system ? 1 : 0)
      return fields.flatMap((field) => itemsOf(field, prefix)).sort((one, other) => rank(one) - rank(other))
    }
    const itemsOf = (field, prefix) => [
      ...(field.kind !== 'address' && props.accepts(field) ? [{ path: prefix + field.key, icon: iconOf(field) }] : []),
      ...(field.kind === 'address' ? ['province', 'city', 'district', 'street'].map((part) => ({ path: `${prefix}${field.key}.${part}`, icon: 'place' })) : []),
      ...(!prefix && !props.withoutRelated && field.kind === 'reference' && field.right !== 'masked' && entityNamed(field.details.target) ? [{ path: field.key, leads: true, icon: 'chevron_right' }] : []),
    ]
    const shown = computed(() => {
      const text = words.value.trim().toLowerCase()
      const all = place.value ? fieldsOf(entityNamed(props.entity.field[place.value].details.target), place.value + '.').filter((item) => !item.leads) : fieldsOf(props.entity, '')
      return all.map((item) => ({ ...item, label: item.leads ? t('filter.fieldsOf', { name: props.entity.field[item.path].label }) : pathLabel(props.entity, item.path) })).filter(({ label }) => label.toLowerCase().includes(text))
    })
    const pick = (item) => {
      if (item.leads) Object.assign(place, { value: item.path }), (words.value = '')
      else emit('pick', item.path)
    }
    const press = (event) => {
      if (event.key === 'Enter' && shown.value[0]) (event.preventDefault(), pick(shown.value[0]))
    }
    return () => html`
      <div class="gx-field-picker" onKeydown=${press}>
        <input ref=${root} class="gx-input" value=${words.value} placeholder=${t('filter.searchField')} aria-label=${t('filter.searchField')} onInput=${(event) => (words.value = event.target.value)} />
        <div class="gx-field-list" role="menu">
          ${place.value && html`<button type="button" role="menuitem" class="gx-menu-item" onClick=${() => (place.value = '')}><${Icon} name="arrow_back" /><span>${t('action.back')}</span></button>`}
          ${shown.value.map((item) => html`<button type="button" role="menuitem" key=${item.path + (item.leads ? '.' : '')} class="gx-menu-item" onClick=${() => pick(item)}><${Icon} name=${item.icon} /><span class="gx-cut">${item.label}</span></button>`)}
          ${!shown.value.length && html`<div class="gx-menu-none">${t('picker.none')}</div>`}
        </div>
        ${props.canBuild && html`<button type="button" class="gx-menu-item gx-field-build" onClick=${() => emit('build')}><${Icon} name="account_tree" /><span>${t('filter.build')}</span></button>`}
      </div>`
  },
}

const ICONS = { text: 'short_text', longText: 'notes', phone: 'call', mail: 'mail_outline', choice: 'radio_button_checked', choices: 'checklist', date: 'event', dateTime: 'schedule', money: 'payments', integer: 'tag', decimal: 'tag', percent: 'percent', flag: 'toggle_on', reference: 'link', references: 'link', address: 'place', identityNumber: 'badge', url: 'language' }
export const iconOf = (field) => ICONS[field.kind === 'formula' || field.kind === 'rollUp' ? field.details.result : field.kind] ?? 'short_text'
