/** Text with separators between cells, as files and spreadsheets give it. */

/** Rows of cells; quotes may hold separators and line breaks. */
export function parse(text, separator) {
  const rows = []
  let row = []
  let cell = ''
  let isQuoted = false
  const end = () => {
    row.push(cell)
    cell = ''
  }
  const endRow = () => {
    end()
    if (row.length > 1 || row[0] !== '') rows.push(row)
    row = []
  }
  for (let i = text.charCodeAt(0) === 0xfeff ? 1 : 0; i < text.length; i++) {
    const letter = text[i]
    if (isQuoted) {
      if (letter !== '"') cell += letter
      else if (text[i + 1] === '"') cell += text[i++]
      else isQuoted = false
    } else if (letter === '"' && cell === '') isQuoted = true
    else if (letter === separator) end()
    else if (letter === '\n') endRow()
    else if (letter !== '\r') cell += letter
  }
  if (cell !== '' || row.length) endRow()
  return rows
}
