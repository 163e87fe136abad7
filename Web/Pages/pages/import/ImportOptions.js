/** What shall happen to the rows: new records, known ones, or both; whose they are; standards; words that are no option. */
import { html } from '../../parts/html.js'
import { computed } from '../../parts/libraries.js'
import { entityNamed } from '../../parts/catalogue.js'
import { Picker } from '../../parts/fields/Picker.js'
import { exactNumber } from '../../parts/format.js'
import { t } from '../../parts/texts.js'
import { givenFields } from './plan.js'
import { Standards } from './Standards.js'

const MODES = ['create', 'update', 'both']
const KNOWN = ['skip', 'refuse']

export const ImportOptions = {
  props: { entity: Object, plan: Object, missing: Object, unknown: Array },
  setup(props) {
    const mayMode = (mode) => (mode === 'update' || props.entity.can.create) && (mode === 'create' || props.entity.can.edit)
    /** The fields of an entity that columns go into and that records can be told by. */
    const fieldsOf = (entity, prefix) => props.plan.columns.map(({ target }) => target ?? '').filter((target) => target.startsWith(prefix)).map((target) => entity.field[target.slice(prefix.length)]).filter((field) => field?.operators.includes('eq'))
    const asOptions = (fields) => fields.map((field) => ({ key: field.key, label: field.label }))
    const matchable = computed(() => fieldsOf(props.entity, ''))
    const choose = (mode) => {
      props.plan.mode = mode
      // What tells records apart is proposed: a code, an outer code, a login.
      if (mode !== 'create' && !props.plan.match.length) {
        const best = matchable.value.find((field) => field.is.unique) ?? matchable.value.find((field) => field.is.indexed && field.key !== props.entity.title)
        props.plan.match = best ? [best.key] : []
      }
    }
    const given = computed(() => givenFields(props.entity, props.plan))
    const setWord = (values, field, word, key) => {
      const { [word]: before, ...rest } = values[field.key] ?? {}
      values[field.key] = key ? { ...rest, [word]: key } : rest
    }
    const modes = () => html`
      <div class="gx-import-modes" role="radiogroup" aria-label=${t('import.happens')}>${MODES.map((mode) => html`
        <label class=${['gx-kind', props.plan.mode === mode && 'gx-on']}><input type="radio" name="gx-import-mode" checked=${props.plan.mode === mode} disabled=${!mayMode(mode)} onChange=${() => choose(mode)} /><span><b>${t(`import.mode.${mode}`)}</b><span class="gx-faint gx-small">${t(`import.mode.${mode}.help`)}</span></span></label>`)}</div>`
    const matching = () => html`
      <div class="gx-field gx-settings-narrow"><label class=${['gx-label', props.plan.mode !== 'create' && 'gx-label-needed']} for="gx-import-match">${t('import.match')}</label>
        <${Picker} id="gx-import-match" multiple modelValue=${props.plan.match} options=${asOptions(matchable.value)} onUpdate:modelValue=${(keys) => (props.plan.match = keys)} /><span class="gx-faint gx-small">${t(props.plan.mode === 'create' ? 'import.matchNewHelp' : 'import.matchHelp')}</span></div>
      ${props.plan.mode === 'create' && props.plan.match.length > 0 && html`<div class="gx-field gx-settings-narrow"><span class="gx-label">${t('import.known')}</span><select class="gx-input" aria-label=${t('import.known')} onChange=${(event) => (props.plan.known = event.target.value)}>${KNOWN.map((known) => html`<option value=${known} selected=${props.plan.known === known}>${t(`import.known.${known}`)}</option>`)}</select></div>`}
      ${props.plan.children.map((child) => childMatching(child, entityNamed(child.entity)))}`
    const childMatching = (child, entity) => html`
      <div key=${child.entity} class="gx-field gx-settings-narrow"><label class="gx-label" for=${`gx-import-match-${child.entity}`}>${t('import.childMatch', { name: entity.label })}</label>
        <${Picker} id=${`gx-import-match-${child.entity}`} multiple modelValue=${child.match} options=${asOptions(fieldsOf(entity, `${child.entity}:`))} onUpdate:modelValue=${(keys) => (child.match = keys)} /><span class="gx-faint gx-small">${t('import.childMatchHelp')}</span></div>`
    const words = () => html`
      <section class="gx-column"><h2>${t('import.words')}</h2><p class="gx-faint">${t('import.wordsHelp')}</p>
        ${props.unknown.map(({ target, field, values, words }) => html`<div key=${target} class="gx-import-words"><h3>${field.label}</h3>${words.map(({ word, count }) => html`
          <div key=${word} class="gx-import-word"><span class="gx-cut">${word} ${count && html`<span class="gx-faint gx-small">${t('import.rows', { n: count, count: exactNumber(count) })}</span>`}</span>
            <${Picker} modelValue=${values[field.key]?.[word] ?? null} options=${field.options} label=${t('import.wordMeans', { word })} placeholder=${t('import.wordUnknown')} onUpdate:modelValue=${(key) => setWord(values, field, word, key)} /></div>`)}</div>`)}</section>`
    /** Of entities in the same row, as far as columns go into them. */
    const children = computed(() => props.plan.children.map((child) => ({ child, entity: entityNamed(child.entity) })).filter(({ entity }) => entity && givenFields(props.entity, props.plan, entity).size))
    const standards = () => html`
      <section class="gx-column"><h2>${t('import.defaults')}</h2><p class="gx-faint">${t('import.defaultsHelp')}</p>
        ${props.plan.mode !== 'update' && html`<${Standards} entity=${props.entity} defaults=${props.plan.defaults} given=${given.value} missing=${props.missing.own} title=${children.value.length ? props.entity.label : ''} />`}
        ${children.value.map(({ child, entity }) => html`<${Standards} key=${entity.name} entity=${entity} defaults=${child.defaults} given=${givenFields(props.entity, props.plan, entity)} missing=${props.missing.children[entity.name] ?? []} title=${entity.label} />`)}</section>`
    return () => html`
      <section class="gx-column"><h2>${t('import.happens')}</h2>${modes()}${matching()}</section>
      ${props.unknown.length > 0 && words()}
      ${(props.plan.mode !== 'update' || children.value.length > 0) && standards()}`
  },
}
