import { DocumentError } from '../document/document-error.ts'
import { encode } from '../document/encoding.ts'
import { findHeading, headingsOutside } from '../document/outside.ts'
import { placeRegion } from '../document/place.ts'
import { findRegions, type Region, withoutRegions } from '../document/region.ts'
import { opened, sealed } from '../document/sealed.ts'
import {
  type Memories,
  type SectionMemory,
  sidecarName,
  writeSidecar,
} from '../document/sidecar.ts'
import { splice } from '../document/splice.ts'
import { refuseUnmerged } from '../document/unmerged.ts'
import type { DocumentFormat } from '../formats/format.ts'
import type { Note } from '../merge/findings.ts'
import type { Measured } from '../values/measure.ts'
import type { ValueQuery } from '../values/query.ts'
import { findValues } from '../values/slots.ts'
import { updateValues, type ValuesUpdate } from '../values/update.ts'
import { type Conflict, conflictsIn } from './conflicts.ts'
import { type Files, readFiles } from './files.ts'
import { refuseLost } from './lost-markers.ts'
import {
  type Decision,
  decide,
  reasonToWait,
  type SectionUpdate,
  type Surroundings,
} from './section.ts'

export type { Note } from '../merge/findings.ts'
export type { Conflict } from './conflicts.ts'
export type { SectionUpdate } from './section.ts'

export interface DocumentInput extends Files {
  /** Tells what a value outside regions should read. */
  readonly measure: (query: ValueQuery) => Measured
  /** Write counts though they are lower than the ones last written. */
  readonly acceptDrop: boolean
  /** Write dates over those a person typed. */
  readonly acceptDate: boolean
}

export interface Problem {
  readonly line: number | null
  /** One sentence: "Cannot update resume.md: …". */
  readonly message: string
}

/** Of one section, or of a value outside regions. */
interface SectionOutcome {
  /** Of a value its words, `value merged`: no section is called so. */
  readonly id: string
  readonly state: 'unchanged' | 'written' | 'left'
  /** Why it was left. */
  readonly problem: Problem | null
}

export interface DocumentUpdate {
  /**
   * What becomes of the file. `written`: its bytes change; where `problem` is not null, something in it stays as it is all the
   * same. `left`: it keeps its bytes, since something in it waits. `unchanged`: all of it is up to date. `refused`: the
   * document or its sidecar is broken.
   */
  readonly state: 'unchanged' | 'written' | 'refused' | 'left'
  /** What the file is to hold: the very input when nothing changes. */
  readonly bytes: Uint8Array
  /** What the sidecar is to hold: the very input when nothing changes. */
  readonly sidecar: string | null
  /** Why it was refused, or why the first of its sections was left. */
  readonly problem: Problem | null
  readonly conflicts: readonly Conflict[]
  /** What a person did to the regions since they were last written. */
  readonly notes: readonly Note[]
  readonly sections: readonly SectionOutcome[]
  /** What the person took out, by section: keys of entries, addresses of pull requests, `KEY count` and the like. */
  readonly deleted: Readonly<Record<string, readonly string[]>>
}

/** Regenerates the sections of one document. Pure; whatever document and sidecar hold, it answers and does not throw. */
export function updateDocument(input: DocumentInput): DocumentUpdate {
  try {
    return update(input)
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error
    const problem = { line: error.line, message: `Cannot update ${input.file}: ${error.reason}` }
    const { bytes, sidecar } = input
    const nothing = { conflicts: [], notes: [], sections: [], deleted: {} }
    return { state: 'refused', bytes, sidecar, problem, ...nothing }
  }
}

function update(input: DocumentInput): DocumentUpdate {
  const { bytes, file, acceptDrop, acceptDate } = input
  const { decoded, format, memories } = readFiles(input)
  const known = input.sections.map((section) => {
    const memory = memories.sections[section.id]
    return memory === undefined ? undefined : opened(memory, section.background, decoded.text)
  })
  const waits = input.sections.map((section, index) =>
    reasonToWait(section, known[index], acceptDrop),
  )
  const asked = input.sections.map((section, index) => ({ section, memory: known[index] }))
  const around = withRegions(
    decoded.text,
    asked.filter((_, index) => waits[index] === null),
    format,
    sidecarName(file),
  )
  const decisions = input.sections.map((section, index) =>
    decide(section, waits[index] ?? null, known[index], around, {
      acceptDrop,
      acceptDate,
    }),
  )
  const { text, regions } = splice(around.text, around.regions, decisions, format)
  const values = withValues(text, regions, memories.values, { ...input, format })
  const isSame = values.text === decoded.text
  const told = summary(file, decisions, regions, text, values)
  return {
    state: isSame ? (told.problem === null ? 'unchanged' : 'left') : 'written',
    bytes: isSame ? bytes : encode({ ...decoded, text: values.text }),
    sidecar: sidecarAfter(input, memories, decisions, values),
    ...told,
  }
}

/** Values stand outside regions, so what changes of them moves no line of any. */
function withValues(
  text: string,
  regions: readonly Region[],
  memory: Memories['values'],
  { format, measure, acceptDrop, acceptDate }: DocumentInput,
): ValuesUpdate {
  const slots = findValues(text, regions, format)
  const writer = format.writer([withoutRegions(text, regions)])
  return updateValues(text, slots, memory, { measure, acceptDrop, acceptDate, writer })
}

/**
 * Reads the document and puts in the regions it lacks, one after the other: each may follow the last.
 * @throws DocumentError when one was there before: what it held may stand in the document without markers; and where git
 * left a conflict.
 */
function withRegions(
  text: string,
  sections: readonly { section: SectionUpdate; memory: SectionMemory | undefined }[],
  format: DocumentFormat,
  sidecar: string,
): Surroundings {
  const outline = format.read(text)
  const placed = new Set<string>()
  const regions = findRegions(outline)
  refuseUnmerged(text, regions)
  let around: Surroundings = { format, text, outline, regions, placed }
  // Sections that follow the same one stand in the order of the configuration.
  const newest = new Map<string, string>()
  for (const { section, memory } of sections) {
    if (around.regions.some(({ id }) => id === section.id)) continue
    if (memory !== undefined) refuseLost(section.id, memory, { text, format, sidecar })
    const { heading, after } = section
    const before = after === null ? null : (newest.get(after) ?? after)
    around = { ...around, ...placeRegion(around, { ...section, after: before }) }
    placed.add(section.id)
    if (after === null || heading === null) continue
    if (findHeading(headingsOutside(outline, regions), heading) === null) newest.set(after, heading)
  }
  return around
}

function summary(
  file: string,
  decisions: readonly Decision[],
  regions: readonly Region[],
  text: string,
  values: ValuesUpdate,
): Pick<DocumentUpdate, 'problem' | 'conflicts' | 'notes' | 'sections' | 'deleted'> {
  const sections = [
    ...decisions.map((decision) => outcome(file, decision)),
    ...values.left.map((left) => outcomeOfValue(file, left)),
  ]
  return {
    problem: sections.find(({ problem }) => problem !== null)?.problem ?? null,
    conflicts: [
      ...decisions.flatMap(({ id, conflicts, findings }) => {
        const region = regions.find((each) => each.id === id)
        return [...conflicts, ...(region === undefined ? [] : conflictsIn(region, text, findings))]
      }),
      ...values.conflicts,
    ],
    notes: decisions.flatMap(({ notes }) => notes),
    sections,
    deleted: Object.fromEntries(decisions.map(({ id, memory }) => [id, memory?.deleted ?? []])),
  }
}

function outcome(file: string, { id, state, reason, line }: Decision): SectionOutcome {
  const message = `Cannot update section \`${id}\` of ${file}: ${reason}`
  return { id, state, problem: reason === null ? null : { line, message } }
}

function outcomeOfValue(
  file: string,
  { key, line, reason }: ValuesUpdate['left'][number],
): SectionOutcome {
  const message = `Cannot update the value \`${key}\` of ${file}: ${reason}`
  return { id: `value ${key}`, state: 'left', problem: { line, message } }
}

/** Sections that are no longer configured keep their memory: their regions are still in the document. */
function sidecarAfter(
  { sidecar: before, sections: asked }: DocumentInput,
  memories: Memories,
  decisions: readonly Decision[],
  values: ValuesUpdate,
): string | null {
  const sections = { ...memories.sections }
  for (const [index, { id, memory }] of decisions.entries()) {
    const background = asked[index]?.background
    if (memory !== undefined && background !== undefined) sections[id] = sealed(memory, background)
  }
  const is = writeSidecar({ sections, values: values.memory })
  // One that is written in another way and says the same stays as it is.
  return is === before || is === writeSidecar(memories) ? before : is
}
