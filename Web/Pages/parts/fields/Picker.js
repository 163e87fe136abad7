/**
 * One or several out of a list that is given or searched for: options, records, people, fields.
 *
 * `options` is an array of `{ key, label, colour, icon, detail }`, `search(text)` a function that resolves with one. `create(text)` offers to
 * make what is not there and resolves with the new option.
 */
import { html } from '../html.js'
import { computed, nextTick, onBeforeUnmount, onMounted, ref, watch, Quasar } from '../libraries.js'
import { Chip, Icon } from '../elements.js'
import { t } from '../texts.js'
import { failed } from '../toast.js'

const ENDS = ['animationend', 'transitionend']
let count = 0

export const Picker = {
  props: {
    modelValue: null, options: Array, search: Function, create: Function, labelOf: Function, multiple: Boolean, required: Boolean, placeholder: String, label: String,
    autofocus: Boolean, invalid: Boolean, disabled: Boolean, id: String,
  },
  emits: ['update:modelValue', 'close'],
  setup(props, { emit }) {
    const name = props.id ?? `gx-picker-${++count}`
    const input = ref(null)
    const menu = ref(null)
    const isOpen = ref(false)
    const words = ref('')
    const found = ref([])
    const isBusy = ref(false)
    const place = ref(0)
    const known = ref({})
    let asked = 0

    const chosen = computed(() => (props.multiple ? props.modelValue ?? [] : props.modelValue === null || props.modelValue === undefined || props.modelValue === '' ? [] : [props.modelValue]))
    const optionOf = (key) => props.options?.find((option) => option.key === key) ?? known.value[key] ?? { key, label: props.labelOf?.(key) ?? String(key) }
    const matches = (option, text) => option.label.toLowerCase().includes(text) || String(option.key).toLowerCase().includes(text) || option.detail?.toLowerCase().includes(text)
    const shown = computed(() => {
      const text = words.value.trim().toLowerCase()
      const list = props.search ? found.value : (props.options ?? []).filter((option) => !option.retired && (!text || matches(option, text)))
      const making = props.create && text && !list.some((option) => option.label.toLowerCase() === text) ? [{ isNew: true, label: t('picker.create', { text: words.value.trim() }), icon: 'add' }] : []
      return [...list.filter((option) => !props.multiple || !chosen.value.includes(option.key)).slice(0, 200), ...making]
    })

    const look = async () => {
      if (!props.search) return
      const mine = ++asked
      isBusy.value = true
      try {
        const options = await props.search(words.value.trim())
        if (mine !== asked) return
        found.value = options
        for (const option of options) known.value[option.key] = option
      } catch (problem) {
        if (mine === asked) failed(problem)
      } finally {
        if (mine === asked) isBusy.value = false
      }
    }
    let timer = 0
    watch(words, () => {
      place.value = 0
      clearTimeout(timer)
      timer = setTimeout(look, 150)
    })
    const show = () => {
      if (props.disabled || isOpen.value) return
      Object.assign(isOpen, { value: true })
      words.value = ''
      place.value = Math.max(0, shown.value.findIndex((option) => option.key === chosen.value[0]))
      look()
    }
    const hide = () => {
      isOpen.value = false
      words.value = ''
      emit('close')
    }
    const choose = async (option) => {
      if (option.isNew) {
        option = await props.create(words.value.trim())
        if (!option) return
      }
      known.value[option.key] = option
      emit('update:modelValue', props.multiple ? [...chosen.value, option.key] : option.key)
      if (props.multiple) nextTick(() => ((words.value = ''), input.value?.focus()))
      else nextTick(hide)
    }
    const remove = (key) => emit('update:modelValue', props.multiple ? chosen.value.filter((other) => other !== key) : null)
    const press = (event) => {
      if (event.isComposing) return
      const steps = { ArrowDown: 1, ArrowUp: -1 }[event.key]
      if (steps) {
        event.preventDefault()
        if (!isOpen.value) return show()
        place.value = (place.value + steps + shown.value.length) % (shown.value.length || 1)
        nextTick(() => document.getElementById(`${name}-${place.value}`)?.scrollIntoView({ block: 'nearest' }))
      } else if (event.key === 'Enter' && isOpen.value && shown.value[place.value]) {
        event.preventDefault()
        event.stopPropagation()
        choose(shown.value[place.value])
      } else if (event.key === 'Escape' && isOpen.value) {
        event.preventDefault()
        event.stopPropagation()
        hide()
      } else if (event.key === 'Backspace' && !words.value && chosen.value.length) {
        remove(chosen.value.at(-1))
      } else if (event.key === 'Tab') {
        isOpen.value = false
      }
    }
    onMounted(() => props.autofocus && nextTick(() => input.value?.focus()))
    // A dialog that is still growing takes its picker along: the list follows once it stands.
    let layer = null
    const follow = () => isOpen.value && menu.value?.updatePosition()
    onMounted(() => {
      layer = input.value.closest('.q-dialog')
      for (const end of ENDS) layer?.addEventListener(end, follow)
    })
    onBeforeUnmount(() => {
      for (const end of ENDS) layer?.removeEventListener(end, follow)
    })

    const picked = (key) => {
      const option = optionOf(key)
      return html`<span class="gx-picked" key=${key}>${option.colour ? html`<${Chip} colour=${option.colour} label=${option.label} />` : html`<span class="gx-cut">${option.label}</span>`}
        ${(props.multiple || !props.required) && !props.disabled && html`<button type="button" class="gx-picked-off" tabindex="-1" aria-label=${t('picker.remove', { name: option.label })} onClick=${(event) => (event.stopPropagation(), remove(key))}><${Icon} name="close" size="small" /></button>`}</span>`
    }
    return () => html`
      <div class=${['gx-input gx-picker', isOpen.value && 'gx-open', props.disabled && 'gx-disabled']} aria-invalid=${props.invalid ? 'true' : undefined} onClick=${() => (input.value?.focus(), show())}>
        ${(props.multiple || !words.value) && chosen.value.map(picked)}
        <input ref=${input} id=${name} value=${words.value} disabled=${props.disabled} onInput=${(event) => ((words.value = event.target.value), (isOpen.value = true))} onFocus=${show} onKeydown=${press} onBlur=${() => setTimeout(() => document.activeElement !== input.value && hide(), 150)}
          placeholder=${chosen.value.length ? '' : props.placeholder ?? t('picker.choose')} role="combobox" aria-label=${props.label} aria-expanded=${String(isOpen.value)} aria-controls=${`${name}-list`} aria-autocomplete="list"
          aria-activedescendant=${isOpen.value ? `${name}-${place.value}` : undefined} autocomplete="off" />
        ${isBusy.value ? html`<span class="gx-spinner"></span>` : html`<${Icon} name="expand_more" size="small" />`}
        <${Quasar.QMenu} ref=${menu} role="group" modelValue=${isOpen.value} no-parent-event no-focus no-refocus fit transition-duration=${60} class="gx-menu" max-height="320px" onUpdate:modelValue=${(value) => !value && document.activeElement !== input.value && hide()}>
          ${() => html`
            <div id=${`${name}-list`} role="listbox" class="gx-menu-list" aria-label=${props.label ?? t('picker.choose')}>
              ${shown.value.map((option, i) => html`
                <div key=${option.key ?? 'new'} id=${`${name}-${i}`} role="option" aria-selected=${String(chosen.value.includes(option.key))} class=${['gx-menu-item', i === place.value && 'gx-here']}
                  onMousedown=${(event) => event.preventDefault()} onMousemove=${() => (place.value = i)} onClick=${(event) => (event.stopPropagation(), choose(option))}>
                  ${option.icon && html`<${Icon} name=${option.icon} />`}
                  ${option.colour ? html`<${Chip} colour=${option.colour} label=${option.label} />` : html`<span class="gx-cut">${option.label}</span>`}
                  ${option.detail && html`<span class="gx-faint gx-small gx-cut">${option.detail}</span>`}</div>`)}
              ${!shown.value.length && html`<div class="gx-menu-none">${t(isBusy.value ? 'picker.searching' : 'picker.none')}</div>`}
            </div>`}
        <//>
      </div>`
  },
}
