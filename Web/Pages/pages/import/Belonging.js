/** Which record of another entity each row belongs to: the column that names it, the field by which, and whether the first ones are found. */
import { html } from '../../parts/html.js'
import { computed, reactive, watch } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { entityNamed } from '../../parts/catalogue.js'
import { t } from '../../parts/texts.js'
import { belongings, lookupsOf } from './plan.js'

const LOOKED_FOR = 30
const NAMED = 3

export const Belonging = {
  props: { entity: Object, preview: Object, plan: Object },
  setup(props) {
    const fields = computed(() => belongings(props.entity))
    const found = reactive({})
    const columnOf = (field) => props.plan.columns.findIndex(({ target }) => target === field.key)
    const names = (i) => [...new Set(props.preview.rows.map((row) => row[i]?.trim()).filter(Boolean))].slice(0, LOOKED_FOR)
    const look = async (field) => {
      const i = columnOf(field), other = entityNamed(field.details.target)
      const by = other?.field[props.plan.columns[i]?.by] ?? other?.fields.find((one) => one.is.unique)
      delete found[field.key]
      if (i < 0 || !by || !names(i).length) return
      const asked = names(i), counts = {}
      try {
        const { data } = await api.get(`/${other.resource}`, { filter: JSON.stringify({ [by.key]: { in: asked } }), fields: by.key, limit: 200 })
        for (const record of data) counts[record[by.key]] = (counts[record[by.key]] ?? 0) + 1
        const count = (name) => counts[name] ?? 0
        found[field.key] = { asked, unknown: asked.filter((name) => !count(name)), shared: asked.filter((name) => count(name) > 1) }
      } catch {
        // Not everything can be looked for before it is tried: the trial tells.
      }
    }
    watch(() => JSON.stringify([fields.value.map(({ key }) => [key, columnOf({ key }), props.plan.columns[columnOf({ key })]?.by]), props.preview.rows]), () => fields.value.forEach(look), { immediate: true })

    const choose = (field, i) => {
      const before = columnOf(field)
      if (before >= 0) Object.assign(props.plan.columns[before], { target: null, by: '' })
      if (i >= 0) Object.assign(props.plan.columns[i], { target: field.key, by: '' })
    }
    const list = (some) => some.slice(0, NAMED).join(t('list.comma')) + (some.length > NAMED ? '…' : '')
    const outcome = ({ asked, unknown, shared }) => html`
      <p class="gx-small" role="status"><span class=${unknown.length || shared.length ? 'gx-warn' : 'gx-good'}>${t('import.belongs.found', { found: asked.length - unknown.length - shared.length, n: asked.length, count: asked.length })}</span>
        <span class="gx-faint">${[unknown.length > 0 && ` ${t('import.belongs.unknown', { names: list(unknown) })}`, shared.length > 0 && ` ${t('import.belongs.shared', { names: list(shared) })}`]}</span></p>`
    const row = (field) => {
      const i = columnOf(field), { by } = props.plan.columns[i] ?? {}
      return html`
        <div key=${field.key} class="gx-import-belonging">
          <label class="gx-field"><span class="gx-label gx-label-needed">${t('import.belongs.column', { name: field.label })}</span>
            <select class="gx-input" onChange=${(event) => choose(field, Number(event.target.value))}><option value="-1" selected=${i < 0}>${t('import.belongs.none')}</option>${props.preview.header.map((name, j) => html`<option value=${j} selected=${i === j}>${name}</option>`)}</select></label>
          <label class="gx-field"><span class="gx-label">${t('import.belongs.by')}</span>
            <select class="gx-input" disabled=${i < 0} onChange=${(event) => (props.plan.columns[i].by = event.target.value)}><option value="" selected=${!by}>${t('import.byCode')}</option>${lookupsOf(field).map((other) => html`<option value=${other.key} selected=${by === other.key}>${t('import.byField', { name: other.label })}</option>`)}</select></label>
          ${found[field.key] && outcome(found[field.key])}</div>`
    }
    return () => fields.value.length > 0 && html`
      <section class="gx-column"><h2>${t('import.belongs')}</h2><p class="gx-faint">${t('import.belongs.help')}</p>${fields.value.map(row)}</section>`
  },
}
