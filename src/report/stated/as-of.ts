import { periodsIn } from './moments.ts'

/** The days up to which a count is told: "12 merged PRs (as of April 2026)". */
export interface AsOf {
  readonly start: number
  /** The day before those that may be meant, and the last of them. */
  readonly before: string
  readonly last: string
}

/** `text` in the same length without such days, so far as they surely are those of a count, and where they stood. */
export function withoutAsOf(text: string): { readonly text: string; readonly days: AsOf[] } {
  if (!/\bas of\b/i.test(text)) return { text, days: [] }
  const days: AsOf[] = []
  let rest = text
  for (const { start, end, from, to } of periodsIn(text)) {
    const [words = ''] = asOf.exec(text.slice(0, start)) ?? []
    if (words === '' || to !== null || from.days === null || from.loose) continue
    const first = start - words.length
    const last = end + (ending.exec(text.slice(end))?.[0].length ?? 0)
    const isBehind = behind.test(text.slice(0, first)) && closed.test(text.slice(last))
    const isAhead = ahead.test(text.slice(0, first)) && /[,:]$/.test(text.slice(end, last))
    if (!isBehind && !isAhead) continue
    rest = rest.slice(0, first) + ' '.repeat(last - first) + rest.slice(last)
    days.push({ start: first, before: dayBefore(from.days.first), last: from.days.last })
  }
  return { text: rest, days }
}

function dayBefore(day: string): string {
  return new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10)
}

const asOf = /[ ,]*\(?\bas of (?:the (?:end|start) of )?$/i
const ending = /^[),:]/
const behind =
  /(?:\b(?:[PM]Rs|requests|merged|reviewed)|\b(?:in|to|for|on) [\w.-]+(?:\/[\w.-]+)*)[*_]*$/i
const closed = /^[*_]*\s*(?:$|[.;|\n])/
const ahead = /(?:^|[.;\n]\s)[\s*_>•-]*$/
