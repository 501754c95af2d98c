import type { DocumentFormat } from '../formats/format.ts'
import { findValues, mayHoldValues } from '../values/slots.ts'
import { decode, encode } from './encoding.ts'
import { isBlank, type Line, linesOf } from './lines.ts'
import { findRegions } from './region.ts'

/**
 * The document for sending: without marker lines and the comments around values, everything else byte for byte. A blank line goes with a marker where
 * two would be left side by side, or one at an end of the document.
 * @throws DocumentError when the markers are broken: what they enclose could not be told.
 */
export function printable(bytes: Uint8Array, format: DocumentFormat): Uint8Array {
  const decoded = decode(bytes)
  const text = withoutValueComments(decoded.text, format)
  const regions = findRegions(format.read(text))
  if (regions.length === 0) return text === decoded.text ? bytes : encode({ ...decoded, text })
  const starts = new Set(regions.flatMap(({ begin, end }) => [begin.start, end.start]))
  return encode({ ...decoded, text: withoutMarkers(linesOf(text), starts, text) })
}

/** The values themselves stay. */
function withoutValueComments(text: string, format: DocumentFormat): string {
  if (!mayHoldValues(text)) return text
  const slots = findValues(text, findRegions(format.read(text)), format)
  let rest = text
  for (const { open, start, end, close } of slots.reverse())
    rest = rest.slice(0, open.start) + rest.slice(start, end) + rest.slice(close.end)
  return rest
}

function withoutMarkers(
  lines: readonly Line[],
  markers: ReadonlySet<number>,
  text: string,
): string {
  const kept: Line[] = []
  let removed = false
  for (const line of lines) {
    if (markers.has(line.start)) {
      removed = true
      continue
    }
    const doubled = removed && isBlank(line.text) && isBlank(kept.at(-1)?.text ?? '')
    if (!doubled) kept.push(line)
    removed = false
  }
  if (removed && isBlank(kept.at(-1)?.text ?? 'x')) kept.pop()
  const rest = kept.map(({ start, next }) => text.slice(start, next)).join('')
  // The last line may have been a marker without a line end.
  return /[\r\n]$/.test(text) ? rest : rest.replace(/(?:\r\n|\n|\r)$/, '')
}
