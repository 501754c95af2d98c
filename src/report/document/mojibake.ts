/** Text that was UTF-8, was read in an older encoding, and was saved as UTF-8 again: `â€“` for a dash, `√©` for `é`. */

export interface Repair {
  readonly text: string
  /** Of the encoding it was wrongly read in. */
  readonly encoding: 'macintosh' | 'windows-1252'
  /** Runs of characters that were put right. */
  readonly runs: number
}

/** Text that went wrong more often than this is not worth guessing at. */
const maxRounds = 3

/**
 * What Windows and old Mac software took text for. Windows first: `Ã©` could be either, and text garbled by a Mac has
 * characters that Windows does not.
 */
const encodings = ['windows-1252', 'macintosh'] as const

/** For each character the byte it stands for: Node decodes these encodings but does not encode them. */
function bytesOf(encoding: (typeof encodings)[number]): ReadonlyMap<string, number> {
  const all = Uint8Array.from({ length: 256 }, (_, byte) => byte)
  const characters = new TextDecoder(encoding).decode(all)
  return new Map([...characters].map((character, byte) => [character, byte]))
}

/**
 * Puts text right, run by run: a run of characters beyond ASCII whose bytes in one of the encodings are UTF-8 throughout.
 * An accented letter on its own never is, so what is right stays. Null when there is nothing to repair.
 */
export function repairMojibake(text: string): Repair | null {
  const [best] = encodings
    .map((encoding) => repairFrom(text, encoding))
    .filter((repair) => repair.runs > 0)
    .sort((a, b) => b.runs - a.runs)
  return best ?? null
}

function repairFrom(text: string, encoding: (typeof encodings)[number]): Repair {
  const table = bytesOf(encoding)
  let repaired = text
  let runs = 0
  for (let round = 0; round < maxRounds; round++) {
    let found = 0
    repaired = repaired.replace(/[^\p{ASCII}]+/gu, (run) => {
      const right = decodeRun(run, table)
      if (right === null) return run
      found += 1
      return right
    })
    if (round === 0) runs = found
    if (found === 0) break
  }
  return { text: repaired, encoding, runs }
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
/** A repair never brings forth a control character or one that means nothing. */
const implausible = /[\p{Cc}\p{Cn}\p{Co}\p{Cs}]/u

function decodeRun(run: string, table: ReadonlyMap<string, number>): string | null {
  const bytes: number[] = []
  for (const character of run) {
    const byte = table.get(character)
    if (byte === undefined) return null
    bytes.push(byte)
  }
  try {
    const text = strict.decode(Uint8Array.from(bytes))
    return implausible.test(text) ? null : text
  } catch {
    return null
  }
}
