/** Two records side by side, to be made one: what differs comes first, each field is chosen, the result stands beside it. */
import { html } from '../../parts/html.js'
import { computed, nextTick, reactive, ref, watch } from '../../parts/libraries.js'
import { api, ifVersion, once } from '../../parts/api.js'
import { entityNamed, kindOf } from '../../parts/catalogue.js'
import { Button, Icon } from '../../parts/elements.js'
import { titleOf, Value } from '../../parts/fields/Value.js'
import { phone } from '../../parts/format.js'
import { keyLabel } from '../../parts/keys.js'
import { go, Link, route, setQuery } from '../../parts/router.js'
import { Empty, Failure, Skeleton } from '../../parts/states.js'
import { t } from '../../parts/texts.js'
import { done } from '../../parts/toast.js'
import { useNarrow } from '../../parts/useNarrow.js'
import { MoveList } from './MoveList.js'
import { undoMerge } from './undoing.js'

const SIDES = ['survivor', 'loser', 'both']
const PLAIN = { url: String, mail: String, phone, reference: (id, record, field) => titleOf(record, field, id) }

export default {
  name: 'MergePage',
  props: { entityName: String },
  setup(props) {
    const entity = computed(() => entityNamed(props.entityName))
    const state = reactive({ proposal: null, problem: null, refusal: null, choices: {}, showsEqual: false, isBusy: false })
    const table = ref(null)
    const isNarrow = useNarrow(700)

    const load = async () => {
      const { left, right } = route.query
      Object.assign(state, { proposal: null, problem: null, refusal: null })
      if (!left || !right) return
      try {
        state.proposal = await api.get(`/${entity.value.resource}/${left}/merge-proposal`, { with: right })
        state.choices = Object.fromEntries(state.proposal.fields.map(({ field, choice }) => [field, choice]))
        nextTick(() => focus(0, state.choices[rows.value[0]?.field]))
      } catch (problem) {
        state.problem = problem
      }
    }
    watch(() => [route.query.left, route.query.right], load, { immediate: true })

    const known = computed(() => (state.proposal?.fields ?? []).filter(({ field }) => entity.value.field[field]))
    const rows = computed(() => known.value.filter((row) => row.differs))
    const equal = computed(() => known.value.filter((row) => !row.differs && !isBlank(state.proposal.survivor[row.field])))
    const title = (side) => state.proposal[side][entity.value.title]
    const code = (side) => state.proposal[side].code

    /** The value that the survivor will have, with the record that knows the titles in it. */
    const result = ({ field }) => {
      const { survivor, loser } = state.proposal
      if (state.choices[field] !== 'both') return { value: state.proposal[state.choices[field]][field], record: state.proposal[state.choices[field]] }
      return { value: [...new Set([...(survivor[field] ?? []), ...(loser[field] ?? [])])], record: survivor }
    }
    const choose = (row, side) => row.choices.includes(side) && (state.choices[row.field] = side)
    const focus = (index, side) => table.value?.querySelector(`[data-row="${index}"] [data-side="${side}"]`)?.focus()

    /** Arrows go from field to field and from side to side, 1, 2 and 3 choose, Enter merges. */
    const press = (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      const place = event.target.closest('[data-row]')
      if (!place) return
      const index = Number(place.dataset.row)
      const row = rows.value[index]
      const sides = SIDES.filter((side) => row.choices.includes(side))
      const at = sides.indexOf(state.choices[row.field])
      const side = { ArrowLeft: sides[at - 1], ArrowRight: sides[at + 1], 1: 'survivor', 2: 'loser', 3: 'both' }[event.key]
      const next = { ArrowUp: index - 1, ArrowDown: index + 1, Home: 0, End: rows.value.length - 1 }[event.key]
      if (side) choose(row, side) && focus(index, side)
      else if (next !== undefined) rows.value[next] && focus(next, state.choices[rows.value[next].field])
      else if (event.key === 'Enter') merge()
      else return
      event.preventDefault()
    }

    const swap = () => setQuery({ left: route.query.right, right: route.query.left })
    const merge = async () => {
      if (state.isBusy || state.proposal.obstacles.length) return
      state.isBusy = true
      state.refusal = null
      const { survivor, loser } = state.proposal
      const path = `/${entity.value.resource}/${survivor.id}`
      const name = title('loser')
      // What the rule decides anyway is left to it: of some fields one may not say anything else.
      const choices = Object.fromEntries(rows.value.filter((row) => state.choices[row.field] !== row.choice).map((row) => [row.field, state.choices[row.field]]))
      try {
        const answer = await api.post(`${path}/merge`, { loser: loser.id, loserVersion: loser.version, choices }, { headers: { ...once(), ...ifVersion(survivor.version) } })
        await go(path, {}, { replace: true })
        done(t('merge.done', { name }), () => undoMerge(entity.value, survivor.id, answer.merge))
      } catch (problem) {
        state.refusal = problem
      } finally {
        state.isBusy = false
      }
    }

    /** A value inside a choice: nothing in it can be pressed by itself. */
    const shown = (row, { value, record }) => {
      const field = entity.value.field[row.field]
      const plain = field.right === 'masked' ? String : PLAIN[kindOf(field)]
      if (plain && !isBlank(value)) return html`<span class="gx-merge-value">${plain(value, record, field)}</span>`
      return html`<${Value} field=${field} value=${value} record=${record} entity=${entity.value} isShort />`
    }
    const cell = (row, side) => {
      const isOn = state.choices[row.field] === side
      const may = row.choices.includes(side)
      return html`
        <button type="button" role="radio" key=${side} data-side=${side} aria-checked=${String(isOn)} tabindex=${isOn ? 0 : -1} disabled=${!may && !isOn} class=${['gx-merge-cell', isOn && 'gx-on']} onClick=${() => choose(row, side)}
          aria-label=${`${entity.value.field[row.field].label} · ${t(`merge.side.${side}`)}`}>
          <span class="gx-merge-dot" aria-hidden="true"></span>
          ${side === 'both' ? html`<span>${t('merge.both')}</span>` : isBlank(state.proposal[side][row.field]) ? html`<span class="gx-faint">${t('merge.nothing')}</span>` : shown(row, { value: state.proposal[side][row.field], record: state.proposal[side] })}
        </button>`
    }
    const line = (row, index) => html`
      <div key=${row.field} class="gx-merge-row" role="radiogroup" aria-label=${entity.value.field[row.field].label} data-row=${index} data-field=${row.field}>
        <span class="gx-merge-label">${entity.value.field[row.field].label}${row.choices.length === 1 && html` <${Icon} name="lock" size="small" />`}</span>
        <span class="gx-merge-sides">${SIDES.filter((side) => side !== 'both' || row.choices.includes('both') || state.choices[row.field] === 'both').map((side) => cell(row, side))}</span>
        ${!isNarrow.value && html`<span class="gx-merge-result" aria-hidden="true">${shown(row, result(row))}</span>`}
      </div>`
    const head = (side) => html`
      <div class=${['gx-merge-head', `gx-merge-${side}`]}><span class="gx-faint gx-small">${t(`merge.side.${side}`)}</span>
        <${Link} to=${`/${entity.value.resource}/${state.proposal[side].id}`} class="gx-merge-value"><b>${title(side)}</b><//>
        ${code(side) && html`<span class="gx-faint gx-small gx-cut">${code(side)}</span>`}</div>`
    const codes = () => code('loser') && html`<p class="gx-banner">${t('merge.codes', { stays: code('survivor'), goes: code('loser') })}</p>`
    const problems = () => {
      const { obstacles } = state.proposal
      const lines = [...obstacles.map(({ message }) => message), ...(state.refusal ? [state.refusal.message, ...state.refusal.errors.map(({ message }) => message)] : [])]
      return lines.length > 0 && html`<div class="gx-banner gx-banner-warn" role="alert">${lines.map((text) => html`<p key=${text}>${text}</p>`)}
        ${state.refusal?.status === 412 && html`<${Button} icon="refresh" label=${t('merge.reload')} onClick=${load} />`}</div>`
    }

    return () => {
      const { left, right } = route.query
      if (!left || !right) return html`<${Empty} icon="call_merge" title=${t('merge.title', { name: entity.value.label })} text=${t('merge.chooseTwo')} label=${entity.value.pluralLabel} action=${() => go(`/${entity.value.resource}`)} />`
      if (state.problem) return html`<${Failure} problem=${state.problem} retry=${load} />`
      if (!state.proposal) return html`<${Skeleton} lines=${12} />`
      return html`
        <article class="gx-merge gx-scroll">
          <header class="gx-merge-top">
            <div class="gx-crumb"><${Link} to=${`/${entity.value.resource}`}>${entity.value.pluralLabel}<//></div>
            <div class="gx-row gx-merge-tools"><h1>${t('merge.title', { name: entity.value.label })}</h1><span class="gx-grow"></span>
              <${Button} icon="swap_horiz" label=${t('merge.swap')} onClick=${swap} />
              <${Button} kind="primary" icon="call_merge" label=${t('merge.do')} keys=${keyLabel('enter')} busy=${state.isBusy} disabled=${state.proposal.obstacles.length > 0} onClick=${merge} /></div>
            ${problems()}${codes()}
          </header>
          <div class="gx-merge-body">
            <section class="gx-merge-table" ref=${table} onKeydown=${press} aria-label=${t('merge.differences', { n: rows.value.length })}>
              <div class="gx-merge-row gx-merge-heads"><span class="gx-merge-label gx-faint gx-small">${t('merge.differences', { n: rows.value.length })}</span>
                <span class="gx-merge-sides">${head('survivor')}${head('loser')}</span>${!isNarrow.value && html`<span class="gx-merge-result gx-faint gx-small">${t('merge.result')}</span>`}</div>
              ${rows.value.map(line)}
              ${!rows.value.length && html`<p class="gx-faint gx-merge-none">${t('merge.noDifference')}</p>`}
              ${equal.value.length > 0 && html`<button type="button" class="gx-link gx-plain gx-merge-more" aria-expanded=${String(state.showsEqual)} onClick=${() => (state.showsEqual = !state.showsEqual)}>${t('merge.equal', { n: equal.value.length })}</button>`}
              ${state.showsEqual && equal.value.map((row) => html`<div key=${row.field} class="gx-merge-row"><span class="gx-merge-label">${entity.value.field[row.field].label}</span><span class="gx-merge-same">${shown(row, { value: state.proposal.survivor[row.field], record: state.proposal.survivor })}</span></div>`)}
            </section>
            <aside class="gx-merge-side"><h2>${t('merge.moves')}</h2><${MoveList} moves=${state.proposal.moves} none=${t('merge.movesNothing')} />
              <p class="gx-faint gx-small">${t('merge.help')}</p>${!isNarrow.value && html`<p class="gx-faint gx-small">${t('merge.keys')}</p>`}</aside>
          </div>
        </article>`
    }
  },
}

const isBlank = (value) => value === null || value === undefined || value === '' || (Array.isArray(value) && !value.length)
