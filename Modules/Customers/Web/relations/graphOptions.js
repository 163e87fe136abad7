/** A graph of customers as the drawing library wants it, in the colours of the theme. */
import { entityNamed } from '../../../parts/catalogue.js'
import { token } from '../../../parts/charts/palette.js'
import { nodeName, termText } from './ties.js'

const escaped = (text) => String(text ?? '').replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign])
const shortened = (text, longest) => (text.length > longest ? text.slice(0, longest) + '…' : text)

export function graphOptions(graph, root, at, width) {
  const kinds = entityNamed('customer').field.kind?.options ?? []
  const colours = Object.fromEntries(kinds.map(({ key, colour }) => [key, token(`chart-${colour ?? 'grey'}`)]))
  // The more there are, the closer they stand and the less is written; what is left out shows on touch.
  const isSmall = width < 480, isCrowded = graph.nodes.length > (isSmall ? 8 : 14)
  const room = Math.min(1, 14 / graph.nodes.length) * (isSmall ? 0.7 : 1)
  const shown = kinds.filter(({ key }) => graph.nodes.some((node) => node.kind === key)).map(({ label }) => label)
  const ink = token('ink'), faint = token('ink-3')
  return {
    animationDurationUpdate: 300,
    tooltip: {
      confine: true, backgroundColor: token('bg-raised'), borderColor: token('line-strong'), textStyle: { color: ink, fontSize: 12.5 },
      formatter: ({ dataType, data }) => (dataType === 'edge' ? [data.words, data.term] : [data.name, data.detail]).filter(Boolean).map(escaped).join('<br>'),
    },
    legend: { bottom: 0, itemWidth: 10, itemHeight: 10, icon: 'circle', textStyle: { color: faint, fontSize: 12 }, show: shown.length > 1, data: shown },
    series: [{
      type: 'graph', layout: 'force', roam: true, draggable: true, top: 10, bottom: shown.length > 1 ? 34 : 14, zoom: 1, labelLayout: { hideOverlap: true },
      force: { repulsion: 60 + 280 * room, edgeLength: 40 + 90 * room, gravity: 0.08 + 0.08 * (1 - room), friction: 0.3 },
      categories: kinds.map(({ key, label }) => ({ name: label, itemStyle: { color: colours[key] } })),
      label: { show: true, position: 'bottom', color: ink, fontSize: 12, formatter: ({ data }) => shortened(data.name, isSmall ? 7 : 14) },
      edgeSymbol: ['none', 'none'], lineStyle: { color: token('line-strong'), width: 1.2, curveness: 0.06 },
      edgeLabel: { show: !isCrowded, fontSize: 11, color: faint, formatter: ({ data }) => data.words },
      emphasis: { focus: 'adjacency', lineStyle: { width: 2 }, edgeLabel: { show: true } },
      data: graph.nodes.map((node) => ({
        id: node.id, name: nodeName(node), isHidden: node.isHidden, detail: [node.code, kinds.find(({ key }) => key === node.kind)?.label].filter(Boolean).join(' · '),
        category: Math.max(0, kinds.findIndex(({ key }) => key === node.kind)), symbolSize: node.id === root ? 34 : node.isHidden ? 12 : isCrowded ? 16 : 22,
        itemStyle: { ...(node.isHidden && { color: token('line-strong') }), borderColor: node.id === at ? token('accent') : token('bg'), borderWidth: node.id === at ? 3 : 2 },
      })),
      links: graph.edges.map((edge) => ({ source: edge.from, target: edge.to, words: edge.label, term: termText(edge) })),
    }],
  }
}
