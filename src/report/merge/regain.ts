import type { Item, SectionMemory } from '../document/sidecar.ts'
import { type Block, blocksOf, type Group, groupsOf } from '../entries/blocks.ts'
import { addressesIn } from '../entries/links.ts'
import { namingOf } from '../entries/naming.ts'
import { recognise } from '../entries/recognise.ts'
import { alike, similarity } from '../entries/words.ts'
import type { DocumentFormat, Writer } from '../formats/format.ts'
import { datesIn } from '../style/read-dates.ts'
import type { Background, Entry, Section } from '../types.ts'

/** A region of a section, and the way it is written. */
export interface RegionInput {
  readonly current: string
  readonly section: { readonly value: Section; readonly background: Background }
  readonly format: DocumentFormat
  /** Texts whose style the tool's own lines would have. */
  readonly sources: readonly string[]
}

/**
 * What is remembered of a region of which the sidecar knows nothing: all that stands there is the person's, whoever wrote
 * it, and none of its values is the tool's before it agrees with the data. What a line is about is found out all the
 * same, so that nothing that is there is proposed a second time.
 */
export function regained(input: RegionInput): SectionMemory {
  const { selection, totals, counts } = input.section.value
  const items = [...readAnew(input).items.values()]
  return { selection, totals, counts: { ...counts }, items, deleted: [], touched: true }
}

/** What each line of a region is about, as far as that shows, every one taken for the person's. */
export interface ReadAnew {
  readonly groups: readonly Group[]
  /** In the order of their blocks. */
  readonly items: ReadonlyMap<Block, Item>
}

/** @param remembered Lines that are known as titles, in whatever words. */
export function readAnew(
  { current, section: { background }, format, sources }: RegionInput,
  remembered: readonly string[] = [],
): ReadAnew {
  const writer = format.writer(sources)
  const titles = titlesOf(background, writer)
  const written = current.split('\n').filter((line) => titles.some((title) => isTitle(line, title)))
  const known = new Set([...written, ...remembered])
  const groups = groupsOf(blocksOf(current, format.syntax, known, namingOf(background)))
  const { items } = recognise(groups, background, writer, {
    // A bullet that may be about a pull request is not proposed beside it.
    isConfirmed: () => true,
    titled: (line) => projectTitled(line, titles),
  })
  return { groups, items: new Map(groups.flatMap((group) => itemsOf(group, items, background))) }
}

interface Title {
  readonly key: string
  /** As the tool would write it, without dates. */
  readonly line: string
  /** What it holds that belongs to this project alone. */
  readonly names: readonly string[]
}

function titlesOf(background: Background, writer: Writer): Title[] {
  return background.projects().flatMap((key) => {
    const entry = background.entry(key)
    if (entry === null) return []
    const path = key.slice(key.indexOf('/') + 1)
    const line = undated(writer.entry({ ...entry, highlights: [], claims: [] }).title)
    return [{ key, line, names: [path, ...(entry.title.includes(' ') ? [entry.title] : [])] }]
  })
}

function undated(line: string): string {
  const [first] = datesIn(line)
  return (first === undefined ? line : line.slice(0, first.start)).trimEnd()
}

function isTitle(text: string, { line }: Title): boolean {
  return text.trimEnd() === line || (line !== '' && undated(text) === line)
}

/** The one whose very title it is, else the one whose name it holds; null where two may be meant. */
function projectTitled(text: string, titles: readonly Title[]): string | null {
  const same = titles.find((title) => isTitle(text, title))
  if (same !== undefined) return same.key
  const named = titles
    .flatMap(({ key, names }) => names.map((name) => ({ key, name })))
    .filter(({ name }) => holds(text, name))
    .sort((a, b) => b.name.length - a.name.length)
  const [best, next] = named
  return best === undefined || next?.name.length === best.name.length ? null : best.key
}

/** As words of their own: `acme/engine` is not in `acme/engine-tools`. */
function holds(text: string, name: string): boolean {
  const plain = text.replaceAll('\\', '').toLowerCase()
  const at = plain.indexOf(name.toLowerCase())
  const isBound = (sign: string | undefined) => sign === undefined || !/[\p{L}\p{N}_/-]/u.test(sign)
  return at >= 0 && isBound(plain[at - 1]) && isBound(plain[at + name.length])
}

function itemsOf(
  { title, blocks }: Group,
  items: ReadonlyMap<Block, Item>,
  background: Background,
): [Block, Item][] {
  const key = title === null ? undefined : items.get(title)?.entry
  const entry = key === undefined ? null : background.entry(key)
  const claims = entry === null ? new Map<Block, Item>() : claimsIn(blocks, items, entry)
  return blocks.flatMap((block): [Block, Item][] => {
    const item = claims.get(block) ?? items.get(block)
    if (item === undefined) return []
    const { slots: _, ...rest } = item
    const isComplete =
      item.kind !== 'links' || entry === null || linksAll(blocks, entry, background)
    return isComplete ? [[block, { ...rest, now: block.text }]] : []
  })
}

/** A line of links takes new ones from now on, unless it lacks some already: those may have been taken out. */
function linksAll(blocks: readonly Block[], { links }: Entry, background: Background): boolean {
  const there = new Set(blocks.flatMap(({ text }) => addressesIn(text, background)))
  return links.every(({ url }) => there.has(url))
}

/** Lines that say what the person vouches for, in the configured words or in others. */
function claimsIn(
  blocks: readonly Block[],
  items: ReadonlyMap<Block, Item>,
  { key, claims }: Entry,
): Map<Block, Item> {
  const found = new Map<Block, Item>()
  for (const { text } of claims) {
    const rated = blocks
      .filter((block) => block.kind === 'bullet' && !found.has(block))
      .map((block) => ({ block, rate: similarity(block.text, text) }))
      .filter(({ block, rate }) => rate === 1 || (rate >= alike && !items.has(block)))
      .sort((a, b) => b.rate - a.rate)
    const [best] = rated
    if (best !== undefined)
      found.set(best.block, { entry: key, kind: 'claim', claim: text, text: null })
  }
  return found
}
