import { DocumentError } from '../document/document-error.ts'
import { decode, encode } from '../document/encoding.ts'
import { insert } from '../document/insertion.ts'
import { lineNumberAt, linesOf, trimmed } from '../document/lines.ts'
import { endOfSection, findHeading, headingsOutside } from '../document/outside.ts'
import { assertPlaced, type Document, known, lastBlock, placeRegion } from '../document/place.ts'
import { bodyOf, findRegions, withoutRegions } from '../document/region.ts'
import { readSidecar, type SectionMemory, sidecarName, writeSidecar } from '../document/sidecar.ts'
import { type Block, blocksOf, groupsOf } from '../entries/blocks.ts'
import { bulletTitles } from '../entries/bullet-titles.ts'
import { namingOf } from '../entries/naming.ts'
import { type Adopted, recognise } from '../entries/recognise.ts'
import { type DocumentFormat, formatFor, type Span } from '../formats/format.ts'
import { remembersFirst } from '../merge/first-memory.ts'
import { dateTermsOf, languageOf } from '../style/date-terms.ts'
import { namesOf, type SectionUpdate } from '../update/section.ts'
import { findValues } from '../values/slots.ts'
import { type Projects, type StatedValue, statedValues, withValues } from './live-values.ts'

export interface AdoptInput {
  /** The document's name, for messages; the sidecar's is made of it. */
  readonly file: string
  readonly format: DocumentFormat
  /** A language tag; left out where the document's own dates are to tell. */
  readonly language?: string | undefined
  readonly bytes: Uint8Array
  readonly sidecar: string | null
  readonly sections: readonly SectionUpdate[]
  /** Whether to do what is not done unasked: take a bullet that is not sure, keep a count outside sections up to date. */
  readonly wants?: (asked: Pick<Recognition, 'line' | 'kind' | 'as'>) => boolean
}

/** One thing that was recognised, with its line in the document as it was. */
export interface Recognition {
  readonly line: number
  /** Empty for a count outside sections. */
  readonly section: string
  readonly kind: 'entry' | 'dates' | 'count' | 'bullet' | 'links' | 'value'
  /** What the document says. */
  readonly text: string
  /** Key of a project, address of a pull request, value and name of a count. */
  readonly as: string
  /** False for what is done only when it is asked for. */
  readonly sure: boolean
  /** Of a bullet that is not sure: the pull request's reference and title. */
  readonly label?: string
}

export interface Adoption {
  readonly state: 'adopted' | 'unchanged' | 'refused'
  readonly bytes: Uint8Array
  readonly sidecar: string | null
  readonly problem: { readonly line: number | null; readonly message: string } | null
  readonly recognised: readonly Recognition[]
  /** Sections that were live before. */
  readonly live: readonly string[]
}

/**
 * Makes a document live: markers around what stands in each section, links behind the bullets that are surely about a
 * pull request, and a sidecar that knows which values are to be kept up to date. No word of the person's changes. Pure.
 */
export function adoptDocument(input: AdoptInput): Adoption {
  try {
    return adopt(input)
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error
    const problem = { line: error.line, message: `Cannot adopt ${input.file}: ${error.reason}` }
    const { bytes, sidecar } = input
    return { state: 'refused', bytes, sidecar, problem, recognised: [], live: [] }
  }
}

function adopt({
  file,
  format: written,
  language,
  bytes,
  sidecar,
  sections,
  wants = () => false,
}: AdoptInput): Adoption {
  const decoded = decode(bytes)
  const terms = dateTermsOf(language ?? languageOf(decoded.text))
  const format = formatFor(written, terms, namesOf(sections))
  const memories = readSidecar(sidecar, sidecarName(file), (id, memory) =>
    remembersFirst(memory, format.syntax, sections.find((each) => each.id === id)?.background),
  )
  const remembered: Record<string, SectionMemory> = { ...memories.sections }
  const recognised: Recognition[] = []
  const live: string[] = []
  const taken = rangesOf(decoded.text, sections, format)
  const values = statedValues(decoded.text, taken, format, projectsOf(sections))
  const outside = values.map((value) => ({ value, said: saidOf(value) }))
  const wanted = outside.filter(({ said }) => wants(said)).map(({ value }) => value)
  let text = withValues(decoded.text, wanted)
  for (const section of sections) {
    if (memories.sections[section.id] !== undefined) {
      live.push(section.id)
      continue
    }
    // Lines are told as they are in the document that the person has before them.
    const added = text.split('\n').length - decoded.text.split('\n').length
    const adopted = adoptSection(text, section, format, { added, wants })
    recognised.push(...adopted.recognised)
    text = adopted.text
    if (adopted.memory !== null) remembered[section.id] = adopted.memory
  }
  for (const { value, said } of outside) recognised.push({ ...said, sure: wanted.includes(value) })
  const same = text === decoded.text
  // A section in which nothing stands is report's to write: there is nothing to remember of it.
  const learnt = Object.keys(remembered).length > Object.keys(memories.sections).length
  return {
    state: same && !learnt ? 'unchanged' : 'adopted',
    bytes: same ? bytes : encode({ ...decoded, text }),
    sidecar: learnt ? writeSidecar({ ...memories, sections: remembered }) : sidecar,
    problem: null,
    recognised,
    live,
  }
}

/** What is a section's already, or becomes it. */
function rangesOf(
  text: string,
  sections: readonly SectionUpdate[],
  format: DocumentFormat,
): Span[] {
  const document = readDocument(text, format)
  const regions = document.regions.map(({ begin, end }) => ({ start: begin.start, end: end.next }))
  return [...regions, ...sections.flatMap((section) => rangeOf(document, section) ?? [])]
}

function projectsOf(sections: readonly SectionUpdate[]): Projects {
  const keys = sections.flatMap(({ background }) =>
    background
      .names()
      .filter((name) => !/^https?:/.test(name))
      .map((name) => background.present(name)),
  )
  const isHidden = (key: string) => sections.some(({ background }) => background.isHidden(key))
  return { keys: [...new Set(keys)], isHidden }
}

function saidOf({ line, name, repository, text, words }: StatedValue) {
  const where = repository === null ? '' : ` in ${repository}`
  return { line, section: '', kind: 'value', text: words, as: `${text} ${name}${where}` } as const
}

interface SectionAdopted {
  readonly text: string
  /** Null for a section that was not there: report writes it. */
  readonly memory: SectionMemory | null
  readonly recognised: readonly Recognition[]
}

/** @throws DocumentError when there is no such section, or no place for its markers. */
function adoptSection(
  text: string,
  section: SectionUpdate,
  format: DocumentFormat,
  { added, wants }: { readonly added: number; readonly wants: NonNullable<AdoptInput['wants']> },
): SectionAdopted {
  const document = readDocument(text, format)
  const range = rangeOf(document, section)
  if (range === null) {
    const isThere = document.regions.some(({ id }) => id === section.id)
    if (isThere) return { text, memory: null, recognised: [] }
    const placed = placeRegion(document, section)
    // What report writes it reads anew; an empty region is only as good as the document says.
    assertPlaced(format.read(placed.text), section)
    return { text: placed.text, memory: null, recognised: [] }
  }
  refuseValues(document, range, section)
  const { background, value } = section
  const sources = [text.slice(range.start, range.end), withoutRegions(text, document.regions)]
  const lines = linesOf(text)
  const body = trimmed(text.slice(range.start, range.end))
  const first = firstLine(text, range)
  const titles = bulletTitles(body, format.syntax)
  const groups = groupsOf(blocksOf(body, format.syntax, titles, namingOf(background)))
  const lineOf = (block: Block) => first - added + block.line
  const adopted = recognise(groups, background, format.writer(sources), {
    isConfirmed: (block, url) => wants({ line: lineOf(block), kind: 'bullet', as: url }),
  })
  const linked = withLinks(text, lines, first, adopted)
  const shift = linked.length - text.length
  const marked = range.marked
    ? linked
    : enclosed(linked, range.heading, range.last + shift, section.id, format)
  if (!findRegions(format.read(marked)).some(({ id }) => id === section.id))
    throw new DocumentError(`the section "${section.heading}" takes no markers`)
  const { selection, totals, counts } = value
  const items = groups.flatMap(({ blocks }) =>
    blocks.flatMap((block) => adopted.items.get(block) ?? []),
  )
  return {
    text: marked,
    memory: { selection, totals, counts: { ...counts }, items, deleted: [], touched: true },
    recognised: adopted.recognised.map(({ block, ...each }) => ({
      ...each,
      section: section.id,
      line: lineOf(block),
      text: block.text.trim(),
    })),
  }
}

function readDocument(text: string, format: DocumentFormat): Document {
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
function rangeOf(document: Document, { id, heading: title, after }: SectionUpdate): Range | null {
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

function withLinks(
  text: string,
  lines: ReturnType<typeof linesOf>,
  first: number,
  { links }: Adopted,
): string {
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

function enclosed(
  text: string,
  heading: number,
  last: number,
  id: string,
  format: DocumentFormat,
): string {
  return insert(insert(text, last, format.marker('end', id)), heading, format.marker('begin', id))
}
