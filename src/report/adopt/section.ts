import { DocumentError } from '../document/document-error.ts'
import { insert } from '../document/insertion.ts'
import { lineNumberAt, linesOf, trimmed } from '../document/lines.ts'
import { endOfSection, findHeading, headingsOutside } from '../document/outside.ts'
import { assertPlaced, type Document, known, lastBlock, placeRegion } from '../document/place.ts'
import { bodyOf, findRegions, withoutRegions } from '../document/region.ts'
import type { Item, SectionMemory } from '../document/sidecar.ts'
import { type Block, blocksOf, type Group, groupsOf } from '../entries/blocks.ts'
import { bulletTitles } from '../entries/bullet-titles.ts'
import { namingOf } from '../entries/naming.ts'
import { type Adopted, recognise } from '../entries/recognise.ts'
import type { DocumentFormat } from '../formats/format.ts'
import type { SectionUpdate } from '../update/section.ts'
import { findValues } from '../values/slots.ts'
import { type Unread, unreadIn } from './unread.ts'

/** Something of a section that was recognised, with its line in the text that was read. */
type Found = Omit<Adopted['recognised'][number], 'block'> & {
  readonly line: number
  readonly text: string
}

export interface SectionAdopted {
  readonly text: string
  /** Null for a section that was not there: report writes it. */
  readonly memory: SectionMemory | null
  readonly recognised: readonly Found[]
  readonly unread: readonly Unread[]
}

/** Whether a bullet on that line, which is not surely about the pull request at `url`, is taken to be. */
export type Confirms = (line: number, url: string) => boolean

/** @throws DocumentError when there is no such section, or no place for its markers. */
export function adoptSection(
  text: string,
  section: SectionUpdate,
  format: DocumentFormat,
  confirms: Confirms,
): SectionAdopted {
  const document = readDocument(text, format)
  const range = rangeOf(document, section)
  if (range === null) return withoutText(document, section)
  refuseValues(document, range, section)
  const read = readSection(document, range, section, confirms)
  const recognised = read.adopted.recognised.map(({ block, ...each }) => ({
    ...each,
    line: read.lineOf(block),
    text: block.text.trim(),
  }))
  const lines = new Set(recognised.map(({ line }) => line))
  return {
    text: withMarkers(withLinks(text, read), range, section, format, text.length),
    memory: memoryOf(section, read),
    recognised,
    unread: unreadIn(read.body, read.first, lines, format.syntax),
  }
}

/** What report writes it reads anew; an empty region is only as good as the document says. */
function withoutText(document: Document, section: SectionUpdate): SectionAdopted {
  const nothing = { memory: null, recognised: [], unread: [] }
  if (document.regions.some(({ id }) => id === section.id))
    return { text: document.text, ...nothing }
  const { text } = placeRegion(document, section)
  assertPlaced(document.format.read(text), section)
  return { text, ...nothing }
}

interface SectionRead {
  readonly body: string
  /** Number of its first line. */
  readonly first: number
  readonly lineOf: (block: Block) => number
  readonly groups: readonly Group[]
  readonly adopted: Adopted
}

function readSection(
  { text, regions, format }: Document,
  range: Range,
  { background }: SectionUpdate,
  confirms: Confirms,
): SectionRead {
  const body = trimmed(text.slice(range.start, range.end))
  const first = firstLine(text, range)
  const lineOf = (block: Block) => first + block.line
  const titles = bulletTitles(body, format.syntax)
  const groups = groupsOf(blocksOf(body, format.syntax, titles, namingOf(background)))
  const sources = [text.slice(range.start, range.end), withoutRegions(text, regions)]
  const adopted = recognise(groups, background, format.writer(sources), {
    isConfirmed: (block, url) => confirms(lineOf(block), url),
  })
  return { body, first, lineOf, groups, adopted }
}

function memoryOf({ value }: SectionUpdate, { groups, adopted }: SectionRead): SectionMemory {
  const { selection, totals, counts } = value
  const items = groups.flatMap(({ blocks }) =>
    blocks.flatMap((block): readonly Item[] => {
      const item = adopted.items.get(block)
      return item === undefined ? [] : [item]
    }),
  )
  return { selection, totals, counts: { ...counts }, items, deleted: [], touched: true }
}

export function readDocument(text: string, format: DocumentFormat): Document {
  const outline = format.read(text)
  return { text, outline, regions: findRegions(outline), format }
}

interface Range {
  /** What the section holds. */
  readonly start: number
  readonly end: number
  /** Its markers are there already. */
  readonly marked: boolean
  /** Ends of its heading and of its last block. */
  readonly heading: number
  readonly last: number
}

/** Where the section's own text is: in its markers, else under its heading. Null where neither is and one may be written. */
export function rangeOf(
  document: Document,
  { id, heading: title, after }: SectionUpdate,
): Range | null {
  const { text, outline, regions } = document
  const region = regions.find((each) => each.id === id)
  if (region !== undefined) {
    const [start, end] = [region.begin.next, region.end.start]
    return bodyOf(text, region).trim() === ''
      ? null
      : { start, end, marked: true, heading: start, last: end }
  }
  if (title === null) return null
  const headings = headingsOutside(outline, regions)
  const heading = findHeading(headings, title)
  if (heading === null && after === null)
    throw new DocumentError(`no heading "${title}"; ${known(headings)}`)
  if (heading === null) return null
  const { end } = lastBlock(text, outline, headings, heading).last
  if (end <= heading.end) return null
  const until = endOfSection(heading, headings, text)
  if (regions.some(({ begin }) => begin.start > heading.start && begin.start < until))
    throw new DocumentError(`the section "${title}" holds markers of another`, {
      line: heading.line,
    })
  return { start: heading.end, end, marked: false, heading: heading.end, last: end }
}

/** Report refuses a document with a value in a region, so that none is made one. */
function refuseValues(
  { text, regions, format }: Document,
  { start, end }: Range,
  section: SectionUpdate,
): void {
  const value = findValues(text, regions, format).find(
    ({ open }) => open.start >= start && open.start < end,
  )
  if (value === undefined) return
  const name = section.heading ?? section.id
  throw new DocumentError(
    `a value stands in the section "${name}", whose numbers are kept up to date anyway; take out its comments on line ${value.line}`,
    { line: value.line },
  )
}

/** Number of the first line of the range that is not blank. */
function firstLine(text: string, { start, end }: Range): number {
  const blank = /^\s*/.exec(text.slice(start, end))?.[0].length ?? 0
  return lineNumberAt(text, start + blank)
}

function withLinks(text: string, { first, adopted: { links } }: SectionRead): string {
  const lines = linesOf(text)
  let result = text
  const last = (block: Block) => block.line + block.text.split('\n').length - 1
  for (const [block, changed] of [...links].sort(([a], [b]) => b.line - a.line)) {
    const line = lines[first - 1 + last(block)]
    if (line === undefined) continue
    const now = changed.split('\n').at(-1) ?? ''
    result = result.slice(0, line.start) + now + result.slice(line.end)
  }
  return result
}

/** @param length Of the text before links were put into it. */
function withMarkers(
  text: string,
  { marked, heading, last }: Range,
  { id, heading: title }: SectionUpdate,
  format: DocumentFormat,
  length: number,
): string {
  if (marked) return text
  const ended = insert(text, last + text.length - length, format.marker('end', id))
  const enclosed = insert(ended, heading, format.marker('begin', id))
  if (!findRegions(format.read(enclosed)).some((region) => region.id === id))
    throw new DocumentError(`the section "${title}" takes no markers`)
  return enclosed
}
