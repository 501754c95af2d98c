import { type DecodedText, decode } from '../document/encoding.ts'
import { type Memories, readSidecar, sidecarName } from '../document/sidecar.ts'
import { type DocumentFormat, formatFor } from '../formats/format.ts'
import { remembersFirst } from '../merge/first-memory.ts'
import { dateTermsOf, languageOf } from '../style/date-terms.ts'
import { namesOf, type SectionUpdate } from './section.ts'

/** A document with its sidecar, and what is asked for in it. */
export interface Files {
  /** The document's name, for messages; the sidecar's is made of it. */
  readonly file: string
  readonly format: DocumentFormat
  /** A language tag; left out where the document's own dates are to tell. */
  readonly language?: string | undefined
  readonly bytes: Uint8Array
  /** The sidecar's text; null when there is none. */
  readonly sidecar: string | null
  readonly sections: readonly SectionUpdate[]
}

export interface FilesRead {
  readonly decoded: DecodedText
  /** With the words for dates that the document uses, and the names of its sections. */
  readonly format: DocumentFormat
  readonly memories: Memories
}

/** @throws DocumentError where one of the two cannot be read */
export function readFiles({ file, bytes, sidecar, sections, ...asked }: Files): FilesRead {
  const decoded = decode(bytes)
  const terms = dateTermsOf(asked.language ?? languageOf(decoded.text))
  const format = formatFor(asked.format, terms, namesOf(sections))
  const memories = readSidecar(sidecar, sidecarName(file), (id, memory) =>
    remembersFirst(memory, format.syntax, sections.find((each) => each.id === id)?.background),
  )
  return { decoded, format, memories }
}
