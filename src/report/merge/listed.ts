import type { Item } from '../document/sidecar.ts'
import type { Block } from '../entries/blocks.ts'
import type { RegionSyntax, Writer } from '../formats/format.ts'
import type { Entry } from '../types.ts'
import type { Line } from './lines.ts'
import { withPrefix } from './lines.ts'

/** How the entries of a list are written: each title is a bullet. */
export interface ListStyle {
  readonly prefix: string
  /** Of the bullets below a title; null where an entry is its title alone, with all its values. */
  readonly nested: string | null
  readonly bold: boolean
}

/** As the entry whose lines these are is written; null where its title is no bullet. */
export function listStyleOf(lines: readonly Line[], syntax: RegionSyntax): ListStyle | null {
  const at = lines.findIndex(({ from, item }) => from?.kind === 'title' || item?.kind === 'title')
  const title = lines[at]?.text ?? ''
  const prefix = syntax.bullet(title)
  if (prefix === null) return null
  const nested = lines
    .slice(at + 1)
    .map(({ text }) => syntax.bullet(text))
    .find((each) => each !== null)
  return { prefix, nested: nested ?? null, bold: /^(?:\*\*|__)/.test(title.slice(prefix.length)) }
}

/** As the tool wrote the entry of that title into a list; null for one that is the person's, or stands in no list. */
export function writtenStyle(
  { text }: Block,
  item: Item | undefined,
  syntax: RegionSyntax,
): ListStyle | null {
  const prefix = typeof item?.text === 'string' ? syntax.bullet(text) : null
  if (prefix === null) return null
  const holdsCounts = Object.keys(item?.slots ?? {}).some((name) => name !== 'dates')
  const nested = holdsCounts ? null : `${' '.repeat(prefix.length)}${prefix.trimStart()}`
  return { prefix, nested, bold: /^(?:\*\*|__)/.test(text.slice(prefix.length)) }
}

/** Writes entries into a list: `- **acme/engine**: 5 merged (May 2025 – Present)`, or all but dates set in below. */
export function listed(writer: Writer, style: ListStyle, syntax: RegionSyntax): Writer {
  const { prefix, nested } = style
  return {
    ...writer,
    apart: false,
    entry: (entry) => {
      const { count, highlights, claims } = writer.entry(entry)
      const name = `${prefix}${nameOf(entry, writer, style)}`
      const dates = entry.dates === null ? '' : ` (${writer.dates(entry.dates)})`
      if (nested === null) {
        const counts = count === null ? '' : `: ${withPrefix(count, '', syntax)}`
        const title = `${name}${counts}${dates}`
        return { title, dates: null, count: null, highlights: [], claims: [] }
      }
      const below = (text: string) => withPrefix(text, nested, syntax)
      return {
        title: `${name}${dates}`,
        dates: null,
        count: count === null ? null : below(count),
        highlights: highlights.map(below),
        claims: claims.map(below),
      }
    },
  }
}

/** The title without its dates and whatever marks it as one. */
function nameOf(entry: Entry, writer: Writer, { bold }: ListStyle): string {
  const { title } = writer.entry({ ...entry, dates: null })
  const words = title.replace(/^#{1,6}\s+/, '').replace(/^(\*\*|__)(.*)\1$/, '$2')
  return bold ? `**${words}**` : words
}
