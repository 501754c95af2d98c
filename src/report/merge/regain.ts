import type { Item, SectionMemory } from '../document/sidecar.ts'
import { type Block, blocksOf, type Group, groupsOf } from '../entries/blocks.ts'
import { addressesIn } from '../entries/links.ts'
import { namingOf } from '../entries/naming.ts'
import { recognise } from '../entries/recognise.ts'
import { alike, similarity } from '../entries/words.ts'
import type { DocumentFormat, Writer } from '../formats/format.ts'
import { datesIn } from '../style/read-dates.ts'
import type { Background, Entry, Section } from '../types.ts'

/**
 * What is remembered of a region of which the sidecar knows nothing: all that stands there is the person's, whoever wrote
 * it, and none of its values is the tool's before it agrees with the data. What a line is about is found out all the
 * same, so that nothing that is there is proposed a second time.
 * @param sources Texts whose style the tool's own lines would have.
 */
export function regained(
  current: string,
  { value, background }: { readonly value: Section; readonly background: Background },
  format: DocumentFormat,
  sources: readonly string[],
): SectionMemory {
  const writer = format.writer(sources)
  const titles = titlesOf(background, writer)
  const known = current.split('\n').filter((line) => titles.some((title) => isTitle(line, title)))
  const groups = groupsOf(blocksOf(current, format.syntax, new Set(known), namingOf(background)))
  const { items } = recognise(groups, background, writer, {
    // A bullet that may be about a pull request is not proposed beside it.
    isConfirmed: () => true,
    titled: (line) => projectTitled(line, titles),
  })
  const { selection, totals, counts } = value
  return {
    selection,
    totals,
    counts: { ...counts },
    items: groups.flatMap((group) => itemsOf(group, items, background)),
    deleted: [],
    touched: true,
  }
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
): Item[] {
  const key = title === null ? undefined : items.get(title)?.entry
  const entry = key === undefined ? null : background.entry(key)
  const claims = entry === null ? new Map<Block, Item>() : claimsIn(blocks, items, entry)
  return blocks.flatMap((block): Item[] => {
    const item = claims.get(block) ?? items.get(block)
    if (item === undefined) return []
    const { slots: _, ...rest } = item
    const isComplete =
      item.kind !== 'links' || entry === null || linksAll(blocks, entry, background)
    return isComplete ? [{ ...rest, now: block.text }] : []
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
