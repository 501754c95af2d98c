import type { Item } from '../document/sidecar.ts'
import type { Block, Group } from '../entries/blocks.ts'
import { addressesIn } from '../entries/links.ts'
import type { Entry } from '../types.ts'
import type { Finding, Note } from './findings.ts'
import { doubtsOf, type EntryInput, knownOf, nothingKnown } from './known.ts'
import {
  endOfBullet,
  endOfHead,
  endOfParagraph,
  indentOf,
  type Line,
  withBlock,
  withoutLine,
  withPrefix,
} from './lines.ts'
import { mergeLinks, removedLinks } from './link-line.ts'
import { listed, writtenStyle } from './listed.ts'
import { holdsCounts } from './match.ts'
import { linksPiece, type Piece } from './pieces.ts'
import { type Known, type MergeRules, nameOf, type Resolved, resolve } from './resolve.ts'

export interface EntryMerged {
  readonly lines: readonly Line[]
  readonly findings: ReadonlyMap<Line, readonly Finding[]>
  readonly notes: readonly Note[]
  /** Links taken out of a line of links. */
  readonly removed: readonly string[]
}

/** Merges one entry: its lines first, then the links that none of them has, then what is new. */
export function mergeEntry(input: EntryInput, all: MergeRules): EntryMerged {
  const { group, items, value, max, refused, held } = input
  const { title } = group
  const style = title === null ? null : writtenStyle(title, items.get(title), all.syntax)
  const rules = style === null ? all : { ...all, writer: listed(all.writer, style, all.syntax) }
  const known = knownOf(input, rules)
  const isMoved = ({ from }: Line) => from !== null && held.moved.has(from)
  const findings = new Map<Line, readonly Finding[]>()
  const notes: Note[] = []
  const removed: string[] = []
  let lines: Line[] = group.blocks.map((from) => ({
    text: from.text,
    item: items.get(from) ?? null,
    from,
  }))
  const decide = (line: Line, { text, item, findings: found, notes: told }: Resolved) => {
    const index = lines.indexOf(line)
    notes.push(...told)
    if (text === null) {
      lines = withoutLine(lines, index)
      return
    }
    const next = { ...line, text, item }
    lines[index] = next
    if (found.length > 0) findings.set(next, found)
  }
  for (const line of [...lines]) {
    if (line.from === null || line.item === null || line.item.kind === 'links') continue
    const place = { moved: isMoved(line), remarked: held.remarked.has(line.from) }
    // Whose numbers are meant by a line that stands in another's entry now is not certain.
    const own = place.moved ? nothingKnown : known
    const doubts = place.moved ? doubtsOf(line.item, rules) : []
    const resolved = resolve(line.from, line.item, own, place, rules)
    const isSaid = resolved.text === null && input.said.has(line.item.key ?? '')
    if (isSaid) notes.push({ kind: 'said', text: line.item.key ?? '' })
    decide(line, { ...resolved, findings: [...resolved.findings, ...doubts] })
  }
  lines = withNewBullets(lines, input, known, rules)
  lines = withNewClaims(lines, input, known, rules)
  for (const line of [...lines]) {
    if (line.from === null || line.item?.kind !== 'links') continue
    const links =
      value === null || isMoved(line) ? null : linksLeft(value, lines, line, refused, rules)
    removed.push(...removedLinks(line.from, line.item, rules))
    decide(line, mergeLinks(line.from, line.item, links, max.links, rules))
  }
  if (input.grows && value !== null && isTools(group, items))
    lines = withMissing(lines, value, input, known, rules)
  return { lines, findings, notes, removed }
}

/** An entry the tool wrote, not one a person had before. */
function isTools(group: Group, items: ReadonlyMap<Block, Item>): boolean {
  return group.title !== null && typeof items.get(group.title)?.text === 'string'
}

/** Links of an entry that none of its other lines has. */
function linksLeft(
  { links }: Entry,
  lines: readonly Line[],
  own: Line,
  refused: ReadonlySet<string>,
  { background }: MergeRules,
) {
  const linked = new Set(
    lines.filter((line) => line !== own).flatMap(({ text }) => addressesIn(text, background)),
  )
  const here = new Set(addressesIn(own.text, background))
  return links.filter(({ url }) => !linked.has(url) && (!refused.has(url) || here.has(url)))
}

/** Puts new highlights where the order of the data has them: after the one they follow there, else first. */
function withNewBullets(
  before: readonly Line[],
  { grows }: EntryInput,
  { pieces }: Known,
  rules: MergeRules,
): Line[] {
  let lines = [...before]
  if (!grows || isSingleBullet(before, rules)) return lines
  let last: string | null = null
  for (const piece of pieces.values()) {
    if (piece.kind !== 'highlight') continue
    const name = nameOf(piece)
    const isThere = lines.some(({ item }) => item?.kind === 'highlight' && item.key === name)
    if (!isThere) lines = withBullet(lines, piece, last, rules)
    last = name
  }
  return lines
}

/** Who writes a bullet for each project has room for nothing else in it. */
function isSingleBullet(lines: readonly Line[], { syntax }: MergeRules): boolean {
  const isTitle = ({ from }: Line) => from?.kind === 'title'
  const title = lines.find(isTitle)
  if (title === undefined || syntax.bullet(title.text) === null) return false
  return lines.every((line) => isTitle(line) || indentOf(line, syntax) < 0)
}

/** Claims come after all other bullets. One that the document says already, in a line of the person's, is said. */
function withNewClaims(
  before: readonly Line[],
  { grows, refused, value }: EntryInput,
  { pieces }: Known,
  rules: MergeRules,
): Line[] {
  let lines = [...before]
  if (!grows || value === null || isSingleBullet(before, rules)) return lines
  const { syntax } = rules
  for (const piece of pieces.values()) {
    if (piece.kind !== 'claim' || refused.has(`${value.key} ${nameOf(piece)}`)) continue
    const saidBy = (text: string) => withPrefix(piece.text, syntax.bullet(text), syntax) === text
    if (lines.some(({ item, text }) => item?.claim === piece.claim || saidBy(text))) continue
    const last = lines.findLastIndex((line) => indentOf(line, syntax) === 0)
    if (last < 0) {
      lines = withBlock(lines, endOfHead(lines), piece.text, piece)
      continue
    }
    const text = withPrefix(piece.text, syntax.bullet(lines[last]?.text ?? ''), syntax)
    const at = endOfBullet(lines, last, syntax)
    lines = [
      ...lines.slice(0, at),
      { text, item: { ...piece, text }, from: null },
      ...lines.slice(at),
    ]
  }
  return lines
}

function withBullet(
  lines: readonly Line[],
  piece: Piece,
  after: string | null,
  { syntax }: MergeRules,
): Line[] {
  const isBullet = (line: Line) => indentOf(line, syntax) >= 0
  const first = lines.findIndex(isBullet)
  if (first < 0) return withBlock(lines, endOfParagraph(lines), piece.text, piece)
  const follows = lines.findIndex(({ item }) => item?.kind === 'highlight' && item.key === after)
  const count = lines.findIndex((line) => line.item?.kind === 'count' && isBullet(line))
  const next = lines.findIndex((line) => line.item?.kind === 'highlight' && isBullet(line))
  const anchor = follows >= 0 ? follows : count
  const model = lines[anchor >= 0 ? anchor : next >= 0 ? next : first]
  const prefix = syntax.bullet(model?.text ?? '')
  const numbered = nextNumber(lines, prefix, syntax)
  const text = withPrefix(piece.text, numbered?.prefix ?? prefix, syntax)
  const line = { text, item: { ...piece, text }, from: null }
  const at =
    numbered !== null
      ? numbered.at
      : anchor >= 0
        ? endOfBullet(lines, anchor, syntax)
        : next >= 0
          ? next
          : // A list of the person's own: what is new goes to its end.
            lines.findLastIndex(isBullet) + 1
  return [...lines.slice(0, at), line, ...lines.slice(at)]
}

/** A list that is numbered goes on at its end. Null for one that is not. */
function nextNumber(
  lines: readonly Line[],
  prefix: string | null,
  syntax: MergeRules['syntax'],
): { readonly prefix: string; readonly at: number } | null {
  if (prefix === null || !/\d/.test(prefix)) return null
  const indent = prefix.length - prefix.trimStart().length
  const isOfList = (line: Line) => {
    const own = syntax.bullet(line.text)
    return own !== null && /\d/.test(own) && own.length - own.trimStart().length === indent
  }
  const last = lines.findLastIndex((line) => indentOf(line, syntax) >= 0 && isOfList(line))
  const number = Number(/\d+/.exec(lines[last]?.text ?? '')?.[0] ?? 0) + 1
  return {
    prefix: prefix.replace(/\d+/, String(number)),
    at: endOfBullet(lines, last, syntax),
  }
}

/** Lines that an entry of the tool's did not have so far: dates, counts, links. */
function withMissing(
  before: readonly Line[],
  value: Entry,
  { refused, items, group, held }: EntryInput,
  { pieces }: Known,
  rules: MergeRules,
): Line[] {
  const own = group.blocks.filter((block) => !held.moved.has(block))
  const there = own.flatMap((block) => items.get(block) ?? [])
  const had = new Set(there.flatMap((item) => [item.kind, ...(holdsCounts(item) ? ['count'] : [])]))
  const isDue = (kind: Item['kind']) => !had.has(kind) && !refused.has(`${value.key} ${kind}`)
  let lines = [...before]
  const dates = pieces.get('dates')
  const title = lines.findIndex(({ item }) => item?.kind === 'title')
  if (dates !== undefined && title >= 0 && isDue('dates')) {
    const line = { text: dates.text, item: dates, from: null }
    lines = rules.writer.apart
      ? withBlock(lines, title + 1, dates.text, dates)
      : [...lines.slice(0, title + 1), line, ...lines.slice(title + 1)]
  }
  const count = pieces.get('count')
  if (count !== undefined && isDue('count')) {
    const first = lines.findIndex((line) => indentOf(line, rules.syntax) >= 0)
    const line = { text: count.text, item: count, from: null }
    lines =
      first < 0
        ? withBlock(lines, endOfHead(lines), count.text, count)
        : [...lines.slice(0, first), line, ...lines.slice(first)]
  }
  const isListed = title >= 0 && rules.syntax.bullet(lines[title]?.text ?? '') !== null
  if (isListed || !isDue('links')) return lines
  const linked = new Set(lines.flatMap(({ text }) => addressesIn(text, rules.background)))
  const rest = value.links.filter(({ url }) => !linked.has(url) && !refused.has(url))
  const links = linksPiece(value.key, rest, rules.writer)
  if (links === null) return lines
  const end = lines.findLastIndex(({ text }) => text.trim() !== '') + 1
  return withBlock(lines, end, links.text, links)
}
