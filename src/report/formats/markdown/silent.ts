import type { Nodes } from 'mdast'
import { commentsIn } from '../../document/markers.ts'
import type { Span } from '../format.ts'
import { parseBlocks } from './parse.ts'

/** Code, front matter, comments, and what HTML shows to nobody. */
export function silentSpans(text: string): Span[] {
  return spansUnder(parseBlocks(text), text, (html) =>
    [...commentsIn(html), ...unshown(html)].sort((a, b) => a.start - b.start),
  )
}

/** Comments that are such to Markdown: in code they are text. */
export function commentSpans(text: string): Span[] {
  const comments = spansUnder(parseBlocks(text), text, commentsIn)
  return comments.filter(({ start, end, code }) => !code && start < end)
}

interface Found extends Span {
  readonly code: boolean
}

const codes: ReadonlySet<string> = new Set(['code', 'inlineCode', 'yaml', 'toml'])

function spansUnder(node: Nodes, text: string, inHtml: (html: string) => readonly Span[]): Found[] {
  const start = node.position?.start.offset ?? 0
  const end = node.position?.end.offset ?? start
  if (codes.has(node.type)) return [{ start, end, code: true }]
  if (node.type === 'html') {
    return inHtml(text.slice(start, end)).map((span) => ({
      start: start + span.start,
      end: start + span.end,
      code: false,
    }))
  }
  return 'children' in node ? node.children.flatMap((child) => spansUnder(child, text, inHtml)) : []
}

function unshown(html: string): Span[] {
  return [...html.matchAll(/<(script|style|pre|code)\b[\s\S]*?(?:<\/\1\s*>|$(?![\s\S]))/gi)].map(
    (match) => ({ start: match.index, end: match.index + match[0].length }),
  )
}
