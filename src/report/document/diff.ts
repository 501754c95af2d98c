import { createTwoFilesPatch } from 'diff'

/** Unified diff of a document before and after, as git labels it; empty when nothing changed. No times: same input, same text. */
export function unifiedDiff(file: string, before: Uint8Array, after: Uint8Array): string {
  const [old, now] = [asText(before), asText(after)]
  if (old === now) return ''
  const patch = createTwoFilesPatch(`a/${file}`, `b/${file}`, old, now, undefined, undefined, {
    context: 3,
  })
  return patch.replace(/^=+\n/, '')
}

/** Byte order mark kept; what is no UTF-8 shows as `\uFFFD`, since a diff is only looked at. */
function asText(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
}
