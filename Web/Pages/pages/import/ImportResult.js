/** What came of an import: counts, and the rows that were refused, to be mended here or in the file. */
import { html } from '../../parts/html.js'
import { reactive } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { Button, Icon } from '../../parts/elements.js'
import { exactNumber } from '../../parts/format.js'
import { go } from '../../parts/router.js'
import { Failure, Skeleton } from '../../parts/states.js'
import { t } from '../../parts/texts.js'
import { parse } from '../../parts/separated.js'
import { written } from './csv.js'

const SHOWN = 100
/** The two columns that the server adds: the line and the reasons. */
const ADDED = 2

export const ImportResult = {
  props: { entity: Object, result: Object },
  emits: ['again', 'send'],
  setup(props, { emit }) {
    const state = reactive({ headers: [], rows: null, problem: null, isMended: false })
    const path = `/imports/${props.result.id}/refused`
    const load = async () => {
      try {
        const [headers, ...rows] = parse(await (await api.get(path, {}, { raw: true })).text(), ',')
        Object.assign(state, { headers, rows, problem: null })
      } catch (problem) {
        state.problem = problem
      }
    }
    if (props.result.refused) load()
    const count = (key, colour) => html`<div class="gx-count"><span class="gx-faint">${t(`import.count.${key}`)}</span><b class=${colour && props.result[key] > 0 ? `gx-${colour}` : ''}>${exactNumber(props.result[key])}</b></div>`
    const mend = (row, i, text) => {
      row[i] = text
      state.isMended = true
    }
    const sendAgain = () => emit('send', written([state.headers.slice(0, -ADDED), ...state.rows.map((row) => row.slice(0, -ADDED))]))
    const refused = () => html`
      <section class="gx-column"><div class="gx-row gx-wrap"><h2 class="gx-grow">${t('import.refused', { n: props.result.refused })}</h2>
        <a class="gx-button" href=${'/api/v1' + path} download><${Icon} name="download" /><span>${t('import.download')}</span></a>
        <${Button} kind=${state.isMended ? 'primary' : undefined} icon="send" label=${t('import.sendAgain')} disabled=${!state.isMended} onClick=${sendAgain} /></div>
        <p class="gx-faint">${t('import.mendHelp')}</p>
        <div class="gx-import-preview" tabindex="0" role="region" aria-label=${t('import.refused', { n: props.result.refused })}><table class="gx-admin-rows gx-import-refused"><thead><tr><th>${state.headers.at(-2)}</th><th>${state.headers.at(-1)}</th>${state.headers.slice(0, -ADDED).map((header) => html`<th>${header}</th>`)}</tr></thead>
          <tbody>${state.rows.slice(0, SHOWN).map((row, i) => html`<tr key=${i}><td class="gx-faint">${row.at(-2)}</td><td class="gx-bad gx-small gx-import-reason">${row.at(-1)}</td>${state.headers.slice(0, -ADDED).map((header, j) => html`<td><input class="gx-input gx-input-quiet" value=${row[j] ?? ''} aria-label=${t('import.cell', { line: row.at(-2), name: header })} onChange=${(event) => mend(row, j, event.target.value)} /></td>`)}</tr>`)}</tbody></table></div>
        ${state.rows.length > SHOWN && html`<p class="gx-faint">${t('import.firstShown', { count: SHOWN })}</p>`}</section>`
    return () => html`
      <div class="gx-counts">${count('rows')}${count('created', 'good')}${count('updated', 'good')}${count('unchanged')}${count('refused', 'bad')}</div>
      <div class="gx-row gx-wrap"><${Button} kind=${state.isMended ? undefined : 'primary'} label=${t('import.show', { name: props.entity.pluralLabel })} onClick=${() => go(`/${props.entity.resource}`, { sort: '-modifiedAt' })} /><${Button} label=${t('import.again')} onClick=${() => emit('again')} /></div>
      ${props.result.refused > 0 && (state.problem ? html`<${Failure} problem=${state.problem} retry=${load} />` : !state.rows ? html`<${Skeleton} lines=${6} />` : refused())}`
  },
}
