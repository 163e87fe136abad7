/** Tables in files: which letters they are written in, what parts their columns, the first rows, and writing them again. */
import { parse } from '../../parts/separated.js'

const SAMPLE_BYTES = 256 << 10
const SEPARATORS = [',', ';', '\t', '|']

/** `{ encoding, separator, headers, rows, isWhole }` of a file; `rows` are those that fit into the first part of it. */
export async function readTable(file) {
  const encoding = await encodingOf(file)
  const part = await file.slice(0, SAMPLE_BYTES).arrayBuffer()
  const isWhole = file.size <= SAMPLE_BYTES
  const text = new TextDecoder(encoding).decode(part, { stream: !isWhole })
  const separator = separatorOf(text)
  const rows = parse(text, separator)
  // The last row of a part may be cut in two.
  if (!isWhole) rows.pop()
  const [headers = [], ...rest] = rows
  return { encoding, separator, headers: headers.map((header) => header.trim()), rows: rest, isWhole }
}

async function encodingOf(file) {
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer())
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  // The first letter that is none may come late: an address after a thousand rows of numbers.
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const reader = file.stream().getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      decoder.decode(value, { stream: !done })
      if (done) return 'utf-8'
    }
  } catch {
    return 'gb18030'
  } finally {
    reader.cancel().catch(() => {})
  }
}

/** The separator by which most rows have as many columns as the first. */
function separatorOf(text) {
  const sample = text.split(/\r?\n/).slice(0, 20).join('\n')
  const score = (separator) => {
    const rows = parse(sample, separator)
    const width = rows[0]?.length ?? 1
    return width < 2 ? 0 : (rows.filter((row) => row.length === width).length / rows.length) * 1000 + width
  }
  return SEPARATORS.reduce((best, separator) => (score(separator) > score(best) ? separator : best))
}

/** A file of rows, as the server reads it. */
export function written(rows) {
  const cell = (text) => (/[",\n\r;\t|]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  return new Blob([rows.map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n'], { type: 'text/csv' })
}

/** The file in UTF-8, which is all that the server reads; as a stream, so that large files do not fill the memory twice. */
export async function inUTF8(file, encoding) {
  if (encoding === 'utf-8') return file
  const stream = file.stream().pipeThrough(new TextDecoderStream(encoding)).pipeThrough(new TextEncoderStream())
  return new Blob([await new Response(stream).blob()], { type: 'text/csv' })
}
