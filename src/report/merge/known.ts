import type { Item } from '../document/sidecar.ts'
import type { Block, Group } from '../entries/blocks.ts'
import { addressesIn } from '../entries/links.ts'
import { digitsOf } from '../style/counts.ts'
import type { Dates, Entry, Highlight, Month, Section } from '../types.ts'
import type { Finding } from './findings.ts'
import { isFlagged } from './flags.ts'
import type { Held } from './held.ts'
import { piecesOf } from './pieces.ts'
import { isUnchanged, type Known, type MergeRules, nameOf } from './resolve.ts'

/** One group of the region with all that decides about it. */
export interface EntryInput {
  readonly group: Group
  readonly items: ReadonlyMap<Block, Item>
  /** Of its project; null for a group that none is known by. */
  readonly key: string | null
  readonly value: Entry | null
  readonly held: Held
  /** New bullets may come in. */
  readonly grows: boolean
  /** What must not be added: deleted, moved elsewhere, or said by the person. */
  readonly refused: ReadonlySet<string>
  /** Of these, what lines of the person's say. */
  readonly said: ReadonlySet<string>
  readonly max: Section['max']
}

export const nothingKnown: Known = { pieces: new Map(), dates: null, counts: null }

/** Everything an entry says now, of highlights those that there is room for. */
export function knownOf(input: EntryInput, rules: MergeRules): Known {
  const { group, value } = input
  if (value === null) {
    return { pieces: new Map(), dates: datesOfLinks(group, rules), counts: null }
  }
  const highlights = wantedHighlights(value, input, rules)
  return knownFrom({ ...value, highlights }, group, rules)
}

function knownFrom(value: Entry, group: Group, rules: MergeRules): Known {
  const pieces = piecesOf(value, rules.writer)
  return {
    pieces: new Map(pieces.map((piece) => [nameOf(piece), piece])),
    dates: value.dates ?? datesOfLinks(group, rules),
    counts: countsNow(value),
  }
}

function countsNow({ merged, reviewed, commented }: Entry): Record<string, string> {
  // How deep reviews went is not said before it is proven: what the person's line says of it stays.
  const counts = { merged, reviewed, ...(commented.atLeast ? {} : { commented }) }
  return Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, digitsOf(count)]))
}

/** Counts of a line that stands in another's entry now, where they are not those of its own any more. */
export function doubtsOf({ entry, slots }: Item, { background }: MergeRules): Finding[] {
  const own = slots === undefined ? null : background.entry(entry)
  const now = own === null ? {} : countsNow(own)
  return Object.entries(slots ?? {}).flatMap(([name, text]): Finding[] => {
    const value = now[name]
    return value === undefined || value === text ? [] : [{ kind: 'ambiguous', text, value }]
  })
}

/** Without any counted contribution: from the months in which the person's pull requests it links were opened. */
function datesOfLinks({ blocks }: Group, { background }: MergeRules): Dates | null {
  const months = blocks
    .flatMap(({ text }) => addressesIn(text, background))
    .flatMap((url): Month[] => {
      const pull = background.pull(url)
      return pull?.created == null || !pull.visible ? [] : [pull.created]
    })
    .sort()
  const [start, end] = [months[0], months.at(-1)]
  return start === undefined || end === undefined ? null : { start, end }
}

/** The newest there is room for beside the bullets that stay whatever the data say. */
function wantedHighlights(
  value: Entry,
  { group, items, held, refused, max }: EntryInput,
  { background, syntax }: MergeRules,
): Highlight[] {
  const newest = new Set(value.highlights.map(({ key }) => key))
  const kept = group.blocks.flatMap((block) => {
    const item = items.get(block)
    if (item?.kind !== 'highlight' || item.key === undefined || held.moved.has(block)) return []
    // It is forgotten, and leaves its place to others.
    if (background.isHidden(item.key)) return []
    const stays =
      held.remarked.has(block) ||
      !isUnchanged(block, item, undefined, syntax) ||
      isFlagged(item.key, background)
    return stays ? [item.key] : []
  })
  const others = kept.filter((key) => !newest.has(key)).length
  const staying = new Set(kept)
  let room = max.highlights - others - kept.filter((key) => newest.has(key)).length
  return value.highlights.filter(({ key }) => {
    if (staying.has(key)) return true
    if (refused.has(key) || room <= 0) return false
    room -= 1
    return true
  })
}
