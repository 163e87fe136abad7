/** Search and commands in one place: records, pages, what can be done, what can be made, and what was looked at last. */
import { html } from '../parts/html.js'
import { computed, nextTick, onMounted, reactive, ref, watch, Quasar } from '../parts/libraries.js'
import { api } from '../parts/api.js'
import { entityNamed } from '../parts/catalogue.js'
import { Icon } from '../parts/elements.js'
import { createRecord } from '../parts/forms/create.js'
import { go, useArrival } from '../parts/router.js'
import { session, theme } from '../parts/session.js'
import { shortcuts } from '../parts/keys.js'
import { t } from '../parts/texts.js'
import { listedEntities, navigation } from './navigation.js'

/** Customers before the organisation: whoever searches looks for the first far more often. */
const businessFirst = (groups) => {
  const rank = (group) => listedEntities.value.findIndex((entity) => entity.name === group.entity) >>> 0
  return [...groups].sort((one, other) => rank(one) - rank(other))
}

export const Palette = {
  emits: ['close'],
  setup(_, { emit }) {
    const words = ref('')
    const found = reactive({ groups: [], isBusy: false, problem: null })
    const place = ref(0)
    const isOpen = ref(true)
    const root = ref(null)
    let asking = null
    useArrival(() => (isOpen.value = false))

    watch(words, (text) => {
      place.value = 0
      asking?.abort()
      if (!text.trim()) return Object.assign(found, { groups: [], isBusy: false, problem: null })
      found.isBusy = true
      const mine = (asking = new AbortController())
      setTimeout(() => mine.signal.aborted || search(text.trim(), mine.signal), 120)
    })
    const search = async (q, signal) => {
      try {
        const answer = await api.get('/search', { q }, { signal })
        Object.assign(found, { groups: answer.data, isBusy: false, problem: null })
      } catch (problem) {
        if (problem.name !== 'AbortError') Object.assign(found, { groups: [], isBusy: false, problem })
      }
    }

    const commands = computed(() => [
      ...navigation.value.flatMap((group) => group.items).map((item) => ({ label: item.label, icon: item.icon, run: () => go(item.path, item.query) })),
      { label: t('user.settings'), icon: 'manage_accounts', run: () => go('/settings') },
      ...listedEntities.value.filter((entity) => entity.can.create).map((entity) => ({ label: t('palette.create', { name: entity.label }), icon: 'add', run: () => createRecord(entity) })),
      ...[...shortcuts].filter(({ label, isAction }) => label && isAction).map(({ label, run }) => ({ label: label(), icon: 'bolt', run })),
      { label: t('palette.theme'), icon: 'dark_mode', run: () => (theme.value = theme.value === 'dark' ? 'light' : 'dark') },
    ])
    const record = (entity, item) => ({ label: item.title, detail: item.isSimilar ? t('palette.similar') : item.detail, icon: entity?.icon ?? 'description', run: () => go(`/${entity.resource}/${item.id}`) })

    const groups = computed(() => {
      const text = words.value.trim().toLowerCase()
      const matching = commands.value.filter((command) => command.label.toLowerCase().includes(text))
      if (!text) {
        const recent = (session.preferences.recent ?? []).filter((item) => entityNamed(item.entity)).slice(0, 8)
        return [{ title: t('palette.recent'), items: recent.map((item) => record(entityNamed(item.entity), item)) }, { title: t('palette.commands'), items: matching }]
          .filter((group) => group.items.length)
      }
      return [
        ...businessFirst(found.groups.filter((group) => entityNamed(group.entity) && !entityNamed(group.entity).is.attached)).map((group) => {
          const entity = entityNamed(group.entity)
          const more = group.hasMore && { label: t('palette.more', { name: entity.pluralLabel }), icon: 'arrow_forward', run: () => go(`/${entity.resource}`, { q: words.value.trim() }) }
          return { title: entity.pluralLabel, items: [...group.items.map((item) => record(entity, item)), more].filter(Boolean) }
        }),
        { title: t('palette.commands'), items: matching.slice(0, 6) },
      ].filter((group) => group.items.length)
    })
    const flat = computed(() => groups.value.flatMap((group) => group.items))

    const run = (item) => {
      isOpen.value = false
      nextTick(() => item.run())
    }
    const press = (event) => {
      if (event.isComposing) return
      const steps = { ArrowDown: 1, ArrowUp: -1 }[event.key]
      if (steps && flat.value.length) {
        event.preventDefault()
        place.value = (place.value + steps + flat.value.length) % flat.value.length
        nextTick(() => document.querySelector('.gx-palette [aria-selected="true"]')?.scrollIntoView({ block: 'nearest' }))
      } else if (event.key === 'Enter' && flat.value[place.value]) {
        event.preventDefault()
        run(flat.value[place.value])
      }
    }
    onMounted(() => setTimeout(() => root.value?.focus(), 30))

    return () => html`
        <${Quasar.QDialog} modelValue=${isOpen.value} position="top" onUpdate:modelValue=${(value) => (isOpen.value = value)} onHide=${() => emit('close')} transition-duration=${80} class="gx-dialog-layer">
          ${() => {
            let index = -1
            return html`
            <div class="gx-palette" role="dialog" aria-modal="true" aria-label=${t('shell.search')} onKeydown=${press}>
              <div class="gx-palette-input"><${Icon} name="search" />
                <input ref=${root} value=${words.value} onInput=${(event) => (words.value = event.target.value)} placeholder=${t('shell.search')} aria-label=${t('shell.search')}
                  role="combobox" aria-expanded="true" aria-controls="gx-palette-list" aria-activedescendant=${`gx-palette-${place.value}`} autocomplete="off" maxlength="100" />
                ${found.isBusy && html`<span class="gx-spinner" aria-hidden="true"></span>`}</div>
              <div id="gx-palette-list" role="listbox" aria-label=${t('palette.results')} class="gx-palette-list">
                ${groups.value.map((group) => html`<div role="group" aria-label=${group.title}><h3 role="presentation">${group.title}</h3>
                  ${group.items.map((item) => {
                    const mine = ++index
                    return html`<div id=${`gx-palette-${mine}`} role="option" class="gx-palette-item" aria-selected=${String(mine === place.value)} onMousemove=${() => (place.value = mine)} onClick=${() => run(item)}>
                      <${Icon} name=${item.icon} /><span class="gx-cut">${item.label}</span>${item.detail && html`<span class="gx-faint gx-cut">${item.detail}</span>`}</div>`
                  })}</div>`)}
                ${found.problem && html`<p class="gx-error">${found.problem.message}</p>`}
                ${!flat.value.length && !found.isBusy && !found.problem && html`<p class="gx-faint gx-palette-none">${t('palette.none')}</p>`}
              </div>
            </div>`
          }}
        <//>`
  },
}
