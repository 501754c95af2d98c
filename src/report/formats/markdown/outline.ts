import type { Html, Nodes, RootContent } from 'mdast'
import { markerLike, readHtmlMarker, whyStray } from '../../markers.ts'
import type { Block, Heading, Marker, Outline, Stray } from '../format.ts'
import { headingText, parseBlocks } from './parse.ts'

interface Span {
  readonly line: number
  readonly start: number
  readonly end: number
}

/** Markers count only as HTML of the top level that fills its line; code and front matter are no HTML to the parser. */
export function readOutline(text: string): Outline {
  const root = parseBlocks(text)
  const headings: Heading[] = []
  const markers: Marker[] = []
  const strays: Stray[] = []
  const blocks: Block[] = []
  for (const node of root.children) {
    const span = spanOf(node)
    blocks.push({ start: span.start, end: span.end, rule: node.type === 'thematicBreak' })
    if (node.type === 'heading')
      headings.push({
        ...span,
        text: headingText(text.slice(span.start, span.end)),
        level: node.depth,
      })
    const marker = node.type === 'html' ? markerOf(node, text) : null
    if (marker !== null) markers.push(marker)
    else strays.push(...straysIn(node, node.type === 'html' ? 'not alone on its line' : null))
  }
  return { headings, markers, strays, blocks }
}

function spanOf(node: RootContent): Span {
  if (node.position === undefined) throw new TypeError('Cannot use a node without a position')
  const { start, end } = node.position
  return { line: start.line, start: start.offset ?? 0, end: end.offset ?? 0 }
}

function markerOf(node: Html, text: string): Marker | null {
  const words = readHtmlMarker(node.value)
  const { line, start, end } = spanOf(node)
  if (words === null || node.value.trim().includes('\n')) return null
  const lineStart =
    Math.max(text.lastIndexOf('\n', start - 1), text.lastIndexOf('\r', start - 1)) + 1
  const ending = /^[^\S\r\n]*(?:\r\n|\n|\r|$)/.exec(text.slice(end))?.[0] ?? ''
  return { ...words, line, start: lineStart, next: end + ending.length }
}

/** Markers in any HTML at or under `node`: none of them stands where a marker may. */
function straysIn(node: Nodes, where: string | null): Stray[] {
  if (node.type === 'html') return straysOfHtml(node, where ?? 'inside a line of text')
  if (!('children' in node)) return []
  const inside = places[node.type] ?? where
  return node.children.flatMap((child) => straysIn(child, inside))
}

const places: Readonly<Record<string, string>> = {
  listItem: 'inside a list',
  blockquote: 'inside a quotation',
  tableCell: 'inside a table',
  footnoteDefinition: 'inside a footnote',
}

function straysOfHtml(node: Html, where: string): Stray[] {
  const first = node.position?.start.line ?? 1
  return [...node.value.matchAll(markerLike)].map((match) => {
    const line = first + (node.value.slice(0, match.index).match(/\r\n|\n|\r/g)?.length ?? 0)
    return { line, reason: whyStray(match[0], where) }
  })
}
