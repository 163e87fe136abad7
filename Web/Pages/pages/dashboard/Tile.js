/** A tile: its title, its menu, and what is in it once it has come into view. While the dashboard is arranged it is moved and resized. */
import { html } from '../../parts/html.js'
import { computed, onBeforeUnmount, onMounted, ref } from '../../parts/libraries.js'
import { entityNamed } from '../../parts/catalogue.js'
import { Button, Menu } from '../../parts/elements.js'
import { t } from '../../parts/texts.js'
import { bodies } from './TileBodies.js'
import { periodLabel, showRecords } from './tiles.js'

export const Tile = {
  props: { tile: Object, period: String, place: Object, isEditing: Boolean, isMoving: Boolean, reloads: Number },
  emits: ['grab', 'resize', 'arrange', 'edit', 'copy', 'remove'],
  setup(props, { emit }) {
    const root = ref(null)
    const isSeen = ref(false)
    const isTable = ref(false)
    const reloads = ref(0)
    const observer = new IntersectionObserver(([entry]) => {
      if (!entry.isIntersecting) return
      isSeen.value = true
      observer.disconnect()
    }, { rootMargin: '300px' })
    onMounted(() => observer.observe(root.value))
    onBeforeUnmount(() => observer.disconnect())

    const isText = computed(() => props.tile.kind === 'text')
    const isKnown = computed(() => isText.value || Boolean(entityNamed(props.tile.entity)))
    const arrange = (key, icon) => ({ label: t(`dashboard.arrange.${key}`), icon, run: () => emit('arrange', key) })
    const menu = () => (props.isEditing ? [
      { label: t('dashboard.editTile'), icon: 'edit', run: () => emit('edit') }, { label: t('dashboard.copyTile'), icon: 'content_copy', run: () => emit('copy') }, { line: true },
      arrange('left', 'arrow_back'), arrange('right', 'arrow_forward'), arrange('up', 'arrow_upward'), arrange('down', 'arrow_downward'), { line: true },
      arrange('wider', 'add'), arrange('narrower', 'remove'), arrange('taller', 'add'), arrange('shorter', 'remove'), { line: true },
      { label: t('dashboard.removeTile'), icon: 'delete_outline', danger: true, run: () => emit('remove') },
    ] : [
      props.tile.kind === 'chart' && { label: t('chart.table'), icon: 'table_rows', checked: isTable.value, run: () => (isTable.value = !isTable.value) },
      isKnown.value && !isText.value && { label: t('dashboard.showRecords'), icon: 'open_in_new', run: () => showRecords(props.tile, props.period) },
      { label: t('dashboard.refresh'), icon: 'refresh', run: () => reloads.value++ },
    ])
    return () => {
      const { tile } = props
      const Body = bodies[tile.kind]
      return html`
        <section ref=${root} class=${['gx-tile', `gx-tile-${tile.kind}`, props.isEditing && 'gx-tile-editing', props.isMoving && 'gx-tile-moving']} style=${props.place} aria-label=${tile.title}>
          <header class="gx-tile-head" onPointerdown=${(event) => props.isEditing && emit('grab', event)}>
            <h2 class="gx-cut" title=${tile.title}>${tile.title}</h2>${tile.period && tile.period !== 'all' && html`<span class="gx-faint gx-small gx-tile-period">${periodLabel(tile.period)}</span>`}
            <span class="gx-grow"></span>
            ${(props.isEditing || !isText.value) && html`<${Button} kind="quiet" icon="more_horiz" hint=${t('dashboard.tileMenu', { name: tile.title })} class="gx-tile-menu" onPointerdown=${(event) => event.stopPropagation()}><${Menu} items=${menu} anchor="bottom right" self="top right" /><//>`}
          </header>
          <div class="gx-tile-body" inert=${props.isEditing || undefined}>
            ${!isKnown.value || !Body ? html`<p class="gx-chart-none">${t('dashboard.unknown')}</p>` : isSeen.value && html`<${Body} tile=${tile} period=${props.period} isTable=${isTable.value} reloads=${reloads.value + (props.reloads ?? 0)} />`}
          </div>
          ${props.isEditing && html`<div class="gx-tile-handle" aria-hidden="true" onPointerdown=${(event) => emit('resize', event)}></div>`}
        </section>`
    }
  },
}
