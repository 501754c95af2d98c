import { DocumentError } from '../document/document-error.ts'
import { encode } from '../document/encoding.ts'
import { type SectionMemory, writeSidecar } from '../document/sidecar.ts'
import { namingOf } from '../entries/naming.ts'
import type { DocumentFormat, Span } from '../formats/format.ts'
import { type Files, readFiles } from '../update/files.ts'
import type { SectionUpdate } from '../update/section.ts'
import { type Projects, type StatedValue, statedValues, withValues } from './live-values.ts'
import { adoptSection, rangeOf, readDocument } from './section.ts'
import type { Unread } from './unread.ts'

export interface AdoptInput extends Files {
  /** Whether to do what is not done unasked: take a bullet that is not sure, keep a count outside sections up to date. */
  readonly wants?: (asked: Pick<Recognition, 'line' | 'kind' | 'as'>) => boolean
}

/** One thing that was recognised, with its line in the document as it was. */
export interface Recognition {
  readonly line: number
  /** Empty for a count outside sections. */
  readonly section: string
  readonly kind: 'entry' | 'dates' | 'count' | 'bullet' | 'links' | 'value'
  /** What the document says. */
  readonly text: string
  /** Key of a project, address of a pull request, value and name of a count. */
  readonly as: string
  /** False for what is done only when it is asked for. */
  readonly sure: boolean
  /** Of a bullet that is not sure: the pull request's reference and title. */
  readonly label?: string
}

export interface Adoption {
  readonly state: 'adopted' | 'unchanged' | 'refused'
  readonly bytes: Uint8Array
  readonly sidecar: string | null
  readonly problem: { readonly line: number | null; readonly message: string } | null
  readonly recognised: readonly Recognition[]
  readonly unread: readonly (Unread & { readonly section: string })[]
  /** Sections that were live before. */
  readonly live: readonly string[]
}

/**
 * Makes a document live: markers around what stands in each section, links behind the bullets that are surely about a
 * pull request, and a sidecar that knows which values are to be kept up to date. No word of the person's changes. Pure.
 */
export function adoptDocument(input: AdoptInput): Adoption {
  try {
    return adopt(input)
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error
    const problem = { line: error.line, message: `Cannot adopt ${input.file}: ${error.reason}` }
    const { bytes, sidecar } = input
    return { state: 'refused', bytes, sidecar, problem, recognised: [], unread: [], live: [] }
  }
}

function adopt({ wants = () => false, ...input }: AdoptInput): Adoption {
  const { bytes, sidecar, sections } = input
  const { decoded, format, memories } = readFiles(input)
  const isLive = ({ id }: SectionUpdate) => memories.sections[id] !== undefined
  const values = outsideOf(decoded.text, sections, format, wants)
  const before = withValues(
    decoded.text,
    values.flatMap(({ value, said }) => (said.sure ? [value] : [])),
  )
  const adopted = adoptAll(
    before,
    sections.filter((section) => !isLive(section)),
    format,
    wants,
  )
  const { text, learnt } = adopted
  const same = text === decoded.text
  const hasLearnt = Object.keys(learnt).length > 0
  return {
    state: same && !hasLearnt ? 'unchanged' : 'adopted',
    bytes: same ? bytes : encode({ ...decoded, text }),
    sidecar: hasLearnt
      ? writeSidecar({ ...memories, sections: { ...memories.sections, ...learnt } })
      : sidecar,
    problem: null,
    recognised: [...adopted.recognised, ...values.map(({ said }) => said)],
    unread: adopted.unread,
    live: sections.filter(isLive).map(({ id }) => id),
  }
}

type Wants = NonNullable<AdoptInput['wants']>

/** One section after the other, each in the text that the one before left. */
function adoptAll(
  before: string,
  sections: readonly SectionUpdate[],
  format: DocumentFormat,
  wants: Wants,
) {
  let text = before
  const learnt: Record<string, SectionMemory> = {}
  const recognised: Recognition[] = []
  const unread: Adoption['unread'][number][] = []
  for (const section of sections) {
    // Lines are told as they are in the document that the person has before them.
    const added = text.split('\n').length - before.split('\n').length
    const adopted = adoptSection(text, section, format, (line, as) =>
      wants({ line: line - added, kind: 'bullet', as }),
    )
    const place = { section: section.id }
    for (const each of adopted.recognised)
      recognised.push({ ...each, ...place, line: each.line - added })
    for (const each of adopted.unread) unread.push({ ...each, ...place, line: each.line - added })
    text = adopted.text
    // A section in which nothing stands is report's to write: there is nothing to remember of it.
    if (adopted.memory !== null) learnt[section.id] = adopted.memory
  }
  return { text, learnt, recognised, unread }
}

/** Counts outside the sections; sure are those that a person wants kept up to date. */
function outsideOf(
  text: string,
  sections: readonly SectionUpdate[],
  format: DocumentFormat,
  wants: Wants,
): { readonly value: StatedValue; readonly said: Recognition }[] {
  const taken = rangesOf(text, sections, format)
  return statedValues(text, taken, format, projectsOf(sections)).map((value) => {
    const said = saidOf(value)
    return { value, said: { ...said, sure: wants(said) } }
  })
}

/** What is a section's already, or becomes it. */
function rangesOf(
  text: string,
  sections: readonly SectionUpdate[],
  format: DocumentFormat,
): Span[] {
  const document = readDocument(text, format)
  const regions = document.regions.map(({ begin, end }) => ({ start: begin.start, end: end.next }))
  return [...regions, ...sections.flatMap((section) => rangeOf(document, section) ?? [])]
}

function projectsOf(sections: readonly SectionUpdate[]): Projects {
  const keys = sections.flatMap(({ background }) =>
    background
      .names()
      .filter((name) => !/^https?:/.test(name))
      .map((name) => background.present(name)),
  )
  const isHidden = (key: string) => sections.some(({ background }) => background.isHidden(key))
  const [first] = sections
  const naming = first === undefined ? null : namingOf(first.background)
  return { keys: [...new Set(keys)], isHidden, naming }
}

function saidOf({ line, name, repository, text, words }: StatedValue) {
  const where = repository === null ? '' : ` in ${repository}`
  return { line, section: '', kind: 'value', text: words, as: `${text} ${name}${where}` } as const
}
