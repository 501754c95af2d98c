import type { RegionSyntax } from '../formats/format.ts'

/** What stands in a section and is not kept up to date, though it may look as if it were. */
export interface Unread {
  /** From 1. */
  readonly line: number
  /** `nothing`: no entry of a known project is in all of the section. */
  readonly kind: 'nothing' | 'table' | 'html'
}

/**
 * Numbers in tables and HTML, one finding for each of them: neither is text that can be written into.
 * @param first number of the first line of `body`
 * @param read lines of which something was recognised
 */
export function unreadIn(
  body: string,
  first: number,
  read: ReadonlySet<number>,
  syntax: RegionSyntax,
): Unread[] {
  const lines = body.split('\n')
  const kinds = kindsOf(lines, syntax)
  const starts = lines.flatMap((_, at) =>
    kinds[at] != null && kinds[at] !== kinds[at - 1] ? [at] : [],
  )
  const found = starts.flatMap((at): Unread[] => {
    const kind = kinds[at]
    const end = kinds.findIndex((each, index) => index > at && each !== kind)
    const run = lines.slice(at, end < 0 ? undefined : end)
    const isRead = run.some((_, index) => read.has(first + at + index))
    const isCounting = /\d/.test(run.join('\n').replace(/<[^<>]*>/g, ''))
    return kind == null || isRead || !isCounting ? [] : [{ line: first + at, kind }]
  })
  return read.size > 0 || body === '' ? found : [{ line: first, kind: 'nothing' }, ...found]
}

function kindsOf(lines: readonly string[], syntax: RegionSyntax): (Unread['kind'] | null)[] {
  const opaque = syntax.opaque(lines)
  let open = 0
  let before: Unread['kind'] | null = null
  return lines.map((text, at) => {
    open += count(text, /<details[\s>]/gi)
    const isTag = opaque[at] === true && (/^\s*<(?!!--)/.test(text) || before === 'html')
    before = open > 0 || isTag ? 'html' : /^\s*\|.*\|\s*$/.test(text) ? 'table' : null
    open = Math.max(0, open - count(text, /<\/details>/gi))
    return before
  })
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0
}
