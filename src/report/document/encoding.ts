import { DocumentError } from './document-error.ts'
import { lineNumberAt } from './lines.ts'

/** Documents over this many bytes are refused. */
const maxBytes = 2 * 1024 * 1024

export interface DecodedText {
  /** Without a byte order mark: parsers count offsets from after it. */
  readonly text: string
  readonly bom: boolean
}

/**
 * Reads UTF-8 and nothing else, so that encoding the text again gives the same bytes.
 * @throws DocumentError when the document is too large, in UTF-16, or not UTF-8 throughout.
 */
export function decode(bytes: Uint8Array): DecodedText {
  if (bytes.length > maxBytes) {
    throw new DocumentError(
      `it has ${bytes.length} bytes, more than the ${maxBytes} a document may have`,
    )
  }
  refuseUtf16(bytes)
  const text = decodeStrictly(bytes)
  return text.startsWith('\uFEFF') ? { text: text.slice(1), bom: true } : { text, bom: false }
}

export function encode({ text, bom }: DecodedText): Uint8Array {
  return new TextEncoder().encode(bom ? `\uFEFF${text}` : text)
}

function refuseUtf16(bytes: Uint8Array): void {
  const marked =
    (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  const encoding = 'UTF-16'
  if (marked) throw new DocumentError('it is in UTF-16; save it as UTF-8', { line: 1, encoding })
  const zero = bytes.indexOf(0)
  if (zero === -1) return
  const line = lineNumberAt(new TextDecoder('utf-8').decode(bytes.subarray(0, zero)), zero)
  throw new DocumentError(
    `it is not text: line ${line} holds a zero byte (offset ${zero}); if it is UTF-16, save it as UTF-8`,
    { line, encoding },
  )
}

/** Made once: making one costs more than reading a résumé with it. */
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function decodeStrictly(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes)
  } catch (cause) {
    const offset = firstInvalid(bytes)
    const line = lineNumberAt(new TextDecoder('utf-8').decode(bytes.subarray(0, offset)), offset)
    throw new DocumentError(
      `line ${line} is not UTF-8 (byte ${offset + 1} of the file); save it as UTF-8`,
      { line, cause, encoding: 'WINDOWS-1252' },
    )
  }
}

/** Offset of the first byte that does not go on as UTF-8. */
function firstInvalid(bytes: Uint8Array): number {
  let valid = 0
  let invalid = bytes.length
  // The longest start that may still become UTF-8 is found by halving.
  while (valid < invalid) {
    const middle = Math.ceil((valid + invalid) / 2)
    if (beginningOf(bytes.subarray(0, middle)) !== null) valid = middle
    else invalid = middle - 1
  }
  // It may end inside a character that is never finished: that character is the invalid one.
  const whole = beginningOf(bytes.subarray(0, valid)) ?? ''
  return new TextEncoder().encode(whole).length
}

/** Whole characters of a start of UTF-8; null when it is none. */
function beginningOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, {
      stream: true,
    })
  } catch {
    return null
  }
}
