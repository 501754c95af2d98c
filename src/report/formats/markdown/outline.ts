import type { Html, Nodes } from 'mdast'
import { markerLike, readHtmlMarker, whyStray } from '../../document/markers.ts'
import type { Block, Heading, Marker, Outline, Stray } from '../format.ts'
import { headingText, parseBlocks, type TopBlock, topBlocks } from './parse.ts'

/** Markers count only as HTML of the top level that fills its line; code and front matter are no HTML to the parser. */
export function readOutline(text: string): Outline {
  const headings: Heading[] = []
  const markers: Marker[] = []
  const blocks: Block[] = []
  for (const block of topBlocks(text)) {
    const { type, start, end } = block
    const heading = headingOf(block, text)
    if (heading !== null) headings.push(heading)
    const marker = markerOf(block, text)
    if (marker !== null) markers.push(marker)
    blocks.push({ start, end, rule: type === 'thematicBreak', closed: isClosed(block) })
  }
  return { headings, markers, strays: straysBeside(markers, text), blocks }
}

/** Blocks that a blank line ends for good. */
const endByThemselves: ReadonlySet<string> = new Set([
  'atxHeading',
  'paragraph',
  'setextHeading',
  'thematicBreak',
])

/** Lists end where their last block does; of whatever else this is not sure: what follows it may be read otherwise. */
function isClosed({ type, last }: TopBlock): boolean {
  const isList = type === 'listOrdered' || type === 'listUnordered'
  return endByThemselves.has(isList ? last : type)
}

function headingOf({ type, line, start, end }: TopBlock, text: string): Heading | null {
  const source = text.slice(start, end)
  const level = levelOf(type, source)
  return level === null ? null : { line, start, end, text: headingText(source), level }
}

/** By its signs: the first ones, or those of its last line. */
function levelOf(type: string, source: string): number | null {
  if (type === 'atxHeading') return source.search(/[^#]|$/)
  if (type === 'setextHeading') return source.trimEnd().endsWith('=') ? 1 : 2
  return null
}

function markerOf({ type, line, start, end }: TopBlock, text: string): Marker | null {
  if (type !== 'htmlFlow') return null
  const source = text.slice(start, end)
  const words = readHtmlMarker(source)
  if (words === null || source.trim().includes('\n')) return null
  const lineStart =
    Math.max(text.lastIndexOf('\n', start - 1), text.lastIndexOf('\r', start - 1)) + 1
  const ending = /^[^\S\r\n]*(?:\r\n|\n|\r|$)/.exec(text.slice(end))?.[0] ?? ''
  return { ...words, line, start: lineStart, next: end + ending.length }
}

/** What `straysIn` looks for, as it may stand in a document: in a quotation lines begin with a sign. */
const mayBeStray = /<!--+[\s>]*\/?tracker[\s>]*:(?!\s*\/?value\b)/i

/** Everything meant as a marker but `markers`. Hardly any document has some, and only then all of it is taken apart. */
function straysBeside(markers: readonly Marker[], text: string): Stray[] {
  if (!mayBeStray.test(without(markers, text))) return []
  return parseBlocks(text).children.flatMap((node) =>
    markers.some(({ line }) => line === node.position?.start.line)
      ? []
      : straysIn(node, node.type === 'html' ? 'not alone on its line' : null),
  )
}

function without(markers: readonly Marker[], text: string): string {
  const starts = [0, ...markers.map(({ next }) => next)]
  return starts.map((start, index) => text.slice(start, markers[index]?.start)).join('')
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
