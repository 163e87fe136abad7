/** The administration: its areas at the left, a choice of them on a phone, each loaded when it is asked for. */
import { html } from '../../parts/html.js'
import { computed, defineAsyncComponent, h } from '../../parts/libraries.js'
import { Icon } from '../../parts/elements.js'
import { go, Link } from '../../parts/router.js'
import { Skeleton } from '../../parts/states.js'
import { t } from '../../parts/texts.js'
import { GROUPS } from './areas.js'

const components = new Map()
function componentOf(area) {
  if (!components.has(area.load)) components.set(area.load, defineAsyncComponent({ loader: area.load, delay: 300, loadingComponent: Skeleton }))
  return components.get(area.load)
}

export default {
  props: { steps: Array },
  setup(props) {
    const groups = computed(() => GROUPS.map((group) => ({ ...group, areas: group.areas.filter((area) => area.needs()) })).filter((group) => group.areas.length))
    const areas = computed(() => groups.value.flatMap((group) => group.areas))
    const here = computed(() => areas.value.find((area) => area.key === props.steps[0]) ?? areas.value[0])
    return () => html`
      <div class="gx-admin">
        <nav class="gx-admin-nav" aria-label=${t('admin.title')}>
          <h1>${t('admin.title')}</h1>
          ${groups.value.map((group) => html`
            <h2 class="gx-nav-title">${t(`admin.group.${group.key}`)}</h2>
            <ul>${group.areas.map((area) => html`
              <li><${Link} to=${`/admin/${area.key}`} class=${['gx-nav-link', area === here.value && 'gx-on']} aria-current=${area === here.value ? 'page' : undefined}><${Icon} name=${area.icon} /><span class="gx-cut">${t(`admin.${area.key}`)}</span><//></li>`)}
              ${group.key === 'operation' && html`<li><${Link} to="/jobs" class="gx-nav-link"><${Icon} name="pending_actions" /><span class="gx-cut">${t('nav.jobs')}</span><//></li>`}</ul>`)}
        </nav>
        <div class="gx-admin-pick"><select class="gx-input" aria-label=${t('admin.title')} onChange=${(event) => go(event.target.value)}>
          ${groups.value.map((group) => html`<optgroup label=${t(`admin.group.${group.key}`)}>${group.areas.map((area) => html`<option value=${`/admin/${area.key}`} selected=${area === here.value}>${t(`admin.${area.key}`)}</option>`)}</optgroup>`)}
        </select></div>
        <section class="gx-admin-area" aria-label=${t(`admin.${here.value.key}`)}>
          ${h(componentOf(here.value), { key: here.value.key, steps: props.steps.slice(1), entityName: here.value.entity })}
        </section>
      </div>`
  },
}
