import type { Nodes } from 'mdast'
import { commentsIn } from '../../markers.ts'
import type { Span } from '../format.ts'
import { parseBlocks } from './parse.ts'

/** Code, front matter, comments, and what HTML shows to nobody. */
export function silentSpans(text: string): Span[] {
  return spansUnder(parseBlocks(text), text)
}

const codes: ReadonlySet<string> = new Set(['code', 'inlineCode', 'yaml', 'toml'])

function spansUnder(node: Nodes, text: string): Span[] {
  const start = node.position?.start.offset ?? 0
  const end = node.position?.end.offset ?? start
  if (codes.has(node.type)) return [{ start, end }]
  if (node.type === 'html') {
    return [...commentsIn(text.slice(start, end)), ...unshown(text.slice(start, end))]
      .map((span) => ({ start: start + span.start, end: start + span.end }))
      .sort((a, b) => a.start - b.start)
  }
  return 'children' in node ? node.children.flatMap((child) => spansUnder(child, text)) : []
}

function unshown(html: string): Span[] {
  return [...html.matchAll(/<(script|style|pre|code)\b[\s\S]*?(?:<\/\1\s*>|$(?![\s\S]))/gi)].map(
    (match) => ({ start: match.index, end: match.index + match[0].length }),
  )
}
