/** How the file is read, which can be changed, and its first rows. */
import { html } from '../../parts/html.js'
import { ref } from '../../parts/libraries.js'
import { Button, Chip } from '../../parts/elements.js'
import { exactNumber } from '../../parts/format.js'
import { setQuery } from '../../parts/router.js'
import { t } from '../../parts/texts.js'

const ENCODINGS = ['UTF-8', 'GB18030', 'UTF-16LE', 'UTF-16BE']
const SEPARATORS = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' }
const SHOWN_ROWS = 20

export const FilePreview = {
  props: { preview: Object },
  setup(props) {
    const showsRows = ref(false)
    const choice = (name, label, value, options) => html`
      <label class="gx-import-reading"><span class="gx-faint gx-small">${label}</span><select class="gx-input" aria-label=${label} onChange=${(event) => setQuery({ [name]: event.target.value, trial: undefined })}>${options.map(([key, text]) => html`
        <option value=${key} selected=${key === value}>${text}</option>`)}</select></label>`
    const reading = () => {
      const { encoding, separator, sheet, sheets, format } = props.preview
      // A file without names of columns has letters for them, as spreadsheets do.
      const hasHeader = new URLSearchParams(location.search).get('header') !== 'false'
      return html`
        <div class="gx-row gx-wrap gx-import-readings">
          ${encoding && choice('encoding', t('import.encoding'), encoding, ENCODINGS.map((name) => [name, name]))}
          ${separator && choice('separator', t('import.separator'), separator, Object.entries(SEPARATORS).map(([sign, name]) => [sign, t(`import.separator.${name}`)]))}
          ${sheets && choice('sheet', t('import.sheet'), sheet, sheets.map(({ name, hidden }) => [name, hidden ? t('import.hiddenSheet', { name }) : name]))}
          ${['csv', 'workbook'].includes(format) && html`<label class="gx-check"><input type="checkbox" checked=${hasHeader} onChange=${(event) => setQuery({ header: event.target.checked ? undefined : 'false', trial: undefined })} /><span>${t('import.hasHeader')}</span></label>`}
        </div>`
    }
    const broken = () => html`
      <div class="gx-import-problem" role="note"><p>${t('import.brokenRows', { n: props.preview.broken.length })}</p>${props.preview.broken.slice(0, 5).map(({ line, message }) => html`<p class="gx-error">${t('import.brokenRow', { line, reason: message })}</p>`)}</div>`
    const rows = () => html`
      <div class="gx-import-preview" tabindex="0" role="region" aria-label=${t('import.preview')}><table class="gx-admin-rows"><thead><tr><th>#</th>${props.preview.header.map((name) => html`<th>${name}</th>`)}</tr></thead><tbody>${props.preview.rows.slice(0, SHOWN_ROWS).map((cells, i) => html`
        <tr key=${i}><td class="gx-faint">${i + 1}</td>${props.preview.header.map((_, j) => html`<td><span class="gx-cut gx-import-cell">${cells[j]}</span></td>`)}</tr>`)}</tbody></table></div>`
    return () => {
      const { file, format, rows: first, isWhole, isRemembered, broken: damaged } = props.preview
      return html`
        <section class="gx-column">
          <div class="gx-row gx-wrap"><b class="gx-cut">${file.name}</b><${Chip} colour="grey" label=${t(`import.format.${format}`)} />
            <span class="gx-faint">${t(isWhole ? 'import.rows' : 'import.rowsAtLeast', { n: first.length, count: exactNumber(first.length) })}</span>
            ${isRemembered && html`<${Chip} colour="green" label=${t('import.remembered')} />`}<span class="gx-grow"></span>
            <${Button} kind="quiet" icon=${showsRows.value ? 'expand_less' : 'expand_more'} label=${t('import.preview')} aria-expanded=${String(showsRows.value)} onClick=${() => (showsRows.value = !showsRows.value)} /></div>
          ${reading()}
          ${damaged.length > 0 && broken()}
          ${showsRows.value && rows()}
        </section>`
    }
  },
}
