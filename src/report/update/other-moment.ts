import type { Item, SectionMemory } from '../document/sidecar.ts'
import type { Block } from '../entries/blocks.ts'
import { addressesIn } from '../entries/links.ts'
import type { Writer } from '../formats/format.ts'
import { itemOf, keyOf } from '../merge/first-memory.ts'
import { standing } from '../merge/match.ts'
import { freshPieces, type Piece } from '../merge/pieces.ts'
import { type RegionInput, readAnew } from '../merge/regain.ts'
import { tombstoneOf } from '../merge/tombstones.ts'
import { toNumber } from '../stated/numbers.ts'
import { statedCounts } from '../stated/stated-counts.ts'
import type { Background, Section } from '../types.ts'
import { marksWith, ownerOf, standsIn } from './earlier.ts'

/** A region that is of another moment than its sidecar. */
export interface OtherMoment {
  /** `set-back`: the document is the older of the two. `ahead`: the sidecar is. */
  readonly kind: 'set-back' | 'ahead'
  /** What is to be remembered of what stands there. */
  readonly memory: SectionMemory
}

/** A line of the region, and whose it is. */
interface Line {
  readonly block: Block
  /** `earlier`, `later`: of a run before the one that the sidecar is of, or after it. */
  readonly from: 'sidecar' | 'earlier' | 'later' | 'person'
  readonly item: Item | null
}

/**
 * Null where all that differs may be a person's work: they delete lines, put back a bullet or copy one, change a number. Two
 * things at once are none. A count, dates or a line of links as an earlier run left it, and one more line of those or a lack:
 * the document was set back, and what is missing was not deleted. A bullet or entry of the tool's that the sidecar never heard
 * of, and one more, or a count, dates or links as only a later run writes them: the sidecar stayed behind. What that run
 * wrote too and does not stand there was deleted.
 */
export function otherMoment(
  input: RegionInput,
  memory: SectionMemory,
  writer: Writer,
): OtherMoment | null {
  if (memory.items.every((item) => standsIn(input.current, item))) return null
  const pieces = input.section.value.entries.flatMap((entry) => freshPieces(entry, writer))
  const lines = linesIn(input, memory, pieces)
  const kind = isSetBack(lines, input, memory)
    ? 'set-back'
    : isAhead(lines, memory)
      ? 'ahead'
      : null
  if (kind === null) return null
  const there = lines.flatMap(({ item }) => item ?? [])
  const items =
    kind === 'set-back'
      ? there
      : [...there, ...stillDue(memory.items, there, pieces, input.section.value.max)]
  const touched =
    memory.touched || items.some(({ text, now }) => text === null || now !== undefined)
  return { kind, memory: { ...memory, items, touched, earlier: marksWith(memory, memory.items) } }
}

/** Remembered lines that a later run wrote too: there was room for them behind all that stands before them in the data. */
function stillDue(
  remembered: readonly Item[],
  there: readonly Item[],
  pieces: readonly Piece[],
  max: Section['max'],
): Item[] {
  const found = new Set(there.map(tombstoneOf))
  return remembered.filter((item) => {
    const isLike = ({ kind, entry }: Item) =>
      kind === item.kind && (kind === 'title' || entry === item.entry)
    const names = pieces.filter(isLike).map(tombstoneOf)
    const rank = names.indexOf(tombstoneOf(item))
    const others = there.filter((other) => isLike(other) && !names.includes(tombstoneOf(other)))
    const room = item.kind === 'title' ? max.entries : max.highlights
    return rank >= 0 && others.length + rank < room && !found.has(tombstoneOf(item))
  })
}

function isSetBack(
  lines: readonly Line[],
  { section: { background } }: RegionInput,
  { items }: SectionMemory,
): boolean {
  const earlier = lines.filter(({ from }) => from === 'earlier')
  const texts = new Set(lines.map(({ block }) => block.text))
  const linked = new Set([...texts].flatMap((text) => addressesIn(text, background)))
  // Titles that do not stand there, and bullets whose pull request is not even linked.
  const missing = items.filter((item) =>
    item.kind === 'title'
      ? !texts.has(standing(item))
      : item.kind === 'highlight' && item.key !== undefined && !linked.has(item.key),
  )
  return (
    earlier.some(({ item }) => item?.kind !== 'highlight') && earlier.length + missing.length > 1
  )
}

function isAhead(lines: readonly Line[], { items, deleted }: SectionMemory): boolean {
  const known = new Set([...items.flatMap(({ entry, key }) => [entry, key]), ...deleted])
  const signs = lines.filter(({ from, item }) => {
    if (from !== 'later' || item === null) return false
    return isValueLine(item) ? known.has(item.entry) : !known.has(item.key ?? item.entry)
  })
  const isOnlyValues = signs.every(({ item }) => item !== null && isValueLine(item))
  return signs.length > 1 && !isOnlyValues
}

function isValueLine({ kind }: Item): boolean {
  return kind !== 'highlight' && kind !== 'title'
}

function linesIn(input: RegionInput, memory: SectionMemory, pieces: readonly Piece[]): Line[] {
  const { section, format } = input
  const titles = memory.items.filter(({ kind }) => kind === 'title').map(standing)
  const { groups, items } = readAnew(input, titles)
  const wordsOf = (text: string) => text.slice(format.syntax.bullet(text)?.length ?? 0)
  const titled = new Map(
    [...pieces, ...memory.items].flatMap((item) =>
      item.kind === 'title' ? [[wordsOf(standing(item)), item.entry] as const] : [],
    ),
  )
  const free = [...memory.items]
  const marks = new Set(memory.earlier)
  return groups.flatMap(({ title, blocks }) => {
    const key =
      (title === null ? undefined : (titled.get(wordsOf(title.text)) ?? items.get(title)?.entry)) ??
      keyOf({ title, blocks }, Object.keys(memory.counts), section.background)
    const old = memory.items.filter(({ entry }) => entry === key)
    return blocks.map((block): Line => {
      const same = take(free, block.text, key)
      if (same !== null) return { block, from: 'sidecar', item: same }
      const item = key === null ? null : earlierItem(block, key, marks, section.background)
      if (item !== null) return { block, from: 'earlier', item }
      const later = pieces.find(
        (piece) => piece.entry === key && isWritten(wordsOf(block.text), piece, old, wordsOf),
      )
      if (later !== undefined) return { block, from: 'later', item: laterItem(block, later) }
      return { block, from: 'person', item: items.get(block) ?? null }
    })
  })
}

/** The item that stands there, of the entry if one does: another may have the same dates or counts. */
function take(free: Item[], text: string, key: string | null): Item | null {
  const same = free.filter((item) => standing(item) === text)
  const item = same.find(({ entry }) => entry === key) ?? same.find((each) => !isValueLine(each))
  if (item === undefined) return null
  free.splice(free.indexOf(item), 1)
  return item
}

function earlierItem(
  block: Block,
  entry: string,
  marks: ReadonlySet<string>,
  background: Background,
): Item | null {
  const owner = ownerOf(block.text, marks)
  const item = owner === null ? null : itemOf(block, background)
  if (item === null) return null
  const slots = item.kind === 'count' ? { slots: { ...statedCounts(block.text) } } : {}
  const words = owner === 'person' ? { text: null, now: block.text } : { text: block.text }
  return { entry, ...item, ...slots, ...words }
}

/** In the words the tool has for it now; numbers may be those of any time since the sidecar. */
function isWritten(
  words: string,
  piece: Piece,
  old: readonly Item[],
  wordsOf: (text: string) => string,
): boolean {
  const now = wordsOf(piece.text)
  if (words === now) return true
  if (piece.kind !== 'count' || withoutNumbers(words) !== withoutNumbers(now)) return false
  const before = old.find(({ kind }) => kind === 'count')?.slots ?? {}
  return Object.entries(statedCounts(words)).every(
    ([name, value]) =>
      toNumber(before[name] ?? '0') <= toNumber(value) &&
      toNumber(value) <= toNumber(piece.slots?.[name] ?? '0'),
  )
}

function withoutNumbers(text: string): string {
  return text.replace(/\d+\+?/g, '')
}

function laterItem({ text }: Block, piece: Piece): Item {
  return { ...piece, text, ...(piece.kind === 'count' ? { slots: { ...statedCounts(text) } } : {}) }
}
