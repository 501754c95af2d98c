import { createHash } from 'node:crypto'
import type { Item, SectionMemory } from '../document/sidecar.ts'
import { type Block, blocksOf, type Group, groupsOf } from '../entries/blocks.ts'
import { addressesIn } from '../entries/links.ts'
import { namingOf } from '../entries/naming.ts'
import type { RegionSyntax } from '../formats/format.ts'
import { itemOf, keyOf } from '../merge/first-memory.ts'
import { standing } from '../merge/match.ts'
import { statedCounts } from '../stated/stated-counts.ts'
import type { Background } from '../types.ts'

/** Of a section; the oldest are forgotten first. */
const maxMarks = 100

/**
 * With marks of the lines that this run changed or took out. A document that holds such lines again was set back to an
 * older version, without its sidecar. What stands there still, as a copy that a person made, is none of them.
 * @param bodies What the region held before the run, and what it holds now.
 */
export function withEarlier(
  memory: SectionMemory,
  before: SectionMemory | undefined,
  [current, now]: readonly [string, string],
  syntax: RegionSyntax,
  background: Background,
): SectionMemory {
  if (before === undefined) return memory
  // All of it the tool's and other than remembered: the last run stopped before it could remember.
  const isCutOff = !memory.touched && !before.items.every((item) => standsIn(now, item))
  if (current === now && !isCutOff) return withMarks(memory, before.earlier ?? [])
  const blocks = groupsIn(now, memory, syntax, background).flatMap((group) => group.blocks)
  const there = new Set(blocks.flatMap(({ text }) => [mark(text, true), mark(text, false)]))
  const left = before.items.filter((item) => isCutOff || standsIn(current, item)).map(markOf)
  const earlier = [...new Set([...(before.earlier ?? []), ...left])]
    .filter((each) => !there.has(each))
    .slice(-maxMarks)
  return withMarks(memory, earlier)
}

function withMarks(memory: SectionMemory, earlier: readonly string[]): SectionMemory {
  return earlier.length === 0 ? memory : { ...memory, earlier: [...earlier] }
}

function standsIn(body: string, item: Item): boolean {
  return `\n${body}\n`.includes(`\n${standing(item)}\n`)
}

/** Words of the person's in a line are told from the tool's. */
function markOf(item: Item): string {
  const isOwn = item.text === null || item.now !== undefined
  return mark(standing(item), isOwn)
}

function mark(text: string, isOwn: boolean): string {
  return createHash('sha256')
    .update(`${isOwn ? 'own ' : ''}${text}`)
    .digest('hex')
    .slice(0, 12)
}

/**
 * What is to be remembered of a region that was set back to an older version; null where it was not. A person deletes
 * lines, puts back a bullet or lowers a number; that all of it is as an earlier run left it at once, a count or dates among it, is
 * no work of theirs: what is missing was not deleted.
 */
export function setBack(
  current: string,
  memory: SectionMemory,
  syntax: RegionSyntax,
  background: Background,
): SectionMemory | null {
  const marks = new Set(memory.earlier)
  if (marks.size === 0 || memory.items.every((item) => standsIn(current, item))) return null
  const known = new Map(memory.items.map((item) => [standing(item), item]))
  const groups = groupsIn(current, memory, syntax, background)
  const isEarlier = ({ text }: Block) =>
    !known.has(text) && [true, false].some((isOwn) => marks.has(mark(text, isOwn)))
  const blocks = groups.flatMap((group) => group.blocks)
  const earlier = blocks.filter(isEarlier)
  const isValue = (block: Block) => itemOf(block, background)?.kind !== 'highlight'
  const missing = missingIn(blocks, memory.items, background)
  if (!earlier.some(isValue) || earlier.length + missing.length < 2) return null
  const items = groups.flatMap((group) => itemsOf(group, known, marks, memory, background))
  const isTouched = items.some(({ text, now }) => text === null || now !== undefined)
  return { ...memory, items, touched: memory.touched || isTouched }
}

function groupsIn(
  body: string,
  { items }: SectionMemory,
  syntax: RegionSyntax,
  background: Background,
): Group[] {
  const titles = items.filter(({ kind }) => kind === 'title').map(standing)
  return groupsOf(blocksOf(body, syntax, new Set(titles), namingOf(background)))
}

/** Titles that do not stand there, and bullets whose pull request is not even linked. */
function missingIn(
  blocks: readonly Block[],
  items: readonly Item[],
  background: Background,
): Item[] {
  const texts = new Set(blocks.map(({ text }) => text))
  const linked = new Set(blocks.flatMap(({ text }) => addressesIn(text, background)))
  return items.filter((item) => {
    if (item.kind === 'title') return !texts.has(standing(item))
    return item.kind === 'highlight' && item.key !== undefined && !linked.has(item.key)
  })
}

function itemsOf(
  group: Group,
  known: ReadonlyMap<string, Item>,
  marks: ReadonlySet<string>,
  { counts }: SectionMemory,
  background: Background,
): Item[] {
  const standingItem = group.blocks.map(({ text }) => known.get(text)).find((item) => item)
  const entry = standingItem?.entry ?? keyOf(group, Object.keys(counts), background)
  return group.blocks.flatMap((block) => {
    const same = known.get(block.text)
    if (same !== undefined) return [same]
    const isOwn = marks.has(mark(block.text, true))
    const item = itemOf(block, background)
    const isKnown = isOwn || marks.has(mark(block.text, false))
    if (!isKnown || item === null || entry === null) return []
    const slots = item.kind === 'count' ? { slots: { ...statedCounts(block.text) } } : {}
    const words = isOwn ? { text: null, now: block.text } : { text: block.text }
    return [{ entry, ...item, ...slots, ...words }]
  })
}
