import { isDeepStrictEqual } from 'node:util'
import { isBlank } from '../document/lines.ts'
import type { Item, SectionMemory } from '../document/sidecar.ts'
import type { DocumentFormat, Writer } from '../formats/format.ts'
import type { Ownership } from '../rules.ts'
import type { Background, Section } from '../types.ts'
import type { Note } from './findings.ts'
import { flagsAt, isFlagged } from './flags.ts'
import { standing } from './match.ts'
import { type FindingAt, type Merged, mergeRegion } from './merge.ts'
import { freshPieces, layOut, type Piece } from './pieces.ts'
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
  const writer = writerOf(current, memory, options)
  const fresh = freshly(section, writer)
  // Of facts alone no entry is made.
  if (memory === undefined && ownership === 'facts') return nothing(section, true)
  if (
    memory === undefined ||
    (ownership !== 'facts' && isTools(current, memory, fresh, background))
  )
    return {
      ...fresh,
      findings: findingsAt(fresh.body, fresh.memory.items, section, background),
      notes: [],
    }
  const acceptDrop = options.acceptDrop || memory.selection !== section.selection
  const rules = { ownership, acceptDate, acceptDrop, writer, syntax: format.syntax, background }
  // New values in the person's lines may show another habit more often than before.
  const rulesFor = (merged: Pick<Merged, 'body' | 'items'>) =>
    merged.items !== memory.items && merged.items.some(isAdopted)
      ? { ...rules, writer: writerOf(merged.body, merged, options) }
      : rules
  const { body, items, deleted, findings, notes } = settled(current, memory, section, rulesFor)
  const isPlain = items.every(({ text, now }) => text !== null && now === undefined)
  const touched = body !== fresh.body || !isPlain || deleted.length > 0
  const remembered = { ...fresh.memory, items: [...items], deleted: [...deleted], touched }
  const stale = staleAt(body, items, section)
  return { body, memory: remembered, findings: [...findings, ...stale], notes }
}

/** Writes in the style of the document, and of the person's own lines in the region. */
export function writerOf(
  current: string,
  memory: { readonly items: readonly Item[] } | undefined,
  { format, sources }: Pick<RegenerateOptions, 'format' | 'sources'>,
): Writer {
  return format.writer(withOwnText(sources, current, memory))
}

/**
 * What is taken out may show what was hard to tell before: a region is merged until that changes nothing more. What is
 * told is what the last round found, as the next run will; only what is forgotten here is told once.
 */
function settled(
  current: string,
  memory: SectionMemory,
  section: Section,
  rulesFor: (merged: Pick<Merged, 'body' | 'items'>) => MergeRules,
): Merged {
  const { items } = memory
  let merged = mergeRegion(current, memory, section, rulesFor({ body: current, items }))
  for (let round = 1; round < maxRounds; round += 1) {
    const next = mergeRegion(merged.body, merged, section, rulesFor(merged))
    const isSettled = isDeepStrictEqual(stateOf(next), stateOf(merged))
    merged = {
      ...next,
      findings: withForgotten(next.findings, merged.findings),
      notes: isSettled ? merged.notes : [...merged.notes, ...next.notes],
    }
    if (isSettled) break
  }
  return merged
}

/** A person's line about something private is not remembered, so that no later round can tell of it. */
function withForgotten(now: readonly FindingAt[], before: readonly FindingAt[]): FindingAt[] {
  const isPrivate = ({ kind }: FindingAt) => kind === 'private'
  const told = new Set(now.filter(isPrivate).map(({ at }) => at))
  const forgotten = before.filter((each) => isPrivate(each) && !told.has(each.at))
  return [...now, ...forgotten]
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
  if (!isLaidOut(current, items)) return false
  // What vanished is told, not taken out.
  const known = new Set(fresh.memory.items.flatMap(({ key, links = [] }) => [key, ...links]))
  return items.every(({ key, links = [] }) =>
    [key, ...links].every((each) => known.has(each) || !isFlagged(each, background)),
  )
}

/** True if no blank line was put between the lines, or taken out there. */
function isLaidOut(current: string, items: readonly Item[]): boolean {
  const entries = [...Map.groupBy(items, ({ entry }) => entry).values()]
  const laidOut = (apart: boolean) =>
    entries.map((own) => layOut(own.map(withText), apart)).join('\n\n')
  return current === laidOut(false) || current === laidOut(true)
}

function withText(item: Item): Piece {
  return { ...item, text: standing(item) }
}

function findingsAt(
  body: string,
  items: readonly Item[],
  section: Section,
  background: Background,
): FindingAt[] {
  return [...flagsAt(body, items, background), ...staleAt(body, items, section)]
}

/** Claims that stand in the document, in whatever words, and that nobody looked up for too long. */
function staleAt(body: string, items: readonly Item[], section: Section): FindingAt[] {
  const claims = section.entries.flatMap(({ key, claims: own }) =>
    own.map((claim) => ({ key, claim })),
  )
  const lines = body.split('\n')
  return items.flatMap((item): FindingAt[] => {
    const { claim } =
      claims.find(({ key, claim: { text } }) => key === item.entry && text === item.claim) ?? {}
    if (claim === undefined || claim.staleSince === null) return []
    const at = lines.indexOf(standing(item).split('\n')[0] ?? '')
    return at < 0 ? [] : [{ kind: 'stale-claim', text: claim.text, value: claim.staleSince, at }]
  })
}

/**
 * With the lines of an adopted region that are the person's, as they wrote them, under the heading of their section: their
 * style comes first. What the tool wrote shows no habit of theirs, and would change the style of what it writes next.
 */
function withOwnText(
  sources: readonly string[],
  current: string,
  memory: { readonly items: readonly Item[] } | undefined,
): readonly string[] {
  if (memory === undefined || !memory.items.some(isAdopted)) return sources
  const own = current.split('\n')
  let from = 0
  for (const item of memory.items) {
    // A line of the person's may read like one of the tool's: each of those is left out once, where it follows the last one.
    const next = own.indexOf(standing(item), from)
    const at = next >= 0 ? next : own.indexOf(standing(item))
    if (at < 0) continue
    const typed = asTyped(item)
    own.splice(at, 1, ...typed)
    from = at + typed.length
  }
  const [section = '', ...others] = sources
  return [[section, ...own].join('\n'), ...others]
}

/** What a person wrote of a line that is remembered. */
function asTyped(item: Item): string[] {
  const { text, now, slots, like } = item
  if (text !== null && now === undefined) return []
  const dates = slots?.['dates']
  return [dates === undefined ? standing(item) : standing(item).replace(dates, () => like ?? '')]
}

function isAdopted({ kind, text }: Item): boolean {
  return kind === 'title' && text === null
}
