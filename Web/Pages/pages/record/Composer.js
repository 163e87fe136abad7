/** Where notes are written. `@` mentions a colleague. */
import { html } from '../../parts/html.js'
import { nextTick, reactive, ref } from '../../parts/libraries.js'
import { entityNamed } from '../../parts/catalogue.js'
import { Avatar, Button } from '../../parts/elements.js'
import { findRecords } from '../../parts/fields/ReferencePicker.js'
import { keyLabel } from '../../parts/keys.js'
import { useLeaveGuard } from '../../parts/router.js'
import { ask } from '../../parts/Dialog.js'
import { t } from '../../parts/texts.js'
import { failed } from '../../parts/toast.js'

export const Composer = {
  emits: ['write'],
  props: { onWrite: Function },
  setup(props) {
    const area = ref(null)
    const state = reactive({ text: '', mentioned: {}, people: [], place: 0, isBusy: false })
    useLeaveGuard(() => ask({ title: t('form.discard'), text: t('note.discardHelp'), yes: t('form.discardYes'), danger: true }), () => Boolean(state.text.trim()))

    /** What is being typed after an @, up to the caret. */
    const mark = () => /@([^\s@]{0,20})$/.exec(state.text.slice(0, area.value?.selectionStart ?? 0))
    const type = async (event) => {
      state.text = event.target.value
      grow()
      const found = mark()
      state.people = found && entityNamed('user') ? (await findRecords(entityNamed('user'), found[1]).catch(() => [])).slice(0, 6) : []
      state.place = 0
    }
    const grow = () => {
      area.value.style.height = 'auto'
      area.value.style.height = `${Math.min(area.value.scrollHeight, 240)}px`
    }
    const mention = (person) => {
      const found = mark()
      const end = area.value.selectionStart
      state.text = state.text.slice(0, end - found[0].length) + `@${person.label} ` + state.text.slice(end)
      state.mentioned[person.label] = person.key
      state.people = []
      nextTick(() => area.value.focus())
    }
    const press = (event) => {
      if (event.isComposing) return
      const steps = { ArrowDown: 1, ArrowUp: -1 }[event.key]
      if (state.people.length && steps) (event.preventDefault(), (state.place = (state.place + steps + state.people.length) % state.people.length))
      else if (state.people.length && ['Enter', 'Tab'].includes(event.key)) (event.preventDefault(), mention(state.people[state.place]))
      else if (event.key === 'Escape') (event.stopPropagation(), (state.people = []))
      else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save()
    }
    const save = async () => {
      let text = state.text.trim()
      if (!text || state.isBusy) return
      state.isBusy = true
      const mentions = []
      // The longest names first, so that 李明 does not take a part of 李明华.
      for (const [name, id] of Object.entries(state.mentioned).sort(([one], [other]) => other.length - one.length)) {
        if (!text.includes(`@${name}`)) continue
        text = text.replaceAll(`@${name}`, `@[${id}]`)
        mentions.push(id)
      }
      try {
        await props.onWrite({ text, mentions })
        Object.assign(state, { text: '', mentioned: {} })
        nextTick(grow)
      } catch (problem) {
        failed(problem)
      }
      state.isBusy = false
    }
    return () => html`
      <div class="gx-composer">
        <textarea ref=${area} rows="1" value=${state.text} maxlength="20000" placeholder=${t('note.placeholder')} aria-label=${t('note.placeholder')} onInput=${type} onKeydown=${press}></textarea>
        ${state.people.length > 0 && html`<div class="gx-menu gx-menu-list gx-mentions" role="listbox" aria-label=${t('note.people')}>${state.people.map((person, i) => html`<div key=${person.key} role="option" aria-selected=${String(i === state.place)} class=${['gx-menu-item', i === state.place && 'gx-here']} onMousedown=${(event) => (event.preventDefault(), mention(person))}><${Avatar} name=${person.label} /><span>${person.label}</span></div>`)}</div>`}
        <div class="gx-row gx-composer-foot"><span class="gx-faint gx-small">${t('note.hint')}</span><span class="gx-grow"></span>
          <${Button} kind="primary" label=${t('note.save')} keys=${keyLabel('mod+enter')} disabled=${!state.text.trim()} busy=${state.isBusy} onClick=${save} /></div>
      </div>`
  },
}
