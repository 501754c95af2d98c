import { lineNumberAt } from './lines.ts'

/** The words of a marker, as they stand inside a comment of the document's format. */

export interface MarkerWords {
  readonly edge: 'begin' | 'end'
  readonly id: string
}

/** A section's id, as the configuration allows it. */
const id = '[a-z0-9]+(?:-[a-z0-9]+)*'

const words = new RegExp(`^tracker:(begin|end)\\s+(${id})$`)

/** Reads `tracker:begin oss`; null for anything else, a misspelt marker included. */
function readMarker(comment: string): MarkerWords | null {
  const match = words.exec(comment.trim())
  if (match === null) return null
  return { edge: match[1] === 'begin' ? 'begin' : 'end', id: match[2] ?? '' }
}

/** Anything that was meant as a marker of a region, well spelt or not. Not `tracker:value`, a slot outside regions. */
export const markerLike = /<!--+\s*\/?tracker\s*:(?!\s*\/?value\b)[^>]*(?:>|$)/gi

/** The marker between comment signs of HTML, which Markdown and plain text use. */
export function htmlMarker(edge: 'begin' | 'end', sectionId: string): string {
  return `<!-- tracker:${edge} ${sectionId} -->`
}

/** The words in `<!-- … -->` when `text` is that comment and nothing else; null otherwise. */
export function readHtmlMarker(text: string): MarkerWords | null {
  const match = /^<!--([^>]*)-->$/.exec(text.trim())
  return match === null ? null : readMarker(match[1] ?? '')
}

/** Lines with a marker of section `sectionId`, wherever in the text it stands, in code too. */
export function linesWithMarkerOf(text: string, sectionId: string): number[] {
  const found = [...text.matchAll(markerLike)].filter(
    ([marker]) => readHtmlMarker(marker)?.id === sectionId,
  )
  return [...new Set(found.map(({ index }) => lineNumberAt(text, index)))]
}

/** Why something meant as a marker is none where it stands: it is misspelt, or well spelt and `where` it may not be. */
export function whyStray(marker: string, where: string): string {
  return readHtmlMarker(marker) === null
    ? `\`${marker}\` is no marker; expected \`${htmlMarker('begin', 'ID')}\` or \`${htmlMarker('end', 'ID')}\``
    : `the marker \`${marker}\` stands ${where}; it must be alone on a line of its own`
}

/** Comments as HTML, Markdown and plain text have them; one that is never closed goes on to the end. */
export function commentsIn(text: string): { readonly start: number; readonly end: number }[] {
  return [...text.matchAll(/<!--[\s\S]*?(?:-->|$(?![\s\S]))/g)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }))
}
