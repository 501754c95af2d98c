import { isDeepStrictEqual } from 'node:util'
import type { DocumentFormat, Writer } from '../formats/format.ts'
import { isBlank } from '../lines.ts'
import type { Ownership } from '../rules.ts'
import type { Item, SectionMemory } from '../sidecar.ts'
import type { Background, Section } from '../types.ts'
import type { Note } from './findings.ts'
import { flagsOf, isFlagged } from './flags.ts'
import { standing } from './match.ts'
import { type FindingAt, type Merged, mergeRegion } from './merge.ts'
import { freshPieces, layOut } from './pieces.ts'
import type { MergeRules } from './resolve.ts'

/** What a region is to hold. */
export interface Regenerated {
  readonly body: string
  readonly memory: SectionMemory
  readonly findings: readonly FindingAt[]
  readonly notes: readonly Note[]
}

export interface RegenerateOptions {
  readonly format: DocumentFormat
  readonly ownership: Ownership
  readonly background: Background
  /** Texts whose style is followed, nearest first. */
  readonly sources: readonly string[]
  readonly acceptDate: boolean
  readonly acceptDrop: boolean
}

/**
 * Writes a region: anew where nobody but the tool ever had a hand in it, else merged with what stands there.
 * @param memory Undefined where nothing was written so far.
 */
export function regenerate(
  current: string,
  memory: SectionMemory | undefined,
  section: Section,
  options: RegenerateOptions,
): Regenerated {
  const { format, ownership, background, acceptDate } = options
  const writer = format.writer([...ownText(current, memory), ...options.sources])
  const fresh = freshly(section, writer)
  // Of facts alone no entry is made.
  if (memory === undefined && ownership === 'facts') return nothing(section, true)
  if (
    memory === undefined ||
    (ownership !== 'facts' && isTools(current, memory, fresh, background))
  )
    return { ...fresh, findings: flagsAt(fresh.body, background), notes: [] }
  const acceptDrop = options.acceptDrop || memory.selection !== section.selection
  const rules = { ownership, acceptDate, acceptDrop, writer, syntax: format.syntax, background }
  const { body, items, deleted, findings, notes } = settled(current, memory, section, rules)
  const isPlain = items.every(({ text, now }) => text !== null && now === undefined)
  const touched = body !== fresh.body || !isPlain || deleted.length > 0
  const remembered = { ...fresh.memory, items: [...items], deleted: [...deleted], touched }
  return { body, memory: remembered, findings, notes }
}

/** What is taken out may show what was hard to tell before: a region is merged until that changes nothing more. */
function settled(
  current: string,
  memory: SectionMemory,
  section: Section,
  rules: MergeRules,
): Merged {
  let merged = mergeRegion(current, memory, section, rules)
  for (let round = 1; round < maxRounds; round += 1) {
    const next = mergeRegion(merged.body, merged, section, rules)
    if (isDeepStrictEqual(stateOf(next), stateOf(merged))) break
    merged = { ...next, notes: [...merged.notes, ...next.notes] }
  }
  return merged
}

/** More have not been seen to be needed. */
const maxRounds = 5

function stateOf({ body, items, deleted }: Merged) {
  return { body, items, deleted }
}

function freshly(section: Section, writer: Writer): Pick<Regenerated, 'body' | 'memory'> {
  const entries = section.entries.map((entry) => freshPieces(entry, writer))
  return {
    body: entries.map((pieces) => layOut(pieces, writer.apart)).join('\n\n'),
    memory: { ...nothing(section).memory, items: entries.flat() },
  }
}

function nothing({ selection, totals, counts }: Section, touched = false): Regenerated {
  const memory = {
    selection,
    totals,
    counts: { ...counts },
    items: [],
    deleted: [],
    touched,
  }
  return { body: '', memory, findings: [], notes: [] }
}

/** True if every line is the tool's, in the tool's order; also when the last run stopped before it could remember. */
function isTools(
  current: string,
  { touched, items, deleted }: SectionMemory,
  fresh: Pick<Regenerated, 'body' | 'memory'>,
  background: Background,
): boolean {
  if (touched || deleted.length > 0) return false
  if (current === fresh.body) return true
  const lines = current.split('\n').filter((line) => !isBlank(line))
  if (lines.join('\n') !== items.map(standing).join('\n')) return false
  // What vanished is told, not taken out.
  const known = new Set(fresh.memory.items.map(({ key }) => key))
  return items.every(({ key }) => known.has(key) || !isFlagged(key, background))
}

function flagsAt(body: string, background: Background): FindingAt[] {
  return body
    .split('\n')
    .flatMap((line, at) => flagsOf(line, background).map((flag) => ({ ...flag, at })))
}

/** The lines of an adopted region that are the person's: their style comes first. */
function ownText(current: string, memory: SectionMemory | undefined): string[] {
  if (memory === undefined || !memory.items.some(isAdopted)) return []
  const tools = new Set(memory.items.map(({ text }) => text))
  return [
    current
      .split('\n')
      .filter((line) => !tools.has(line))
      .join('\n'),
  ]
}

function isAdopted({ kind, text }: Item): boolean {
  return kind === 'title' && text === null
}
