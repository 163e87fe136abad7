/**
 * Templates without evaluation: html`<div class=${x}>…</div>` makes Vue nodes, so that the pages need no `unsafe-eval`.
 *
 *   html`<button class="gx-button" onClick=${save}>${t('action.save')}</button>`     elements, attributes, events
 *   html`<q-menu ...${props}>${() => html`…`}</q-menu>`                       Quasar's components; a function is the default slot
 *   html`<${ListPage} entity=${entity} />`                                     our own components
 *   html`<q-select>${{ option: (scope) => html`…` }}</q-select>`               an object gives named slots
 *
 * Texts that come from values are always text, never markup.
 */
import { h, isVNode, mergeProps, Quasar } from './libraries.js'

const parsed = new WeakMap()

export function html(strings, ...values) {
  let nodes = parsed.get(strings)
  if (!nodes) parsed.set(strings, (nodes = parse(strings)))
  const built = nodes.map((node) => build(node, values))
  return built.length === 1 ? built[0] : built
}

/* A value's place among the strings, while they are parsed as one text. */
const PLACE = /\u0001(\d+)\u0001/
const PLACES = /\u0001(\d+)\u0001/g
const TAG = /<(\/?)([\w-]+|\u0001\d+\u0001)?((?:\s+|[^\s>"'/]+(?:=(?:"[^"]*"|'[^']*'|[^\s>"']*))?|"[^"]*"|\/(?!>))*)(\/?)>/g
const ATTRIBUTE = /([^\s=]+)(?:=(?:"([^"]*)"|'([^']*)'|(\S+)))?/g
const EMPTY = new Set(['area', 'br', 'col', 'hr', 'img', 'input', 'link', 'meta', 'source', 'wbr'])

function parse(strings) {
  const text = strings.reduce((all, part, i) => `${all}\u0001${i - 1}\u0001${part}`)
  const root = { children: [] }
  const open = [root]
  let end = 0
  for (const tag of text.matchAll(TAG)) {
    addText(open.at(-1), text.slice(end, tag.index))
    end = tag.index + tag[0].length
    if (tag[1]) {
      if (open.length === 1) throw new Error(`closes what is not open: ${tag[0]}`)
      open.pop()
      continue
    }
    const node = { tag: part(tag[2]), attributes: attributes(tag[3]), children: [] }
    open.at(-1).children.push(node)
    if (!tag[4] && !EMPTY.has(tag[2])) open.push(node)
  }
  addText(open.at(-1), text.slice(end))
  if (open.length > 1) throw new Error(`not closed: ${open.at(-1).tag}`)
  return root.children
}

/** Blanks with a line break in them only lay out the template. */
function addText(parent, text) {
  const trimmed = text.replace(/^\s*\n\s*/, '').replace(/\s*\n\s*$/, '')
  trimmed.split(PLACES).forEach((piece, i) => {
    if (i % 2) parent.children.push({ value: Number(piece) })
    else if (piece.trim() || (piece && i && i < trimmed.length)) parent.children.push(piece.replace(/\s*\n\s*/g, ' '))
  })
}

function attributes(text) {
  return [...text.matchAll(ATTRIBUTE)].map(([, name, double, single, bare]) =>
    name.startsWith('...') ? { spread: part(name.slice(3)) } : { name, value: part(double ?? single ?? bare ?? true) }
  )
}

/** A text, a value's place, or both mixed. */
function part(text) {
  if (typeof text !== 'string' || !PLACE.test(text)) return text
  const pieces = text.split(PLACES)
  if (pieces.length === 3 && !pieces[0] && !pieces[2]) return { value: Number(pieces[1]) }
  return { pieces }
}

function fill(part, values) {
  if (part?.pieces) return part.pieces.map((piece, i) => (i % 2 ? values[piece] ?? '' : piece)).join('')
  return typeof part === 'object' ? values[part.value] : part
}

function build(node, values) {
  if (typeof node === 'string') return node
  if ('value' in node) return values[node.value]
  let props = {}
  for (const attribute of node.attributes) {
    // Classes, styles and listeners of both are kept.
    if (attribute.spread) props = mergeProps(props, fill(attribute.spread, values) ?? {})
    else props[attribute.name] = fill(attribute.value, values)
  }
  const type = component(fill(node.tag, values))
  const children = node.children.map((child) => build(child, values))
  return typeof type === 'string' ? h(type, props, children) : h(type, props, slots(children))
}

function component(type) {
  if (typeof type !== 'string' || !type.startsWith('q-')) return type
  const name = type.replace(/(?:^|-)(\w)/g, (_, letter) => letter.toUpperCase())
  if (!Quasar[name]) throw new Error(`no such component: ${type}`)
  return Quasar[name]
}

function slots(children) {
  if (!children.length) return undefined
  const [only] = children
  if (children.length === 1 && typeof only === 'function') return { default: only }
  if (children.length === 1 && only && typeof only === 'object' && !isVNode(only) && !Array.isArray(only)) return only
  return { default: () => children }
}
