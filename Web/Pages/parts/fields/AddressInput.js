/** An address, chosen step by step: 省, 市, 区, 街道, then what is written by hand. */
import { html } from '../html.js'
import { reactive, watch } from '../libraries.js'
import { api } from '../api.js'
import { Button } from '../elements.js'
import { t } from '../texts.js'
import { done, failed } from '../toast.js'
import { Picker } from './Picker.js'

const kept = new Map()

/** The divisions below one; asked for once. */
export function divisions(parent = '') {
  if (!kept.has(parent)) {
    const answer = api.get('/divisions', { parent }).then((json) => json.data)
    answer.catch(() => kept.delete(parent))
    kept.set(parent, answer)
  }
  return kept.get(parent)
}

const LEVELS = ['province', 'city', 'district']

export const AddressInput = {
  props: { modelValue: Object, invalid: Boolean, disabled: Boolean, label: String },
  emits: ['update:modelValue'],
  setup(props, { emit }) {
    // The choices of each level; null as long as they are on their way.
    const state = reactive({ lists: [null, [], [], []] })
    const value = () => props.modelValue ?? {}
    const above = []
    let asked = 0

    const load = async () => {
      const mine = ++asked
      markUnknown()
      let parent = ''
      for (let level = 0; level < state.lists.length; level++) {
        const list = await divisions(parent).catch(() => [])
        if (mine !== asked) return
        state.lists[level] = list
        const chosen = list.find((division) => division.name === value()[LEVELS[level]])
        if (!chosen) return state.lists.fill([], level + 1)
        parent = chosen.code
      }
    }
    /** What is typed while the choices are on their way must not be lost: the place is a picker from the start. */
    const markUnknown = () => {
      for (let level = 1; level < state.lists.length; level++) {
        const path = LEVELS.slice(0, level).map((part) => value()[part] ?? '').join('|')
        if (above[level] === path) continue
        above[level] = path
        state.lists[level] = value()[LEVELS[level - 1]] ? null : []
      }
    }
    watch(() => LEVELS.map((part) => value()[part]).join('|'), load, { immediate: true })

    const set = (changes) => {
      const next = Object.fromEntries(Object.entries({ ...value(), ...changes }).filter(([, text]) => text))
      const isNothing = !Object.keys(next).some((part) => part !== 'country')
      emit('update:modelValue', isNothing ? null : { country: '中国', ...next })
    }
    const choose = (level, name) => set({ ...Object.fromEntries(LEVELS.slice(level).map((part) => [part, undefined])), [LEVELS[level]]: name })
    const canParse = () => !props.disabled && state.lists[0]?.length > 0 && !value().district && (value().street ?? '').length >= 4
    /** What was written in one line goes into the parts; what is not certain stays as it was written. */
    const parse = async () => {
      const { data } = await api.get('/addresses/parse', { text: [...LEVELS.map((part) => value()[part] ?? ''), value().street].join('') })
      if (!data.isParsed) return done(t('address.unparsed'))
      set({ ...Object.fromEntries(LEVELS.map((part) => [part, undefined])), street: undefined, ...data.address, postcode: data.address.postcode ?? value().postcode })
    }
    // Without a table of divisions, or for a place that it does not know, the names are written.
    const step = (part, level) => (state.lists[level]?.length !== 0 ? picker(part, level) : text(part))
    const picker = (part, level) => html`
      <${Picker} key=${part} modelValue=${value()[part] ?? null} disabled=${props.disabled || !state.lists[0]} placeholder=${t(`address.${part}`)} label=${t(`address.${part}`)}
        options=${(state.lists[level] ?? []).map((division) => ({ key: division.name, label: division.name }))} onUpdate:modelValue=${(name) => choose(level, name)} />`
    const text = (part) => html`
      <input key=${part} class="gx-input" value=${value()[part] ?? ''} disabled=${props.disabled} placeholder=${t(`address.${part}`)} aria-label=${t(`address.${part}`)} onChange=${(event) => set({ [part]: event.target.value.trim() })}
        list=${part === 'street' && state.lists[3]?.length ? 'gx-streets' : undefined} />`
    return () => html`
      <div class="gx-address" role="group" aria-label=${props.label}>
        ${LEVELS.map(step)}<div class="gx-address-street">${text('street')}${canParse() && html`<${Button} kind="quiet" icon="call_split" hint=${t('address.parse')} onClick=${() => parse().catch(failed)} />`}</div>${text('postcode')}
        ${state.lists[3]?.length > 0 && html`<datalist id="gx-streets">${state.lists[3].map((division) => html`<option value=${division.name}></option>`)}</datalist>`}
      </div>`
  },
}
