import type { Block, DocumentFormat, Heading, Outline } from '../formats/format.ts'
import { DocumentError } from './document-error.ts'
import { emptyRegion, insert, inserted, insertionOf, withEmptyRegion } from './insertion.ts'
import { linesWithMarkerOf } from './markers.ts'
import { endOfSection, findHeading, headingsOutside } from './outside.ts'
import { findRegions, type Region } from './region.ts'

/** Where a section goes that has no markers yet. */
export interface Place {
  readonly id: string
  /** The heading whose section it ends; null: the end of a document that has no headings at all. */
  readonly heading: string | null
  /** Where there is no such heading: the one after whose section it is written. */
  readonly after: string | null
}

export interface Document {
  readonly text: string
  readonly outline: Outline
  readonly regions: readonly Region[]
  readonly format: DocumentFormat
}

/**
 * Puts an empty region at the end of the section under `heading`: after its last block, before a rule that divides it
 * from what follows. What stands there stays. Without that heading but with `after`, the heading is written too.
 * @throws DocumentError when no heading, or two, match; when the place swallows markers, as an open code block does.
 */
export function placeRegion(
  document: Document,
  place: Place,
): Pick<Document, 'text' | 'outline' | 'regions'> {
  const { regions } = document
  const { text, outline } = withRegion(document, place)
  const found = findRegions(outline)
  if (found.length !== regions.length + 1) throw swallowed(place)
  assertPlaced(outline, place)
  return { text, outline, regions: found }
}

/** @throws DocumentError when the markers are not among those of the document. */
export function assertPlaced(outline: Outline, place: Place): void {
  if (!findRegions(outline).some(({ id }) => id === place.id)) throw swallowed(place)
}

function swallowed({ heading }: Place): DocumentError {
  return new DocumentError(
    `the end of the section "${heading}" takes no markers: an open comment, code block or tag swallows them`,
  )
}

type Placed = Pick<Document, 'text' | 'outline'>

function withRegion(document: Document, place: Place): Placed {
  const { text, outline, regions, format } = document
  const headings = headingsOutside(outline, regions)
  if (place.heading === null) {
    refuseExamples(text, place.id)
    // Nothing to go by, and nothing to be mistaken about.
    const last = outline.blocks.at(-1)
    if (headings.length === 0 && last !== undefined) return behind(last, document, place)
    throw new DocumentError(
      `no line \`${format.marker('begin', place.id)}\`; add it and \`${format.marker('end', place.id)}\` where the section belongs, or name its heading`,
    )
  }
  const heading = findHeading(headings, place.heading)
  if (heading !== null) {
    return behind(lastBlock(text, outline, headings, heading).last, document, place)
  }
  const written = withSection(document, headings, place, place.heading)
  return { text: written, outline: format.read(written) }
}

function behind(block: Block, { text, outline, format }: Document, { id }: Place): Placed {
  const insertion = insertionOf(text, block.end, emptyRegion(id, format))
  const placed = inserted(text, insertion)
  return {
    text: placed,
    outline: block.closed ? withEmptyRegion(outline, text, insertion, id) : format.read(placed),
  }
}

/** The text with heading and region of a section it did not have. */
function withSection(
  { text, outline, format }: Document,
  headings: readonly Heading[],
  place: Place,
  title: string,
): string {
  const written = newSection(text, headings, title, place.after, format)
  const { last, rule } = lastBlock(text, outline, headings, written.model)
  const block = `${written.line}\n\n${emptyRegion(place.id, format)}`
  // Where rules divide the sections, the new one gets its own.
  if (rule !== null && headings.some(({ start }) => start > rule.end)) {
    return insert(text, rule.end, `${block}\n\n${text.slice(rule.start, rule.end)}`)
  }
  return insert(text, rule?.end ?? last.end, block)
}

/** Markers in code are examples, or were meant: which, only the person knows. */
function refuseExamples(text: string, id: string): void {
  const lines = linesWithMarkerOf(text, id)
  const [line] = lines
  if (line === undefined) return
  const where = `${lines.length === 1 ? 'line' : 'lines'} ${lines.join(' and ')}`
  throw new DocumentError(
    `what reads as its markers on ${where} stands in code or the like, where none may; put markers where the section belongs, each alone on its line and not set in, or name its heading`,
    { line },
  )
}

function newSection(
  text: string,
  headings: readonly Heading[],
  title: string,
  after: string | null,
  format: DocumentFormat,
): { line: string; model: Heading } {
  if (after === null) throw new DocumentError(`no heading "${title}"; ${known(headings)}`)
  const model = findHeading(headings, after)
  if (model === null) {
    throw new DocumentError(
      `no heading "${title}", and none "${after}" to write it after; ${known(headings)}`,
    )
  }
  const style = isTitle(model, headings) ? { ...model, level: model.level + 1 } : model
  return { line: format.heading(title, style, { text, headings }), model }
}

/** The name of the whole document, above all its sections. */
function isTitle(heading: Heading, headings: readonly Heading[]): boolean {
  const [first, ...others] = headings
  return heading === first && heading.level === 1 && others.every(({ level }) => level > 1)
}

export function known(headings: readonly Heading[]): string {
  if (headings.length === 0) return 'the document has no headings'
  const listed = headings.slice(0, 12).map(({ text, line }) => `"${text}" (line ${line})`)
  return `it has ${listed.join(', ')}${headings.length > listed.length ? ', …' : ''}`
}

/** The last block of a section that is no rule, its heading if there is no other, and the rule that follows it, if any. */
export function lastBlock(
  text: string,
  outline: Outline,
  headings: readonly Heading[],
  heading: Heading,
): { last: Block; rule: Block | null } {
  const until = endOfSection(heading, headings, text)
  const blocks = outline.blocks.filter(({ start }) => start >= heading.start && start < until)
  const index = blocks.findLastIndex((block) => !block.rule)
  const { start, end } = heading
  const last = blocks[index] ?? { start, end, rule: false, closed: false }
  return { last, rule: blocks[index + 1] ?? null }
}
