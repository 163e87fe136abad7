/** What shall happen to the rows: new records, known ones, or both; whose they are; standards; words that are no option. */
import { html } from '../../parts/html.js'
import { computed } from '../../parts/libraries.js'
import { editableFields, entityNamed } from '../../parts/catalogue.js'
import { Button } from '../../parts/elements.js'
import { Editor } from '../../parts/fields/Editor.js'
import { Picker } from '../../parts/fields/Picker.js'
import { ReferencePicker } from '../../parts/fields/ReferencePicker.js'
import { exactNumber } from '../../parts/format.js'
import { t } from '../../parts/texts.js'

const MODES = ['create', 'update', 'both']
const KNOWN = ['skip', 'refuse']
const NOT_AS_STANDARD = ['attachments', 'richText', 'json']

export const ImportOptions = {
  props: { entity: Object, plan: Object, missing: Array, unknown: Array },
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
    const given = computed(() => new Set(props.plan.columns.map(({ target }) => target?.split('.')[0])))
    const isOpen = (field) => !given.value.has(field.key) && !NOT_AS_STANDARD.includes(field.kind) && field.key !== 'owner'
    const addable = computed(() => asOptions(editableFields(props.entity).filter((field) => isOpen(field) && !(field.key in props.plan.defaults))))
    // What is needed and missing stands there at once, to be filled.
    const defaults = computed(() => [...new Set([...Object.keys(props.plan.defaults), ...props.missing.map((field) => field.key)])].map((key) => props.entity.field[key]).filter((field) => field && isOpen(field)))
    const set = (object, key, value) => {
      if (value === null || value === undefined || value === '') delete object[key]
      else object[key] = value
    }
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
    const owner = () => html`
      <div class="gx-field gx-settings-narrow"><label class="gx-label" for="gx-import-owner">${props.entity.field.owner.label}</label>
        <${ReferencePicker} id="gx-import-owner" target="user" modelValue=${props.plan.defaults.owner ?? null} placeholder=${t('import.ownerSelf')} onUpdate:modelValue=${(id) => set(props.plan.defaults, 'owner', id)} /></div>`
    const words = () => html`
      <section class="gx-column"><h2>${t('import.words')}</h2><p class="gx-faint">${t('import.wordsHelp')}</p>
        ${props.unknown.map(({ target, field, values, words }) => html`<div key=${target} class="gx-import-words"><h3>${field.label}</h3>${words.map(({ word, count }) => html`
          <div key=${word} class="gx-import-word"><span class="gx-cut">${word} ${count && html`<span class="gx-faint gx-small">${t('import.rows', { n: count, count: exactNumber(count) })}</span>`}</span>
            <${Picker} modelValue=${values[field.key]?.[word] ?? null} options=${field.options} label=${t('import.wordMeans', { word })} placeholder=${t('import.wordUnknown')} onUpdate:modelValue=${(key) => setWord(values, field, word, key)} /></div>`)}</div>`)}</section>`
    const standards = () => html`
      <section class="gx-column"><h2>${t('import.defaults')}</h2><p class="gx-faint">${t('import.defaultsHelp')}</p>
        ${props.entity.is.owned && props.entity.can.assign && !given.value.has('owner') && owner()}
        ${defaults.value.map((field) => html`<div key=${field.key} class="gx-import-default"><label class=${['gx-label', field.required && 'gx-label-needed']} for=${`gx-default-${field.key}`}>${field.label}</label>
          <${Editor} id=${`gx-default-${field.key}`} field=${field} modelValue=${props.plan.defaults[field.key]} onUpdate:modelValue=${(value) => (props.plan.defaults[field.key] = value)} />
          ${field.key in props.plan.defaults && html`<${Button} kind="quiet" icon="close" hint=${t('picker.remove', { name: field.label })} onClick=${() => delete props.plan.defaults[field.key]} />`}</div>`)}
        <div class="gx-settings-narrow"><${Picker} modelValue=${null} options=${addable.value} label=${t('import.addDefault')} placeholder=${t('import.addDefault')} onUpdate:modelValue=${(key) => key && (props.plan.defaults[key] = null)} /></div></section>`
    return () => html`
      <section class="gx-column"><h2>${t('import.happens')}</h2>${modes()}${matching()}</section>
      ${props.unknown.length > 0 && words()}
      ${props.plan.mode !== 'update' && standards()}`
  },
}
