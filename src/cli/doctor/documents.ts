import type { Config, Resume } from '../../config/config.ts'
import { expandFiles } from '../../config/files.ts'
import { FileError } from '../../files/file-error.ts'
import { type FileRead, readDocument } from '../../files/read-document.ts'
import { DocumentError } from '../../report/document-error.ts'
import { decode } from '../../report/encoding.ts'
import { formatOf, isFormatName } from '../../report/formats/names.ts'
import { formats } from '../../report/formats/registry.ts'
import { repairMojibake } from '../../report/mojibake.ts'
import { findRegions } from '../../report/region.ts'
import { type Finding, fine } from './finding.ts'

export interface FoundDocument {
  readonly resume: Resume
  readonly path: string
  readonly written: string
}

/** Every document the configuration names, once. */
export async function documentsOf(config: Config): Promise<readonly FoundDocument[]> {
  const found = new Map<string, FoundDocument>()
  for (const { resumes } of config.people) {
    for (const resume of resumes) {
      for (const { path, written } of await expandFiles(resume.file, config.folder)) {
        found.set(path, { resume, path, written })
      }
    }
  }
  return [...found.values()]
}

/** Whether each document can be read and rewritten: its encoding and its markers. */
export async function checkDocuments(config: Config): Promise<readonly Finding[]> {
  const findings: Finding[] = []
  for (const document of await documentsOf(config)) findings.push(...(await check(document)))
  return findings
}

async function check({ resume, path, written }: FoundDocument): Promise<readonly Finding[]> {
  const found = (state: 'warning' | 'problem', message: string, fix: string): Finding => ({
    check: 'document',
    state,
    subject: written,
    message,
    fix,
  })
  // What was found before something else went wrong is told all the same.
  const findings: Finding[] = []
  try {
    const read = await readDocument(path)
    const { text } = decode(read.bytes)
    const repair = repairMojibake(text)
    if (repair !== null) {
      findings.push(
        found(
          'warning',
          `${repair.runs} ${repair.runs === 1 ? 'place was' : 'places were'} UTF-8 once and saved after being read as ${repair.encoding}`,
          `tracker doctor --fix-encoding shows the repair; --write makes it`,
        ),
      )
    }
    const name = resume.format ?? formatOf(written)
    if (!isFormatName(name)) return [...findings, fine('document', written, 'readable')]
    const regions = findRegions(formats[name].read(text)).map(({ id }) => id)
    const missing = resume.sections.filter(({ id }) => !regions.includes(id))
    const state = missing.map(({ id }) => `\`${id}\` gets its markers at the first report`)
    return [...findings, fine('document', written, ['markers in order', ...state].join('; '))]
  } catch (error) {
    if (error instanceof FileError) {
      return [
        ...findings,
        found('problem', error.message, `put it there, or correct \`resumes[].file\``),
      ]
    }
    if (error instanceof DocumentError) {
      const fix = 'correct it; until then report leaves the file alone'
      return [...findings, found('problem', error.reason, fix)]
    }
    throw error
  }
}

/** A document that went wrong, as it is and as it should be. */
export interface EncodingRepair {
  readonly written: string
  readonly read: FileRead
  readonly repaired: string
  readonly bom: boolean
  readonly encoding: string
  readonly runs: number
}

/** @throws FileError @throws DocumentError when it cannot be read */
export async function encodingRepair(
  path: string,
  written: string,
): Promise<EncodingRepair | null> {
  const read = await readDocument(path)
  const { text, bom } = decode(read.bytes)
  const repair = repairMojibake(text)
  if (repair === null) return null
  return { written, read, bom, repaired: repair.text, encoding: repair.encoding, runs: repair.runs }
}
