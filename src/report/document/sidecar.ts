import { z } from 'zod'
import type { Count, Counts } from '../types.ts'
import { DocumentError } from './document-error.ts'
import { firstConflict } from './unmerged.ts'

/**
 * The file beside a document: what the tool last proposed in its regions, what stands there instead, and what the person
 * deleted. It only remembers: the document wins. Nothing of the document outside the regions is in it.
 */
const StoredCount = z.strictObject({ value: z.int().nonnegative(), atLeast: z.boolean() })
const StoredCounts = z.strictObject({ merged: StoredCount, reviewed: StoredCount })

/** One line of a region that the tool wrote or that a person let it keep up to date. */
const Item = z.strictObject({
  /** Key of the entry it belongs to. */
  entry: z.string(),
  kind: z.enum(['title', 'dates', 'count', 'highlight', 'claim', 'links']),
  /** Of a highlight: the address of its pull request or review. */
  key: z.string().optional(),
  /** Of a claim: its words as configured. */
  claim: z.string().optional(),
  /** As the tool last proposed it; null for a line the person wrote. */
  text: z.string().nullable(),
  /** What stands there, where it is not that. */
  now: z.string().optional(),
  /** Values in what stands there that are the tool's, by name: merged, reviewed, commented, dates. */
  slots: z.record(z.string(), z.string()).optional(),
  /** The dates a person wrote where the tool's are now: their style is kept, and is the section's. */
  like: z.string().optional(),
  /** Of a line of links: the addresses the tool put there. */
  links: z.array(z.string()).optional(),
})
export type Item = z.infer<typeof Item>

const memory = {
  /** The `select` that chose the entries: counts are compared only under the same. */
  selection: z.string(),
  totals: StoredCounts,
  /** By key of entry, also of those that `max` left out. */
  counts: z.record(z.string(), StoredCounts),
}

const SectionMemory = z.strictObject({
  ...memory,
  /** In the order they stand in. */
  items: z.array(Item),
  /** What the person took out: keys of entries, addresses of pull requests, `KEY count` and the like. */
  deleted: z.array(z.string()),
  /** Somebody other than the tool had a hand in the region: its order is kept. */
  touched: z.boolean(),
  /** Marks of lines that stood there after earlier runs: a document set back to one of those is known by them. */
  earlier: z.array(z.string()).optional(),
})
export type SectionMemory = z.infer<typeof SectionMemory>

/** Version 1 held the region's lines only; what they are is found out when they are needed. */
const FirstMemory = z.strictObject({ ...memory, text: z.array(z.string()) })
export type FirstMemory = z.infer<typeof FirstMemory>

const version = 2

const Sidecar = z.union([
  z.strictObject({
    version: z.literal(version),
    /** By id of section. */
    sections: z.record(z.string(), SectionMemory),
    /** What values outside regions read when the tool last answered for them, by their words. */
    values: z.record(z.string(), z.string()).optional(),
  }),
  z.strictObject({ version: z.literal(1), sections: z.record(z.string(), FirstMemory) }),
])

/** What every version has. */
const Stated = z.looseObject({ version: z.number() })

export interface Memories {
  /** By id of section. */
  readonly sections: Readonly<Record<string, SectionMemory>>
  /** Of values outside regions, by their words. */
  readonly values: Readonly<Record<string, string>>
}

/** `resume.md.tracker.json` */
export function sidecarName(file: string): string {
  return `${file}.tracker.json`
}

/**
 * Reads a sidecar; null (no file) is an empty one.
 * @param name The sidecar's file name, for the message.
 * @param upgrade Makes of a section that version 1 remembered what this one does.
 * @throws DocumentError when it is no sidecar, or one of a newer tracker.
 */
export function readSidecar(
  json: string | null,
  name: string,
  upgrade: (id: string, memory: FirstMemory) => SectionMemory,
): Memories {
  if (json === null) return { sections: {}, values: {} }
  const value = parseJson(json, name)
  const stated = Stated.safeParse(value)
  if (stated.success && stated.data.version > version) {
    throw new DocumentError(
      `${name} was written by a newer tracker (version ${stated.data.version}); update tracker`,
    )
  }
  const chosen =
    stated.success && stated.data.version === 1 ? Sidecar.options[1] : Sidecar.options[0]
  const sidecar = chosen.safeParse(value)
  if (!sidecar.success) {
    const [issue] = sidecar.error.issues
    const where =
      issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`
    throw new DocumentError(`${name} is no sidecar of tracker${where}; ${whatToDo}`)
  }
  const sections = Object.entries<SectionMemory | FirstMemory>(sidecar.data.sections)
  return {
    sections: Object.fromEntries(
      sections.map(([id, section]) => [id, 'text' in section ? upgrade(id, section) : section]),
    ),
    values: ('values' in sidecar.data ? sidecar.data.values : undefined) ?? {},
  }
}

/** Without a sidecar what stands in a region is the person's. */
const whatToDo = 'restore it as it was with this document, or delete it and run `tracker adopt`'

function parseJson(json: string, name: string): unknown {
  try {
    return JSON.parse(json)
  } catch (cause) {
    const line = firstConflict(json)
    const why =
      line === null ? 'is not JSON' : `holds a conflict that git left, from line ${line} on`
    throw new DocumentError(`${name} ${why}; ${whatToDo}`, { cause })
  }
}

/** Keys in one order, an item a line: small in a diff. */
export function writeSidecar(memories: Memories): string {
  const sections = sorted(memories.sections, (section) => ({
    selection: section.selection,
    totals: inOneOrder(section.totals),
    counts: sorted(section.counts, inOneOrder),
    items: section.items.map(itemInOrder),
    deleted: [...section.deleted].sort(),
    touched: section.touched,
    ...(section.earlier === undefined ? {} : { earlier: section.earlier }),
  }))
  const lines: string[] = []
  // Objects that hold no objects stand on one line each.
  const json = JSON.stringify(
    {
      version,
      sections,
      // Most documents have none.
      ...(Object.keys(memories.values).length === 0
        ? {}
        : { values: sorted(memories.values, (value) => value) }),
    },
    (_, value: unknown) => {
      if (!isFlat(value)) return value
      lines.push(JSON.stringify(value))
      return `\u0000${lines.length - 1}`
    },
    2,
  )
  return `${json.replace(/"\\u0000(\d+)"/g, (_, index: string) => lines[Number(index)] ?? '')}\n`
}

function isFlat(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    ('kind' in value || 'merged' in value)
  )
}

function itemInOrder({ entry, kind, key, claim, text, now, slots, like, links }: Item): Item {
  return {
    entry,
    kind,
    ...(key === undefined ? {} : { key }),
    ...(claim === undefined ? {} : { claim }),
    text,
    ...(now === undefined ? {} : { now }),
    ...(slots === undefined ? {} : { slots: sorted(slots, (value) => value) }),
    ...(like === undefined ? {} : { like }),
    ...(links === undefined ? {} : { links }),
  }
}

function inOneOrder({ merged, reviewed }: Counts): Counts {
  const plain = ({ value, atLeast }: Count) => ({ value, atLeast })
  return { merged: plain(merged), reviewed: plain(reviewed) }
}

function sorted<Value, Result>(
  record: Readonly<Record<string, Value>>,
  each: (value: Value) => Result,
): Record<string, Result> {
  const entries = Object.entries(record).sort(byKey)
  return Object.fromEntries(entries.map(([key, value]) => [key, each(value)]))
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0
}
