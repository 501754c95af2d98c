import { trimmed } from '../document/lines.ts'
import { bodyOf, type Region } from '../document/region.ts'
import type { SectionMemory } from '../document/sidecar.ts'
import type { DocumentFormat, Outline } from '../formats/format.ts'
import type { Note } from '../merge/findings.ts'
import { flagsAt } from '../merge/flags.ts'
import type { FindingAt } from '../merge/merge.ts'
import { type RegionInput, regained } from '../merge/regain.ts'
import {
  type Regenerated,
  type RegenerateOptions,
  regenerate,
  writerOf,
} from '../merge/regenerate.ts'
import { tombstoneOf } from '../merge/tombstones.ts'
import type { Ownership } from '../rules.ts'
import { countText } from '../style/counts.ts'
import { styleSources } from '../style/sources.ts'
import type { Background, Section } from '../types.ts'
import { type Conflict, dropConflict } from './conflicts.ts'
import { type Drop, dropsSince, withWrittenProof } from './drops.ts'
import { withEarlier } from './earlier.ts'
import { type OtherMoment, otherMoment } from './other-moment.ts'

export interface SectionUpdate {
  readonly id: string
  /** Where it goes on its first run, when the document has no markers for it. */
  readonly heading: string | null
  readonly after: string | null
  readonly ownership: Ownership
  readonly value: Section
  readonly background: Background
}

/** What is done only because somebody said so. */
export interface Accepted {
  /** Counts lower than those written. */
  readonly acceptDrop: boolean
  /** Other dates than those a person typed. */
  readonly acceptDate: boolean
}

/** Why a section stays as it is for now though its document is in order. */
export interface Wait {
  readonly reason: string
  /** Of a count that fell. */
  readonly drop: Drop | null
}

/** The document around a section, regions in place. */
export interface Surroundings {
  readonly format: DocumentFormat
  readonly text: string
  readonly outline: Outline
  readonly regions: readonly Region[]
  /** Sections whose region was put in just now. */
  readonly placed: ReadonlySet<string>
}

export interface Decision {
  readonly id: string
  readonly state: 'unchanged' | 'written' | 'left'
  /** Why it is left, to stand after "Cannot update section `oss` of resume.md: ". */
  readonly reason: string | null
  /** Of its begin marker. */
  readonly line: number | null
  /** On lines of the document as it is. */
  readonly conflicts: readonly Conflict[]
  /** On lines of the region as it will be. */
  readonly findings: readonly FindingAt[]
  readonly notes: readonly Note[]
  /** What its region is to hold; null to keep it. */
  readonly body: string | null
  /** What the sidecar is to hold of it. */
  readonly memory: SectionMemory | undefined
}

/** What sections, and those they follow, are called in the document. */
export function namesOf(
  sections: readonly Pick<SectionUpdate, 'heading' | 'after'>[],
): (string | null)[] {
  return sections.flatMap(({ heading, after }) => [heading, after])
}

/** A section waits while a stream was never read, and while a count is lower than the one last written. */
export function reasonToWait(
  { value, background }: SectionUpdate,
  memory: SectionMemory | undefined,
  acceptDrop: boolean,
): Wait | null {
  if (value.neverRead.length > 0) {
    const streams = value.neverRead.join(', ')
    return { reason: `never read so far: ${streams}; run \`tracker sync\` first`, drop: null }
  }
  const [drop] = acceptDrop ? [] : dropsSince(memory, value, background)
  if (drop === undefined) return null
  const where = placeOf(drop, value)
  const now = countText(drop.now, drop.word) ?? `0 ${drop.word}`
  const written = countText(drop.written, drop.word)
  return { reason: `${written} ${where} would become ${now}; \`--accept drop\` takes it`, drop }
}

/** A project that counts for nothing any more may have become private: its name is not told. */
function placeOf({ key }: Drop, section: Section): string {
  if (key === null) return 'in all'
  return key in section.counts ? `in ${key}` : 'in a project that is not shown any more'
}

/** Decides what becomes of one section: it waits, it stays, or its region is brought up to date. */
export function decide(
  section: SectionUpdate,
  wait: Wait | null,
  memory: SectionMemory | undefined,
  around: Surroundings,
  accepted: Accepted,
): Decision {
  const region = around.regions.find(({ id }) => id === section.id)
  if (region === undefined || wait !== null) return waiting(section, wait, memory, region, around)
  const { text, outline, regions, format, placed } = around
  const isNew = placed.has(section.id)
  const current = trimmed(bodyOf(text, region))
  const sources = styleSources(text, outline, regions, region, section.heading)
  const options = { ...section, ...accepted, format, sources }
  const found = isNew
    ? asNew(memory)
    : foundAs({ current, section, format, sources }, memory, options)
  const write = (value: Section): Regenerated =>
    regenerate(current, isNew ? undefined : found.memory, value, options)
  const next = write(section.value)
  const stays = left(section.id, region.line, plusOnly, memory)
  const isPlusOnly = () =>
    memory !== undefined &&
    next.body !== current &&
    write(withWrittenProof(section.value, memory, section.background)).body === current
  if (isPlusOnly()) return stays
  const same = next.body === current && !isNew
  const bodies = [current, next.body] as const
  return {
    ...stays,
    state: same ? 'unchanged' : 'written',
    reason: null,
    findings: next.findings,
    notes: [...notesOf(found, section.id, next.memory), ...next.notes],
    body: same ? null : next.body,
    memory: withEarlier(next.memory, found.memory, bodies, format.syntax, section.background),
  }
}

/** What is remembered of a region, and what it shows of its sidecar. */
interface Found {
  readonly kind: 'known' | 'regained' | OtherMoment['kind']
  readonly memory: SectionMemory | undefined
}

function asNew(memory: SectionMemory | undefined): Found {
  return { kind: 'known', memory }
}

/** The sidecar may know nothing of a region that is there, and it may be of another moment. */
function foundAs(
  input: RegionInput,
  memory: SectionMemory | undefined,
  options: RegenerateOptions,
): Found {
  if (memory !== undefined)
    return otherMoment(input, memory, writerOf(input.current, memory, options)) ?? asNew(memory)
  return input.current === '' ? asNew(memory) : { kind: 'regained', memory: regained(input) }
}

/** A count falls for a reason, which may stand in the region: it is told with it. What became private is not. */
function waiting(
  { id, background }: SectionUpdate,
  wait: Wait | null,
  memory: SectionMemory | undefined,
  region: Region | undefined,
  { text }: Surroundings,
): Decision {
  const stays = left(id, region?.line ?? null, wait?.reason ?? null, memory)
  if (region === undefined || wait?.drop == null) return stays
  const flags = flagsAt(trimmed(bodyOf(text, region)), memory?.items ?? [], background)
  return {
    ...stays,
    conflicts: [dropConflict(wait.drop, region, text)],
    findings: flags.filter(({ kind }) => kind !== 'private'),
  }
}

/** Where it is not known what was deleted before, all that was added is told. */
function notesOf({ kind, memory }: Found, id: string, { items }: SectionMemory): Note[] {
  if (kind === 'known') return []
  if (kind === 'set-back') return [{ kind, text: id }]
  const there = new Set(memory?.items.map(tombstoneOf))
  const added = items.filter((item) => item.kind !== 'dates' && !there.has(tombstoneOf(item)))
  const entries = new Set(added.filter((item) => item.kind === 'title').map(({ entry }) => entry))
  const proposed = added.flatMap((item) => {
    if (item.kind === 'title') return [item.entry]
    return entries.has(item.entry) ? [] : (item.key ?? item.claim ?? [])
  })
  return [{ kind, text: id }, ...proposed.map((text): Note => ({ kind: 'proposed', text }))]
}

const plusOnly =
  'the only change would be a `+` behind numbers; `tracker status` says what is missing'

function left(
  id: string,
  line: number | null,
  reason: string | null,
  memory: SectionMemory | undefined,
): Decision {
  const nothing = { conflicts: [], findings: [], notes: [] }
  return { ...nothing, id, state: 'left', reason, line, body: null, memory }
}
