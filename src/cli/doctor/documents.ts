import type { Config, Resume } from '../../config/config.ts'
import { expandFiles } from '../../config/files.ts'
import { FileError } from '../../files/file-error.ts'
import { type FileRead, readDocument } from '../../files/read-document.ts'
import { DocumentError } from '../../report/document/document-error.ts'
import { decode } from '../../report/document/encoding.ts'
import { repairMojibake } from '../../report/document/mojibake.ts'
import { type Document, placeRegion } from '../../report/document/place.ts'
import { findRegions } from '../../report/document/region.ts'
import { formatOf, isFormatName } from '../../report/formats/names.ts'
import { formats } from '../../report/formats/registry.ts'
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

type Found = (state: 'warning' | 'problem', message: string, fix: string) => Finding

async function check({ resume, path, written }: FoundDocument): Promise<readonly Finding[]> {
  const found: Found = (state, message, fix) => ({
    check: 'document',
    state,
    subject: written,
    message,
    fix,
  })
  // What was found before something else went wrong is told all the same.
  const findings: Finding[] = []
  try {
    const { text } = decode((await readDocument(path)).bytes)
    findings.push(...garbled(text, found))
    const name = resume.format ?? formatOf(written)
    if (!isFormatName(name)) return [...findings, fine('document', written, 'readable')]
    const format = formats[name]
    const outline = format.read(text)
    const document = { text, format, outline, regions: findRegions(outline) }
    const wrong = misplaced(document, resume.sections, found)
    if (wrong.length > 0) return [...findings, ...wrong]
    const first = resume.sections
      .filter(({ id }) => document.regions.every((region) => region.id !== id))
      .map(({ id }) => `\`${id}\` gets its markers at the first report`)
    return [...findings, fine('document', written, ['markers in order', ...first].join('; '))]
  } catch (error) {
    if (error instanceof FileError) {
      const fix = `${error.missing ? 'put it there' : 'correct that'}, or correct \`resumes[].file\``
      return [...findings, found('problem', error.message, fix)]
    }
    if (error instanceof DocumentError) {
      return [...findings, found('problem', error.reason, fixOf(error, written))]
    }
    throw error
  }
}

function garbled(text: string, found: Found): readonly Finding[] {
  const repair = repairMojibake(text)
  if (repair === null) return []
  const places = repair.runs === 1 ? '1 place was' : `${repair.runs} places were`
  return [
    found(
      'warning',
      `${places} UTF-8 once and saved after being read as ${repair.encoding}`,
      '`tracker doctor --fix-encoding` shows the repair; `--write` makes it',
    ),
  ]
}

/** Sections whose place the first report would not find, and markers of sections that nobody configured. */
function misplaced(
  document: Document,
  sections: Resume['sections'],
  found: Found,
): readonly Finding[] {
  const findings: Finding[] = []
  let around = document
  for (const section of sections) {
    if (document.regions.some(({ id }) => id === section.id)) continue
    try {
      around = { ...around, ...placeRegion(around, section) }
    } catch (error) {
      if (!(error instanceof DocumentError)) throw error
      findings.push(
        found(
          'problem',
          `section \`${section.id}\` has no place: ${error.reason}`,
          'correct its `heading`, or put its two markers where it belongs',
        ),
      )
    }
  }
  const strangers = document.regions.filter(({ id }) => sections.every((each) => each.id !== id))
  return [
    ...findings,
    ...strangers.map(({ id, line }) =>
      found(
        'warning',
        `the markers of \`${id}\` on line ${line} belong to no section; nothing between them is kept up to date`,
        'give a section that `id`, or take the markers away',
      ),
    ),
  ]
}

function fixOf({ encoding }: DocumentError, written: string): string {
  return encoding === null
    ? 'correct it; until then report leaves the file alone'
    : `save it as UTF-8 in an editor, or write another with \`iconv -f ${encoding} -t UTF-8 ${written}\``
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
