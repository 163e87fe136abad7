/** Making a field, or changing one: its kind first, then its names, then what the kind needs and how it is used. */
import { html } from '../../parts/html.js'
import { computed, ref, watch } from '../../parts/libraries.js'
import { entities, entityNamed } from '../../parts/catalogue.js'
import { ask, Dialog } from '../../parts/Dialog.js'
import { Button, Icon } from '../../parts/elements.js'
import { Editor } from '../../parts/fields/Editor.js'
import { Picker } from '../../parts/fields/Picker.js'
import { FormField } from '../../parts/forms/FormField.js'
import { useForm } from '../../parts/forms/useForm.js'
import { t } from '../../parts/texts.js'
import { fits, isChoice, KIND_ICONS, mayHaveStandard } from './fieldKinds.js'
import { proposedKey } from './keys.js'

const PARAMETERS = ['maximumLength', 'minimum', 'maximum', 'places', 'currency']
const USES = ['isLine', 'isRequired', 'isListed', 'isSearched', 'isPersonal', 'isUnique', 'isIndexed', 'isFixed']
const LONGEST_KEY = 28

export const FieldDialog = {
  props: { entity: Object, record: Object, position: Number },
  emits: ['answer', 'close'],
  setup(props, { emit }) {
    const definition = entityNamed('customField')
    const field = definition.field
    const form = useForm(definition, props.record, props.record ? {} : { entity: props.entity.name, position: props.position })
    const values = form.state.values
    const frame = ref(null)
    let isSaved = false
    // The key follows the English name until somebody writes one.
    const taken = new Set(props.entity.fields.map((field) => field.key))
    const isOwnKey = ref(Boolean(props.record))
    watch(() => [values.nameEnglish, values.kind], () => {
      if (!isOwnKey.value && values.kind) values.key = proposedKey(values.nameEnglish, values.kind.toLowerCase(), taken, LONGEST_KEY)
    })
    const choose = (kind) => {
      form.set(field.kind, kind)
      // What the new kind has no use for would be refused.
      for (const key of [...PARAMETERS, 'target', ...USES]) if (!fits(kind, key)) values[key] = USES.includes(key) ? false : null
      values.standard = null
    }
    const save = async () => {
      const record = await form.save()
      if (!record) return
      isSaved = true
      emit('answer', record)
      frame.value.close()
    }
    const mayClose = async () => isSaved || (!values.kind && !props.record) || !form.isDirty.value || ask({ title: t('form.discard'), text: t('form.discardHelp'), yes: t('form.discardYes'), danger: true })
    // The standard is typed as a value of the field that is being made.
    const shape = computed(() => ({
      key: 'standard', kind: values.kind, label: field.standard.label, traits: [], is: {}, option: {}, options: props.record ? props.entity.field[props.record.key]?.options ?? [] : [],
      details: { maximum: values.maximumLength ?? 1000, currency: values.currency || 'CNY', currencies: [values.currency || 'CNY'] },
    }))
    const targets = computed(() => entities.value.filter((entity) => !entity.retired).map((entity) => ({ key: entity.name, label: entity.pluralLabel, icon: entity.icon })))
    const controllers = computed(() => props.entity.fields.filter((other) => other.kind === 'choice' && !other.retired && other.key !== values.key).map(({ key, label }) => ({ key, label })))
    // What is built in is a record of its own.
    const uses = computed(() => USES.filter((key) => fits(values.kind, key) && (key !== 'isLine' || props.entity.is.custom)))
    const show = (key, more = {}) => html`<${FormField} key=${key} form=${form} field=${field[key]} ...${more} />`
    const kinds = () => html`
      <p class="gx-prose">${t('fields.chooseKind')}</p>
      <div class="gx-kinds">${field.kind.options.map(({ key, label }) => html`
        <button key=${key} type="button" class="gx-kind" onClick=${() => choose(key)}><${Icon} name=${KIND_ICONS[key]} /><span><b>${label}</b><span class="gx-faint gx-small">${t(`fields.kind.${key}`)}</span></span></button>`)}</div>`
    const questions = () => html`
      <form class="gx-form" novalidate onSubmit=${(event) => event.preventDefault()}>
        <div class="gx-kind gx-kind-chosen"><${Icon} name=${KIND_ICONS[values.kind]} /><span class="gx-grow"><b>${field.kind.option[values.kind]?.label}</b><span class="gx-faint gx-small">${t(`fields.kind.${values.kind}`)}</span></span>
          ${!props.record && html`<${Button} kind="quiet" label=${t('fields.otherKind')} onClick=${() => (values.kind = null)} />`}</div>
        <div class="gx-form-grid">${show('name')}${show('nameEnglish', { help: t('fields.englishHelp') })}
          <div class="gx-field-wide" onInput=${() => (isOwnKey.value = true)}>${show('key', { help: t('fields.keyHelp') })}</div>
          ${fits(values.kind, 'target') && html`<div class="gx-field gx-field-wide"><label class="gx-label gx-label-needed" for="gx-field-target">${field.target.label}</label>
            <${Picker} id="gx-field-target" required modelValue=${values.target} options=${targets.value} disabled=${Boolean(props.record)} invalid=${Boolean(form.state.errors.target)} onUpdate:modelValue=${(name) => form.set(field.target, name)} />
            ${form.state.errors.target && html`<span class="gx-error" role="alert">${form.state.errors.target}</span>`}</div>`}
          ${fits(values.kind, 'controlledBy') && controllers.value.length > 0 && html`<div class="gx-field gx-field-wide"><label class="gx-label" for="gx-field-controller">${field.controlledBy.label}</label>
            <${Picker} id="gx-field-controller" modelValue=${values.controlledBy ?? null} options=${controllers.value} invalid=${Boolean(form.state.errors.controlledBy)} onUpdate:modelValue=${(key) => form.set(field.controlledBy, key)} />
            ${form.state.errors.controlledBy ? html`<span class="gx-error" role="alert">${form.state.errors.controlledBy}</span>` : html`<span class="gx-faint gx-small">${t('fields.help.controlledBy')}</span>`}</div>`}
          ${PARAMETERS.filter((key) => fits(values.kind, key)).map((key) => show(key))}</div>
        <fieldset class="gx-form-section"><legend>${t('fields.use')}</legend><div class="gx-uses">${uses.value.map((key) => html`
          <label key=${key} class="gx-check gx-use"><input type="checkbox" checked=${values[key] === true} disabled=${Boolean(props.record) && field[key].is.fixed} onChange=${(event) => form.set(field[key], event.target.checked)} /><span>${field[key].label}<span class="gx-faint gx-small">${t(`fields.help.${key}`)}</span>
            ${form.state.errors[key] && html`<span class="gx-error" role="alert">${form.state.errors[key]}</span>`}</span></label>`)}</div></fieldset>
        ${mayHaveStandard(values.kind, values.isUnique) && (!isChoice(values.kind) || props.record) && html`<div class="gx-form-grid"><div class="gx-field gx-field-wide"><label class="gx-label" for="gx-field-standard">${field.standard.label}</label>
          <${Editor} id="gx-field-standard" field=${shape.value} modelValue=${values.standard} invalid=${Boolean(form.state.errors.standard)} onUpdate:modelValue=${(value) => form.set({ ...field.standard, required: false }, value)} />
          ${form.state.errors.standard ? html`<span class="gx-error" role="alert">${form.state.errors.standard}</span>` : html`<span class="gx-faint gx-small">${t('fields.standardHelp')}</span>`}</div></div>`}
      </form>`
    return () => html`
      <${Dialog} ref=${frame} wide title=${props.record ? t('form.edit', { name: t('roles.field') }) : t('fields.newFor', { name: props.entity.label })} beforeClose=${mayClose} onClose=${() => emit('close')}>${{
        default: () => (values.kind ? questions() : kinds()),
        foot: ({ close }) => html`<${Button} kind="quiet" label=${t('action.cancel')} onClick=${close} />${values.kind && html`<${Button} kind="primary" label=${t('action.save')} busy=${form.state.isBusy} onClick=${save} />`}`,
      }}<//>`
  },
}
