/** Ties as one customer sees them: who is what to it, and since when. */
import { t } from '../../../parts/texts.js'

/** The ties of one customer: `{ edge, other, word }`, `other` being the node at the other end and `word` what it is to this one. */
export function tiesOf(graph, id) {
  const nodes = Object.fromEntries(graph.nodes.map((node) => [node.id, node]))
  return graph.edges.filter((edge) => edge.from === id || edge.to === id)
    .map((edge) => (edge.to === id ? { edge, other: nodes[edge.from], word: edge.label } : { edge, other: nodes[edge.to], word: edge.inverse }))
}

/** The same ties in groups by that word, in the order in which they come. */
export function groupedTies(ties) {
  const groups = new Map()
  for (const tie of ties) groups.set(tie.word, [...(groups.get(tie.word) ?? []), tie])
  return [...groups].map(([word, members]) => ({ word, members }))
}

export function termText({ since, until }) {
  if (since && until) return `${since} — ${until}`
  if (since) return t('page.relations.since', { day: since })
  return until ? t('page.relations.until', { day: until }) : ''
}

export const nodeName = (node) => (node.isHidden ? t('page.relations.hidden') : node.name)
