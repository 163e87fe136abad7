/**
 * Dialogs. `<Dialog>` frames any content; `ask(…)` puts a question and resolves with the answer.
 */
import { createApp, h, inject, ref, Quasar } from './libraries.js'
import { html } from './html.js'
import { Button } from './elements.js'
import { useArrival, useGuard } from './router.js'
import { t } from './texts.js'

/** A frame with title, body and foot. Closes with Escape, unless `persistent`, and when the page behind it is left. */
export const Dialog = {
  props: { title: String, wide: Boolean, full: Boolean, side: Boolean, persistent: Boolean, beforeClose: Function },
  emits: ['close'],
  setup(props, { slots, emit, expose }) {
    const isOpen = ref(true)
    const close = async () => {
      if (!props.beforeClose || (await props.beforeClose())) isOpen.value = false
    }
    // What a page draws itself goes with its address; what lies over a page has none, so that the browser's back closes it.
    const isOverPage = inject(OVER_PAGE, false)
    useGuard(() => !isOpen.value || (!props.persistent && (props.beforeClose?.() ?? true)))
    useArrival(({ isTravel, isElsewhere }) => (isElsewhere || (isTravel && isOverPage)) && (isOpen.value = false))
    expose({ close })
    return () => html`
      <${Quasar.QDialog} modelValue=${isOpen.value} position=${props.side ? 'right' : 'standard'} full-height=${props.side} persistent=${props.persistent}
        transition-duration=${120} onHide=${() => emit('close')} onUpdate:modelValue=${(value) => !value && close()} class="gx-dialog-layer">
        ${() => html`
          <div class=${['gx-dialog', props.wide && 'gx-dialog-wide', props.full && 'gx-dialog-full', props.side && 'gx-dialog-side']} role="dialog" aria-modal="true" aria-label=${props.title}>
            ${props.title && html`<header><h2>${props.title}</h2>${slots.tools?.()}<${Button} kind="quiet" icon="close" hint=${t('action.close')} onClick=${close} /></header>`}
            <div class="gx-dialog-body">${slots.default?.({ close })}</div>
            ${slots.foot && html`<footer>${slots.foot({ close })}</footer>`}
          </div>`}
      <//>`
  },
}

const OVER_PAGE = Symbol('over the page')
let appContext = null
/** Told by the shell, so that dialogs which are opened by a call know what the rest of the pages know. */
export const rememberApp = (app) => (appContext = app)

/** Opens a component as a dialog; it calls `onAnswer(value)` or closes, which answers undefined. */
export function open(component, props = {}) {
  return new Promise((resolve) => {
    const place = document.createElement('div')
    document.body.append(place)
    let answer
    const app = createApp({
      render: () => h(component, { ...props, onAnswer: (value) => (answer = value), onClose: () => { app.unmount(); place.remove(); resolve(answer) } }),
    })
    app.use(Quasar)
    app.provide(OVER_PAGE, true)
    app.config.errorHandler = appContext?.config.errorHandler
    app.mount(place)
  })
}

const Question = {
  props: { title: String, text: String, yes: String, no: String, danger: Boolean, input: Object },
  emits: ['answer', 'close'],
  setup(props, { emit }) {
    const value = ref(props.input?.value ?? '')
    const missing = ref(false)
    const say = (close) => {
      if (props.input?.required && !value.value.trim()) return (missing.value = true)
      emit('answer', props.input ? value.value.trim() : true)
      close()
    }
    return () => html`
      <${Dialog} title=${props.title} onClose=${() => emit('close')}>${{
        default: ({ close }) => html`
          ${props.text && html`<p class="gx-prose">${props.text}</p>`}
          ${props.input && html`
            <label class="gx-field"><span class="gx-label">${props.input.label}</span>
              <textarea class="gx-input" rows=${props.input.rows ?? 1} autofocus value=${value.value} aria-invalid=${missing.value} onInput=${(event) => ((value.value = event.target.value), (missing.value = false))}
                onKeydown=${(event) => event.key === 'Enter' && (props.input.rows ?? 1) === 1 && (event.preventDefault(), say(close))}></textarea>
              ${missing.value && html`<span class="gx-error">${t('form.required')}</span>`}</label>`}`,
        foot: ({ close }) => html`
          <${Button} kind="quiet" label=${props.no ?? t('action.cancel')} onClick=${close} />
          <${Button} kind=${props.danger ? 'danger' : 'primary'} label=${props.yes ?? t('action.ok')} autofocus=${!props.input} onClick=${() => say(close)} />`,
      }}<//>`
  },
}

/**
 * Puts a question: `ask({ title, text, yes, danger })` resolves with true, or undefined when it was closed; with
 * `input: { label, value, required, rows }` it resolves with the text.
 */
export const ask = (question) => open(Question, question)
