/** Which fields number themselves, and by what rule, as far as it is told. */
import { html } from '../../parts/html.js'
import { computed, shallowRef } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { entities } from '../../parts/catalogue.js'
import { Icon } from '../../parts/elements.js'
import { allPages } from '../../parts/pages.js'
import { Empty } from '../../parts/states.js'
import { t } from '../../parts/texts.js'
import { AreaHead } from './AreaHead.js'
import { numberExample } from './numbers.js'

export default {
  setup() {
    const rules = shallowRef(new Map())
    allPages((cursor) => api.get('/custom-entities', { fields: 'key,numbering', limit: 200, cursor })).then((list) => (rules.value = new Map(list.map((object) => [object.key, object.numbering])))).catch(() => {})
    const last = shallowRef(new Map())
    const rows = computed(() => entities.value.flatMap((entity) => entity.fields.filter((field) => field.is.numbered).map((field) => ({ entity, field }))))
    // The newest record shows what the rule gives; what somebody typed by hand shows as well.
    for (const { entity, field } of rows.value) {
      api.get(`/${entity.resource}`, { sort: '-createdAt', fields: field.key, limit: 1 }).then(({ data }) => (last.value = new Map(last.value).set(entity.name, data[0]?.[field.key]))).catch(() => {})
    }
    const rule = (entity, field) => field.details.numbering ?? rules.value.get(entity.name)
    return () => html`
      <${AreaHead} title=${t('admin.numbers')} text=${t('numbers.text')} />
      <div class="gx-area-body">${rows.value.length ? html`
        <table class="gx-admin-rows"><thead><tr><th>${t('roles.object')}</th><th>${t('roles.field')}</th><th>${t('numbers.rule')}</th><th>${t('numbers.last')}</th></tr></thead><tbody>${rows.value.map(({ entity, field }) => html`
          <tr key=${entity.name + field.key}><td><span class="gx-row"><${Icon} name=${entity.icon} size="small" />${entity.pluralLabel}</span></td><td>${field.label}</td>
            <td>${rule(entity, field) ? html`<code class="gx-code">${rule(entity, field)}</code> <span class="gx-faint gx-small">${numberExample(rule(entity, field))}</span>` : html`<span class="gx-faint">${t('numbers.builtIn')}</span>`}</td><td class="gx-faint">${last.value.get(entity.name) ?? '—'}</td></tr>`)}</tbody></table>`
        : html`<${Empty} icon="pin" title=${t('numbers.none')} text=${t('numbers.text')} />`}</div>`
  },
}
