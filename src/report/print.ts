import { decode, encode } from './encoding.ts'
import type { DocumentFormat } from './formats/format.ts'
import { isBlank, type Line, linesOf } from './lines.ts'
import { findRegions } from './region.ts'

/**
 * The document for sending: without marker lines, everything else byte for byte. A blank line goes with a marker where
 * two would be left side by side, or one at an end of the document.
 * @throws DocumentError when the markers are broken: what they enclose could not be told.
 */
export function printable(bytes: Uint8Array, format: DocumentFormat): Uint8Array {
  const decoded = decode(bytes)
  const regions = findRegions(format.read(decoded.text))
  if (regions.length === 0) return bytes
  const starts = new Set(regions.flatMap(({ begin, end }) => [begin.start, end.start]))
  return encode({ ...decoded, text: withoutMarkers(linesOf(decoded.text), starts, decoded.text) })
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
