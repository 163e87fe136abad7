/** What shall happen to the rows: new records, known ones, or both; standards; words that are no option. */
import { html } from '../../parts/html.js'
import { computed } from '../../parts/libraries.js'
import { editableFields } from '../../parts/catalogue.js'
import { Button } from '../../parts/elements.js'
import { Editor } from '../../parts/fields/Editor.js'
import { Picker } from '../../parts/fields/Picker.js'
import { t } from '../../parts/texts.js'
import { unknownWords } from './columns.js'

const MODES = ['create', 'update', 'both']

export const ImportOptions = {
  props: { entity: Object, table: Object, plan: Object, missing: Array },
  setup(props) {
    const mayMode = (mode) => (mode === 'update' || props.entity.can.create) && (mode === 'create' || props.entity.can.edit)
    const matchable = computed(() => props.plan.columns.map(({ target }) => props.entity.field[target]).filter((field) => field?.operators.includes('eq')).map((field) => ({ key: field.key, label: field.label })))
    const choose = (mode) => {
      props.plan.mode = mode
      // What tells records apart is proposed: a code, an outer code, a login.
      if (mode !== 'create' && !props.plan.match.length) {
        const best = matchable.value.find(({ key }) => props.entity.field[key].is.unique) ?? matchable.value.find(({ key }) => props.entity.field[key].is.indexed && key !== props.entity.title)
        props.plan.match = best ? [best.key] : []
      }
    }
    const given = computed(() => new Set(props.plan.columns.map(({ target }) => target?.split('.')[0])))
    const addable = computed(() => editableFields(props.entity).filter((field) => !given.value.has(field.key) && !(field.key in props.plan.defaults) && !['attachments', 'richText', 'json'].includes(field.kind)).map((field) => ({ key: field.key, label: field.label })))
    // What is needed and missing stands there at once, to be filled.
    const defaults = computed(() => [...new Set([...Object.keys(props.plan.defaults), ...props.missing.map((field) => field.key)])].map((key) => props.entity.field[key]).filter((field) => field && !given.value.has(field.key)))
    const unknown = computed(() => unknownWords(props.entity, props.table, props.plan.columns))
    const setWord = (field, word, key) => {
      const { [word]: before, ...rest } = props.plan.values[field.key] ?? {}
      props.plan.values[field.key] = key ? { ...rest, [word]: key } : rest
    }
    return () => html`
      <section class="gx-column"><h2>${t('import.happens')}</h2>
        <div class="gx-import-modes" role="radiogroup" aria-label=${t('import.happens')}>${MODES.map((mode) => html`
          <label class=${['gx-kind', props.plan.mode === mode && 'gx-on']}><input type="radio" name="gx-import-mode" checked=${props.plan.mode === mode} disabled=${!mayMode(mode)} onChange=${() => choose(mode)} /><span><b>${t(`import.mode.${mode}`)}</b><span class="gx-faint gx-small">${t(`import.mode.${mode}.help`)}</span></span></label>`)}</div>
        ${props.plan.mode !== 'create' && html`<div class="gx-field gx-settings-narrow"><label class="gx-label gx-label-needed" for="gx-import-match">${t('import.match')}</label><${Picker} id="gx-import-match" multiple modelValue=${props.plan.match} options=${matchable.value} onUpdate:modelValue=${(keys) => (props.plan.match = keys)} /><span class="gx-faint gx-small">${t('import.matchHelp')}</span></div>`}
      </section>
      ${unknown.value.length > 0 && html`<section class="gx-column"><h2>${t('import.words')}</h2><p class="gx-faint">${t('import.wordsHelp')}</p>
        ${unknown.value.map(({ field, words }) => html`<div key=${field.key} class="gx-import-words"><h3>${field.label}</h3>${words.map((word) => html`<div key=${word} class="gx-import-word"><span class="gx-cut">${word}</span><${Picker} modelValue=${props.plan.values[field.key]?.[word] ?? null} options=${field.options} label=${t('import.wordMeans', { word })} placeholder=${t('import.wordUnknown')} onUpdate:modelValue=${(key) => setWord(field, word, key)} /></div>`)}</div>`)}</section>`}
      <section class="gx-column"><h2>${t('import.defaults')}</h2><p class="gx-faint">${t('import.defaultsHelp')}</p>
        ${defaults.value.map((field) => html`<div key=${field.key} class="gx-import-default"><label class=${['gx-label', field.required && 'gx-label-needed']} for=${`gx-default-${field.key}`}>${field.label}</label>
          <${Editor} id=${`gx-default-${field.key}`} field=${field} modelValue=${props.plan.defaults[field.key]} onUpdate:modelValue=${(value) => (props.plan.defaults[field.key] = value)} />
          ${field.key in props.plan.defaults && html`<${Button} kind="quiet" icon="close" hint=${t('picker.remove', { name: field.label })} onClick=${() => delete props.plan.defaults[field.key]} />`}</div>`)}
        <div class="gx-settings-narrow"><${Picker} modelValue=${null} options=${addable.value} label=${t('import.addDefault')} placeholder=${t('import.addDefault')} onUpdate:modelValue=${(key) => key && (props.plan.defaults[key] = null)} /></div></section>`
  },
}
