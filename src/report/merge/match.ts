import type { Item } from '../document/sidecar.ts'
import type { Block, Group } from '../entries/blocks.ts'
import { projectTitled } from '../entries/cuts.ts'
import { addressesIn, isLinkList } from '../entries/links.ts'
import { type Naming, namingOf } from '../entries/naming.ts'
import { alike, similarity, wordsOf } from '../entries/words.ts'
import { statedCounts } from '../stated/stated-counts.ts'
import type { DateTerms } from '../style/date-terms.ts'
import { datesIn } from '../style/read-dates.ts'
import type { Background } from '../types.ts'

/** Which remembered line each block is. */
export interface Matches {
  readonly items: ReadonlyMap<Block, Item>
  /** Keys of entries by the group that is theirs now. */
  readonly entries: ReadonlyMap<Group, string>
  /** Lines the person took out. */
  readonly missing: readonly Item[]
}

/** What stands in the document as far as it is remembered. */
export function standing({ text, now }: Item): string {
  return now ?? text ?? ''
}

/**
 * Finds remembered lines again. First entries find their groups, by title, lines and links; then each line is looked for
 * in its own entry: by its words, by the address it links, by its values, by likeness; last everywhere, since a person
 * may have moved it.
 */
export function match(
  remembered: readonly Item[],
  groups: readonly Group[],
  background: Background,
  terms?: DateTerms,
): Matches {
  const addresses = new Map(
    groups.flatMap(({ blocks }) =>
      blocks.map((block) => [block, addressesIn(block.text, background)]),
    ),
  )
  const byEntry = Map.groupBy(remembered, ({ entry }) => entry)
  const entries = findEntries(byEntry, groups, addresses, namingOf(background))
  const items = new Map<Block, Item>()
  const missing = new Set(remembered)
  const look = (blocks: readonly Block[], wanted: readonly Item[], finders: readonly Finder[]) => {
    for (const find of finders) {
      for (const item of wanted.filter((each) => missing.has(each))) {
        const free = blocks.filter((block) => block.kind !== 'blank' && !items.has(block))
        const block = find(item, free, addresses)
        if (block === undefined) continue
        items.set(block, item)
        missing.delete(item)
      }
    }
  }
  for (const [group, entry] of entries)
    look(group.blocks, byEntry.get(entry) ?? [], [
      byWords,
      byAddress,
      byKind,
      byLinks,
      byValue(group, terms),
      byLikeness,
      byPlace,
    ])
  const everywhere = groups.flatMap(({ blocks }) => blocks)
  const [values, addressed] = partition(remembered, isValue)
  look(everywhere, addressed, [byWords, byAddress])
  // Another entry may have the same counts or dates: they moved where a line that is known by more did.
  for (const { blocks } of groups) {
    const there = new Set(blocks.map((block) => items.get(block)?.entry))
    look(
      blocks,
      values.filter(({ entry }) => there.has(entry)),
      [byWords],
    )
  }
  for (const [group, entry] of entries)
    for (const item of byEntry.get(entry) ?? []) {
      const block = missing.has(item) ? joinedTo(item, group.blocks, items) : undefined
      const other = block === undefined ? undefined : items.get(block)
      if (block === undefined || other === undefined) continue
      items.set(block, { ...other, slots: { ...item.slots } })
      missing.delete(item)
    }
  return { items, entries, missing: [...missing] }
}

/** The bullet that a person made one of with the counts: these go on being the tool's there. */
function joinedTo(
  { kind, slots }: Item,
  blocks: readonly Block[],
  items: ReadonlyMap<Block, Item>,
): Block | undefined {
  if (kind !== 'count') return undefined
  return blocks.find((block) => {
    const other = items.get(block)
    const stated = statedCounts(block.text)
    return (
      (other?.kind === 'highlight' || other?.kind === 'claim') &&
      standing(other) !== block.text &&
      Object.entries(slots ?? {}).some(([name, value]) => stated[name] === value)
    )
  })
}

/** True for the line of the counts, and for a bullet that was joined with it. */
export function holdsCounts({ kind, slots = {} }: Item): boolean {
  return kind === 'count' || 'merged' in slots || 'reviewed' in slots
}

function isValue({ kind }: Item): boolean {
  return kind === 'count' || kind === 'dates'
}

function partition<Value>(
  all: readonly Value[],
  is: (value: Value) => boolean,
): [Value[], Value[]] {
  return [all.filter(is), all.filter((each) => !is(each))]
}

type Addresses = ReadonlyMap<Block, readonly string[]>
type Finder = (item: Item, free: readonly Block[], addresses: Addresses) => Block | undefined

const byWords: Finder = (item, free) => free.find(({ text }) => text === standing(item))

const byAddress: Finder = ({ kind, key }, free, addresses) =>
  kind === 'highlight' && key !== undefined
    ? free.find((block) => block.kind !== 'links' && addresses.get(block)?.includes(key))
    : undefined

/** Of title, dates and links an entry has one each. */
const byKind: Finder = ({ kind }, free) =>
  isBullet({ kind }) ? undefined : free.find((block) => block.kind === kind)

/** A line of links that was renamed still holds one of them. */
const byLinks: Finder = ({ kind, links = [] }, free, addresses) =>
  kind === 'links'
    ? free.find(
        (block) =>
          block.kind === 'other' &&
          isLinkList(block.text) &&
          addresses.get(block)?.some((url) => links.includes(url)),
      )
    : undefined

function isBullet({ kind }: Pick<Item, 'kind'>): boolean {
  return kind === 'count' || kind === 'highlight' || kind === 'claim'
}

/**
 * The one bullet that states the old counts as counts, or the line of dates: "Page 5" and "mentoring, March 2019 - June 2024"
 * are the person's own, whatever was deleted beside them. Where the dates stood, a line that begins with some is about the same.
 */
const byValue =
  ({ blocks }: Group, terms: DateTerms | undefined): Finder =>
  (item, free, addresses) => {
    if (item.kind === 'dates') {
      const others = free.filter(({ kind }) => kind === 'other')
      const below = blocks.slice(1).find(({ kind }) => kind !== 'blank')
      return (
        others.find(({ text }) => isDateLine(text, item, terms)) ??
        others.find((block) => block === below && beginsWithDates(block.text, terms))
      )
    }
    if (item.kind !== 'count') return undefined
    const values = Object.entries(item.slots ?? {})
    const stating = unlinked(free, addresses).filter(({ text }) => {
      const stated = statedCounts(text)
      return values.some(([name, value]) => stated[name] === value)
    })
    return stating.length === 1 ? stating[0] : undefined
  }

/** Other words around the same dates, or dates and no word. */
function isDateLine(text: string, item: Item, terms: DateTerms | undefined): boolean {
  const [found, other] = datesIn(text, terms)
  if (found === undefined || other !== undefined) return false
  const rest = text.slice(0, found.start) + text.slice(found.end)
  if (wordsOf(rest).size === 0) return true
  const [before] = datesIn(standing(item), terms)
  return before?.dates.start === found.dates.start && before.dates.end === found.dates.end
}

function beginsWithDates(text: string, terms: DateTerms | undefined): boolean {
  const [found, other] = datesIn(text, terms)
  return (
    found !== undefined && other === undefined && wordsOf(text.slice(0, found.start)).size === 0
  )
}

/** The first bullet, where the counts stood, if it is a little like them. */
const byPlace: Finder = (item, free, addresses) => {
  const first = free.find(({ kind }) => kind === 'bullet')
  if (item.kind !== 'count' || first === undefined) return undefined
  const isOwn = addresses.get(first)?.length === 0
  return isOwn && similarity(first.text, standing(item)) >= alike / 2 ? first : undefined
}

const byLikeness: Finder = (item, free, addresses) => {
  if (!isBullet(item)) return undefined
  const rated = unlinked(free, addresses)
    .map((block) => ({ block, rate: similarity(block.text, standing(item)) }))
    .filter(({ rate }) => rate >= alike)
    .sort((a, b) => b.rate - a.rate)
  return rated[0]?.block
}

/** Bullets that no address makes known as something else. */
function unlinked(free: readonly Block[], addresses: Addresses): Block[] {
  return free.filter(
    (block) =>
      (block.kind === 'bullet' || block.kind === 'other') && addresses.get(block)?.length === 0,
  )
}

/** Pairs entries with groups, the surest first. */
function findEntries(
  byEntry: ReadonlyMap<string, readonly Item[]>,
  groups: readonly Group[],
  addresses: Addresses,
  naming: Naming,
): Map<Group, string> {
  const rated = [...byEntry].flatMap(([entry, items]) =>
    groups
      .filter(({ title }) => title !== null && !isOfAnother(title, entry, naming))
      .map((group) => ({ entry, group, rate: rateOf(items, group, addresses) })),
  )
  const entries = new Map<Group, string>()
  const taken = new Set<string>()
  for (const { entry, group, rate } of rated.sort((a, b) => b.rate - a.rate)) {
    if (rate === 0 || entries.has(group) || taken.has(entry)) continue
    entries.set(group, entry)
    taken.add(entry)
  }
  // In the order of the document.
  return new Map(
    groups.flatMap((group) => {
      const entry = entries.get(group)
      return entry === undefined ? [] : [[group, entry] as const]
    }),
  )
}

/** The title of one project heads no other's entry, whatever else is alike. */
function isOfAnother({ text }: Block, entry: string, naming: Naming): boolean {
  const key = projectTitled(text, naming)
  return key !== null && key !== entry
}

/** Titles weigh most, then what is linked; lines of plain words, which another entry may have too, least. */
function rateOf(items: readonly Item[], { title, blocks }: Group, addresses: Addresses): number {
  const texts = new Set(blocks.map(({ text }) => text))
  const linked = new Set(blocks.flatMap((block) => addresses.get(block) ?? []))
  let rate = 0
  for (const item of items) {
    const text = standing(item)
    if (item.kind === 'title' && title !== null) {
      if (title.text === text) rate += 20
      else if (similarity(title.text, text) >= alike) rate += 5
    } else if (texts.has(text)) rate += 1
    const keys = item.key === undefined ? (item.links ?? []) : [item.key]
    rate += 2 * keys.filter((key) => linked.has(key)).length
  }
  return rate
}
