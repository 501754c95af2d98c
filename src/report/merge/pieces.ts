import type { Item } from '../document/sidecar.ts'
import type { Writer } from '../formats/format.ts'
import { countSlots } from '../style/counts.ts'
import type { Entry, Link } from '../types.ts'

/** A line as it would be written now, and what is to be remembered of it. */
export type Piece = Item & { readonly text: string }

/** What an entry consists of, in order: title, dates, counts, highlights, claims. Its line of links depends on the document. */
export function piecesOf(entry: Entry, writer: Writer): Piece[] {
  const { title, dates, count, highlights, claims } = writer.entry(entry)
  const span = entry.dates === null ? undefined : { dates: writer.dates(entry.dates) }
  // What has no line of its own stands in the title.
  const slots = { ...(count === null ? countSlots(entry) : {}), ...(dates === null ? span : {}) }
  return [
    piece(entry, 'title', title, Object.keys(slots).length === 0 ? {} : { slots }),
    ...(dates === null ? [] : [piece(entry, 'dates', dates, { slots: span })]),
    ...(count === null ? [] : [piece(entry, 'count', count, { slots: countSlots(entry) })]),
    ...highlights.map((text, index) =>
      piece(entry, 'highlight', text, { key: entry.highlights[index]?.key }),
    ),
    ...claims.map((text, index) =>
      piece(entry, 'claim', text, { claim: entry.claims[index]?.text }),
    ),
  ]
}

/** The line of links; null without any. */
export function linksPiece(key: string, links: readonly Link[], writer: Writer): Piece | null {
  if (links.length === 0) return null
  return {
    entry: key,
    kind: 'links',
    text: writer.links(links),
    links: links.map(({ url }) => url),
  }
}

/** An entry as it is written where nothing stood. */
export function layOut(pieces: readonly Piece[], apart: boolean): string {
  const of = (...kinds: readonly Piece['kind'][]) =>
    pieces.filter(({ kind }) => kinds.includes(kind)).map(({ text }) => text)
  const head = of('title', 'dates').join(apart ? '\n\n' : '\n')
  const blocks = [head, of('count', 'highlight', 'claim').join('\n'), of('links').join('\n')]
  return blocks.filter((block) => block !== '').join('\n\n')
}

/** A whole entry: every highlight, and the links that none of them has. */
export function freshPieces(entry: Entry, writer: Writer): Piece[] {
  const linked = new Set(entry.highlights.map(({ link }) => link.url))
  const rest = entry.links.filter(({ url }) => !linked.has(url))
  const links = linksPiece(entry.key, rest, writer)
  return [...piecesOf(entry, writer), ...(links === null ? [] : [links])]
}

function piece(
  entry: Entry,
  kind: Item['kind'],
  text: string,
  more: {
    key?: string | undefined
    claim?: string | undefined
    slots?: Record<string, string> | undefined
  },
): Piece {
  const { key, claim, slots } = more
  return {
    entry: entry.key,
    kind,
    ...(key === undefined ? {} : { key }),
    ...(claim === undefined ? {} : { claim }),
    text,
    ...(slots === undefined ? {} : { slots }),
  }
}
