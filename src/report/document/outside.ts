import type { Heading, Outline } from '../formats/format.ts'
import { DocumentError } from './document-error.ts'
import type { Region } from './region.ts'

/** Headings a person wrote: a generated one is never matched and never ends a section. */
export function headingsOutside(outline: Outline, regions: readonly Region[]): Heading[] {
  return outline.headings.filter(
    ({ start }) => !regions.some(({ begin, end }) => start >= begin.start && start < end.next),
  )
}

/**
 * Headings are compared by their text, letter case, white space and a colon at the end ignored.
 * @throws DocumentError when two match; null when none does.
 */
export function findHeading(headings: readonly Heading[], text: string): Heading | null {
  const wanted = comparable(text)
  const [first, second] = headings.filter((heading) => comparable(heading.text) === wanted)
  if (first !== undefined && second !== undefined) {
    throw new DocumentError(
      `the heading "${text}" stands on lines ${first.line} and ${second.line}; put the markers where the section belongs`,
      { line: second.line },
    )
  }
  return first ?? null
}

function comparable(text: string): string {
  return text.normalize('NFC').replace(/\s+/gu, ' ').trim().replace(/ ?:$/, '').toUpperCase()
}

/** Where the section under `heading` ends: at the next heading of its level or a higher one. */
export function endOfSection(heading: Heading, headings: readonly Heading[], text: string): number {
  const next = headings.find(({ start, level }) => start > heading.start && level <= heading.level)
  return next?.start ?? text.length
}

/**
 * The heading of the section that `region` belongs to: the configured one where it encloses the region, else the last
 * one above of the level that divides this document into sections. The nearest one above may be an entry's title.
 */
export function headingOf(
  region: Region,
  headings: readonly Heading[],
  configured: string | null,
  text: string,
): Heading | null {
  const offset = region.begin.start
  const named = headings.filter(
    (heading) => comparable(heading.text) === comparable(configured ?? ''),
  )
  const enclosing = named.find(
    (heading) => heading.start < offset && endOfSection(heading, headings, text) > offset,
  )
  if (enclosing !== undefined) return enclosing
  const level = sectionLevel(headings)
  return headings.findLast((heading) => heading.start < offset && heading.level <= level) ?? null
}

/** The highest level that more than one heading has; a title stands alone. */
export function sectionLevel(headings: readonly Heading[]): number {
  const levels = headings.map(({ level }) => level)
  const repeated = levels.filter((level, index) => levels.indexOf(level) !== index)
  return repeated.length > 0 ? Math.min(...repeated) : 6
}
