import type { DocumentFormat } from '../formats/format.ts'
import { DocumentError } from './document-error.ts'
import { lineEndOf, withLineEnd } from './lines.ts'
import { bodyOf, findRegions, type Region } from './region.ts'

/** What a region is to hold: `\n` between lines, none at the end; null to keep what it holds. */
export interface NewBody {
  readonly id: string
  readonly body: string | null
}

/**
 * Writes new bodies into their regions. The regions are then found again in the result, and everything outside them is
 * compared with what was there: generated text that reads as a marker, or that swallows one, is caught here.
 * @throws DocumentError when the result is not the document with new bodies and nothing else.
 */
export function splice(
  text: string,
  regions: readonly Region[],
  bodies: readonly NewBody[],
  format: DocumentFormat,
): { readonly text: string; readonly regions: readonly Region[] } {
  if (bodies.every(({ body }) => body === null)) return { text, regions }
  const lineEnd = lineEndOf(text)
  let result = ''
  let at = 0
  for (const region of regions) {
    const next = bodies.find(({ id }) => id === region.id)?.body ?? null
    const body = next === null ? bodyOf(text, region) : withLineEnd(framed(next), lineEnd)
    result += text.slice(at, region.begin.next) + body
    at = region.end.start
  }
  result += text.slice(at)
  return { text: result, regions: verified(text, regions, result, format) }
}

/** A blank line after the begin marker and before the end marker, so that neither sticks to a paragraph. */
function framed(body: string): string {
  return body === '' ? '' : `\n${body}\n\n`
}

function verified(
  before: string,
  regions: readonly Region[],
  after: string,
  format: DocumentFormat,
): Region[] {
  const found = regionsIn(after, format)
  const same =
    found !== null &&
    found.length === regions.length &&
    found.every(({ id }, index) => id === regions[index]?.id) &&
    outsideOf(after, found).join('\0') === outsideOf(before, regions).join('\0')
  if (same) return found
  const swallowed = regions.find(({ end }) => /^[ \t]/.test(before.slice(end.start, end.next)))
  if (swallowed === undefined)
    throw new DocumentError(
      'the generated text would change what stands around it; this is a bug in tracker',
    )
  const { line } = swallowed.end
  throw new DocumentError(
    `its end marker on line ${line} is set in, so that it would read as a part of the list written above it; put it at the start of its line`,
    { line },
  )
}

/** Null where they are broken: on which line of a text that nobody will ever see, helps nobody. */
function regionsIn(text: string, format: DocumentFormat): Region[] | null {
  try {
    return findRegions(format.read(text))
  } catch (error) {
    if (error instanceof DocumentError) return null
    throw error
  }
}

/** The parts between bodies, marker lines included. */
function outsideOf(text: string, regions: readonly Region[]): string[] {
  const starts = [0, ...regions.map(({ end }) => end.start)]
  return starts.map((start, index) => text.slice(start, regions[index]?.begin.next ?? text.length))
}
