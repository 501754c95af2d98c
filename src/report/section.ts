import { type Conflict, dropConflict, editsIn } from './conflicts.ts'
import { type Drop, dropsSince, withWrittenProof } from './drops.ts'
import type { DocumentFormat, Outline } from './formats/format.ts'
import { trimmed } from './lines.ts'
import { bodyOf, type Region } from './region.ts'
import { memoryOf, type SectionMemory } from './sidecar.ts'
import { countText } from './style/counts.ts'
import { styleSources } from './style/sources.ts'
import type { Section } from './types.ts'

export interface SectionUpdate {
  readonly id: string
  /** Where it goes on its first run, when the document has no markers for it. */
  readonly heading: string | null
  readonly after: string | null
  readonly value: Section
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
  readonly conflicts: readonly Conflict[]
  /** Somebody changed what was written: nothing in this document is touched then. */
  readonly edited: boolean
  /** What its region is to hold; null to keep it. */
  readonly body: string | null
  /** What the sidecar is to hold of it. */
  readonly memory: SectionMemory | undefined
}

/** A section waits while a stream was never read, and while a count is lower than the one last written. */
export function reasonToWait(
  section: Section,
  memory: SectionMemory | undefined,
  acceptDrop: boolean,
): Wait | null {
  if (section.neverRead.length > 0) {
    const streams = section.neverRead.join(', ')
    return { reason: `never read so far: ${streams}; run \`tracker sync\` first`, drop: null }
  }
  const [drop] = acceptDrop ? [] : dropsSince(memory, section)
  if (drop === undefined) return null
  const where = drop.key === null ? 'in all' : `in ${drop.key}`
  const now = countText(drop.now, drop.word) ?? `0 ${drop.word}`
  const written = countText(drop.written, drop.word)
  return { reason: `${written} ${where} would become ${now}; \`--accept drop\` takes it`, drop }
}

/** Compares what a region holds with what was last written there, and that with what would be written now. */
export function decide(
  section: SectionUpdate,
  wait: Wait | null,
  memory: SectionMemory | undefined,
  around: Surroundings,
): Decision {
  const region = around.regions.find(({ id }) => id === section.id)
  if (region === undefined) return left(section.id, null, wait?.reason ?? null, memory)
  const current = trimmed(bodyOf(around.text, region))
  const render = (value: Section) => renderIn(region, section, value, around)
  const body = wait === null ? render(section.value) : null
  // A run may have stopped between document and sidecar: what was not yet there, and what would be written now, is the
  // tool's own too.
  const own =
    around.placed.has(section.id) ||
    current === textOf(memory) ||
    (memory !== undefined && current === body)
  if (!own) return edited(section.id, region, memory, around.text)
  if (body === null) {
    const conflicts = wait?.drop == null ? [] : [dropConflict(wait.drop, region, around.text)]
    return { ...left(section.id, region.line, wait?.reason ?? null, memory), conflicts }
  }
  if (
    memory !== undefined &&
    body !== current &&
    render(withWrittenProof(section.value, memory)) === current
  ) {
    return left(section.id, region.line, plusOnly, memory)
  }
  const same = body === current && !around.placed.has(section.id)
  return {
    ...left(section.id, region.line, null, memoryOf(section.value, body)),
    state: same ? 'unchanged' : 'written',
    body: same ? null : body,
  }
}

const plusOnly =
  'the only change would be a `+` behind numbers; `tracker status` says what is missing'

function renderIn(
  region: Region,
  section: SectionUpdate,
  value: Section,
  around: Surroundings,
): string {
  const { text, outline, regions, format } = around
  return format.render(value, styleSources(text, outline, regions, region, section.heading))
}

function textOf(memory: SectionMemory | undefined): string {
  return memory === undefined ? '' : memory.text.join('\n')
}

function left(
  id: string,
  line: number | null,
  reason: string | null,
  memory: SectionMemory | undefined,
): Decision {
  return { id, state: 'left', reason, line, conflicts: [], edited: false, body: null, memory }
}

function edited(
  id: string,
  region: Region,
  memory: SectionMemory | undefined,
  text: string,
): Decision {
  const conflicts = editsIn(textOf(memory), region, text)
  const lines = conflicts.map(({ line }) => line).join(', ')
  const why =
    memory === undefined
      ? `its region on line ${region.line} holds text of which the sidecar knows nothing; empty the region to have it written`
      : `it was changed by hand on line ${lines} since it was written; undo that, or empty the region and take the section out of the sidecar`
  return { ...left(id, conflicts[0]?.line ?? region.line, why, memory), conflicts, edited: true }
}
