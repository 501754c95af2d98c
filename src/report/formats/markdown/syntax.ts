import type { RegionSyntax } from '../format.ts'
import { parseBlocks } from './parse.ts'

/** Lines of Markdown by their first signs: enough for a region, whose blocks stand at the top level. */
export const syntax: RegionSyntax = {
  heading: (line) => /^ {0,3}(#{1,6})(?:[ \t]|$)/.exec(line)?.[1]?.length ?? null,
  bullet: (line) => /^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+(?=\S)/.exec(line)?.[0] ?? null,
  opaque,
}

/** Fenced code, its fences included, comments over several lines, and HTML up to the blank line that ends it. */
function opaque(lines: readonly string[]): boolean[] {
  const html = htmlIn(lines)
  let until: RegExp | null = null
  return lines.map((line, index) => {
    if (until !== null) {
      if (until.test(line)) until = null
      return true
    }
    if (html.has(index)) return true
    const fence = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/.exec(line)?.[1]
    if (fence !== undefined) until = new RegExp(`^ {0,3}${fence}[\`~]*[ \\t]*$`)
    else if (/^ {0,3}<!--(?!.*-->)/.test(line)) until = /-->/
    return until !== null
  })
}

/** Where a tag begins a line, only the parser knows how far its block goes; few documents have any. */
function htmlIn(lines: readonly string[]): ReadonlySet<number> {
  if (!lines.some((line) => /^ {0,3}<[a-z/!?]/i.test(line))) return new Set()
  const blocks = parseBlocks(lines.join('\n')).children.filter(({ type }) => type === 'html')
  return new Set(
    blocks.flatMap(({ position }) => {
      if (position === undefined) return []
      const { start, end } = position
      return Array.from({ length: end.line - start.line + 1 }, (_, at) => start.line - 1 + at)
    }),
  )
}
