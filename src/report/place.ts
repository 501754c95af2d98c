import { DocumentError } from './document-error.ts'
import type { DocumentFormat, Heading, Outline } from './formats/format.ts'
import { lineEndOf, withLineEnd } from './lines.ts'
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
  const { format, regions } = document
  const text = withRegion(document, place)
  const outline = format.read(text)
  const found = findRegions(outline)
  if (found.length !== regions.length + 1 || !found.some(({ id }) => id === place.id)) {
    throw new DocumentError(
      `the end of the section "${place.heading}" takes no markers: an open comment, code block or tag swallows them`,
    )
  }
  return { text, outline, regions: found }
}

function withRegion({ text, outline, regions, format }: Document, place: Place): string {
  const begin = format.marker('begin', place.id)
  const end = format.marker('end', place.id)
  const headings = headingsOutside(outline, regions)
  const markers = `${begin}\n${end}`
  if (place.heading === null) {
    refuseExamples(text, place.id)
    // Nothing to go by, and nothing to be mistaken about.
    const last = outline.blocks.at(-1)
    if (headings.length === 0 && last !== undefined) return insert(text, last.end, markers)
    throw new DocumentError(
      `no line \`${begin}\`; add it and \`${end}\` where the section belongs, or name its heading`,
    )
  }
  const heading = findHeading(headings, place.heading)
  if (heading !== null) {
    return insert(text, lastBlock(text, outline, headings, heading).end, markers)
  }
  const written = newSection(text, headings, place.heading, place.after, format)
  const { end: last, rule } = lastBlock(text, outline, headings, written.model)
  const block = `${written.line}\n\n${markers}`
  // Where rules divide the sections, the new one gets its own.
  if (rule !== null && headings.some(({ start }) => start > rule.end)) {
    return insert(text, rule.end, `${block}\n\n${text.slice(rule.start, rule.end)}`)
  }
  return insert(text, rule?.end ?? last, block)
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

/** End of the last block of a section that is no rule, and the rule that follows it, if any. */
export function lastBlock(
  text: string,
  outline: Outline,
  headings: readonly Heading[],
  heading: Heading,
): { end: number; rule: { start: number; end: number } | null } {
  const until = endOfSection(heading, headings, text)
  const blocks = outline.blocks.filter(({ start }) => start >= heading.start && start < until)
  const last = blocks.findLastIndex((block) => !block.rule)
  return { end: blocks[last]?.end ?? heading.end, rule: blocks[last + 1] ?? null }
}

/** Puts `block` after the line that holds `offset`, a blank line on either side, and touches nothing else. */
export function insert(text: string, offset: number, block: string): string {
  const lineEnd = lineEndOf(text)
  const rest = /^[^\r\n]*(\r\n|\n|\r)?/.exec(text.slice(offset))
  const at = offset + (rest?.[0].length ?? 0)
  const before = rest?.[1] === undefined ? '\n\n' : '\n'
  const after = at < text.length ? text.slice(at) : null
  const gap = after !== null && !/^[^\S\r\n]*(?:\r\n|\n|\r)/.test(after) ? '\n' : ''
  // A document without a final line end stays one.
  const ending = rest?.[1] === undefined ? '' : `\n${gap}`
  return text.slice(0, at) + withLineEnd(`${before}${block}${ending}`, lineEnd) + text.slice(at)
}
