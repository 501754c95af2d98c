import { z } from 'zod'
import { DocumentError } from './document-error.ts'
import type { Count, Counts, Section } from './types.ts'

/**
 * The file beside a document: what the tool last wrote there, so that it can tell its own words from the person's.
 * Nothing of the document outside the regions is in it.
 */
const StoredCount = z.strictObject({ value: z.int().nonnegative(), atLeast: z.boolean() })
const StoredCounts = z.strictObject({ merged: StoredCount, reviewed: StoredCount })

const SectionMemory = z.strictObject({
  /** The `select` that chose the entries: counts are compared only under the same. */
  selection: z.string(),
  /** The region's lines, as written. */
  text: z.array(z.string()),
  totals: StoredCounts,
  /** By key of entry, also of those that `max` left out. */
  counts: z.record(z.string(), StoredCounts),
})
export type SectionMemory = z.infer<typeof SectionMemory>

const version = 1

const Sidecar = z.strictObject({
  version: z.literal(version),
  /** By id of section. */
  sections: z.record(z.string(), SectionMemory),
})
export type Sidecar = z.infer<typeof Sidecar>

/** What is to be remembered of `section`, written as `body`. */
export function memoryOf(section: Section, body: string): SectionMemory {
  const { selection, totals, counts } = section
  return { selection, text: body === '' ? [] : body.split('\n'), totals, counts: { ...counts } }
}

/** `resume.md.tracker.json` */
export function sidecarName(file: string): string {
  return `${file}.tracker.json`
}

/**
 * Reads a sidecar; null (no file) is an empty one.
 * @param name The sidecar's file name, for the message.
 * @throws DocumentError when it is no sidecar, or one of a newer tracker.
 */
export function readSidecar(json: string | null, name: string): Sidecar {
  if (json === null) return { version, sections: {} }
  const value = parseJson(json, name)
  const stated = z.looseObject({ version: z.number() }).safeParse(value)
  if (stated.success && stated.data.version > version) {
    throw new DocumentError(
      `${name} was written by a newer tracker (version ${stated.data.version}); update tracker`,
    )
  }
  const sidecar = Sidecar.safeParse(value)
  if (sidecar.success) return sidecar.data
  const [issue] = sidecar.error.issues
  const where = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`
  throw new DocumentError(
    `${name} is no sidecar of tracker${where}; restore it or empty the region and delete it`,
  )
}

function parseJson(json: string, name: string): unknown {
  try {
    return JSON.parse(json)
  } catch (cause) {
    throw new DocumentError(`${name} is not JSON; restore it or empty the region and delete it`, {
      cause,
    })
  }
}

/** Keys in one order, a line of text a line of JSON: small in a diff. */
export function writeSidecar(sections: Sidecar['sections']): string {
  const inOrder = sorted(sections, ({ selection, text, totals, counts }) => ({
    selection,
    text,
    totals: inOneOrder(totals),
    counts: sorted(counts, inOneOrder),
  }))
  return `${JSON.stringify({ version, sections: inOrder }, null, 2)}\n`
}

function inOneOrder({ merged, reviewed }: Counts): Counts {
  const plain = ({ value, atLeast }: Count) => ({ value, atLeast })
  return { merged: plain(merged), reviewed: plain(reviewed) }
}

function sorted<Value>(
  record: Readonly<Record<string, Value>>,
  each: (value: Value) => Value,
): Record<string, Value> {
  const entries = Object.entries(record).sort(byKey)
  return Object.fromEntries(entries.map(([key, value]) => [key, each(value)]))
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0
}
