/** The rows that were refused with their reasons, to be mended here and sent again, or in the file. */
import { html } from '../../parts/html.js'
import { reactive } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { Button } from '../../parts/elements.js'
import { Failure, Skeleton } from '../../parts/states.js'
import { t } from '../../parts/texts.js'

const SHOWN = 100
const SHOWN_IN_BRIEF = 10

export const RefusedRows = {
  props: { id: String, isBrief: Boolean },
  /** `send` comes with the mended rows as a file. */
  emits: ['send'],
  setup(props, { emit }) {
    const state = reactive({ header: [], rows: null, isWhole: true, isMended: false, problem: null })
    const load = async () => {
      try {
        const { header, data, page } = await api.get(`/imports/${props.id}/refusals`, { limit: props.isBrief ? SHOWN_IN_BRIEF : SHOWN })
        Object.assign(state, { header, rows: data, isWhole: !page.next, problem: null })
      } catch (problem) {
        state.problem = problem
      }
    }
    load()
    const mend = (row, i, text) => {
      row.cells[i] = text
      state.isMended = true
    }
    const send = () => {
      // A quote that belongs to the text must not be taken for one that guards a formula.
      const kept = (text) => (/^'+[=@＝＋－＠]/.test(text) ? `'${text}` : text)
      const cell = (text) => (/[",\n\r;\t|]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
      const lines = [state.header, ...state.rows.map((row) => row.cells)].map((cells) => cells.map(kept).map(cell).join(','))
      emit('send', new Blob(['\ufeff' + lines.join('\r\n') + '\r\n'], { type: 'text/csv' }))
    }
    const mayMend = () => !props.isBrief && state.isWhole
    const row = (row) => html`
      <tr key=${row.line}><td class="gx-faint">${row.line}</td><td class="gx-bad gx-small gx-import-reason">${row.reasons.map(({ message }, i) => html`<div key=${i}>${message}</div>`)}</td>${state.header.map((name, i) => html`
        <td>${mayMend() ? html`<input class="gx-input gx-input-quiet" value=${row.cells[i] ?? ''} aria-label=${t('import.cell', { line: row.line, name })} onChange=${(event) => mend(row, i, event.target.value)} />` : html`<span class="gx-cut gx-import-cell">${row.cells[i]}</span>`}</td>`)}</tr>`
    return () => state.problem ? html`<${Failure} problem=${state.problem} retry=${load} />` : !state.rows ? html`<${Skeleton} lines=${4} />` : html`
      <div class="gx-import-preview" tabindex="0" role="region" aria-label=${t('import.refusedRows')}><table class="gx-admin-rows gx-import-refused"><thead><tr><th>${t('import.line')}</th><th>${t('import.why')}</th>${state.header.map((name) => html`<th>${name}</th>`)}</tr></thead><tbody>${state.rows.map(row)}</tbody></table></div>
      ${!state.isWhole && html`<p class="gx-faint">${t(props.isBrief ? 'import.firstTried' : 'import.firstShown', { count: state.rows.length })}</p>`}
      ${mayMend() && html`<div class="gx-row gx-wrap"><span class="gx-faint gx-grow">${t('import.mendHelp')}</span><${Button} icon="send" label=${t('import.sendAgain')} disabled=${!state.isMended} onClick=${send} /></div>`}`
  },
}
