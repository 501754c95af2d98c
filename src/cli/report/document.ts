import type { FilePath, Person, Resume } from '../../config/config.ts'
import { FileError } from '../../files/file-error.ts'
import { type FileRead, readDocument, readIfThere } from '../../files/read-document.ts'
import { writeDocument } from '../../files/write-document.ts'
import { unifiedDiff } from '../../report/document/diff.ts'
import { sidecarName } from '../../report/document/sidecar.ts'
import { extensions, type FormatName, formatOf, isFormatName } from '../../report/formats/names.ts'
import { formats } from '../../report/formats/registry.ts'
import { type DocumentUpdate, type Note, updateDocument } from '../../report/update/document.ts'
import { buildSections, type Facts } from '../sections.ts'
import { type FileReport, refused } from './file-report.ts'
import type { Setting } from './setting.ts'

/** One résumé of one person. */
export interface Work {
  readonly person: Person
  readonly resume: Resume
  readonly facts: () => Facts
}

/** Regenerates one document: reads it and its sidecar, computes, writes what changed. */
export async function reportDocument(
  { path, written }: FilePath,
  work: Work,
  setting: Setting,
): Promise<FileReport> {
  const name = work.resume.format ?? formatOf(written)
  if (!isFormatName(name)) {
    return refused(
      written,
      `Cannot update ${written}: expected a document in ${extensions.join(' or ')}`,
    )
  }
  try {
    const read = await readDocument(path)
    const sidecarPath = sidecarName(read.target)
    const sidecar = await readIfThere(sidecarPath)
    const found = { file: written, name, read, sidecar: textOf(sidecar) }
    const { report, update } = regenerate(found, work, setting)
    if (isReading(setting) || update.state === 'refused') return report
    const { backup } = await writeDocument({
      read,
      bytes: update.bytes,
      sidecar:
        update.sidecar === null || update.sidecar === found.sidecar
          ? null
          : {
              path: sidecarPath,
              text: update.sidecar,
              isNew: sidecar === null,
              isRegained: update.isRegained,
            },
    })
    return { ...report, backup }
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    return refused(written, error.message)
  }
}

interface Found {
  readonly file: string
  readonly name: FormatName
  readonly read: FileRead
  /** Text of the sidecar; null when there is none. */
  readonly sidecar: string | null
}

/** What the document is to hold, and what is told of it. */
function regenerate(
  { file, name, read, sidecar }: Found,
  { person, resume, facts }: Work,
  setting: Setting,
): {
  readonly update: Pick<DocumentUpdate, 'state' | 'bytes' | 'sidecar'> & {
    readonly isRegained: boolean
  }
  readonly report: FileReport
} {
  const { options, forges } = setting
  const work = { person, resume, forges, ...facts() }
  const { sections, measure, warnings, why } = buildSections(work, options, setting)
  const update = updateDocument({
    file,
    format: formats[name],
    language: resume.language,
    bytes: read.bytes,
    sidecar,
    sections,
    measure,
    acceptDrop: options.accept?.includes('drop') === true,
    acceptDate: options.accept?.includes('date') === true,
  })
  const changes = update.bytes !== read.bytes
  const isOutdated = isReading(setting) && update.state === 'written'
  const { state, bytes, problem, conflicts } = update
  const report = {
    file,
    state: isOutdated ? ('outdated' as const) : state,
    problem,
    conflicts,
    notes: [...warnings.map((warning) => `${file}: ${warning}`), ...notesOf(file, update)],
    diff: options.dryRun === true && changes ? unifiedDiff(file, read.bytes, bytes) : '',
    backup: null,
    ...(options.why === true ? { why: why((section) => update.deleted[section] ?? []) } : {}),
  }
  const isRegained = update.notes.some(({ kind }) => kind === 'regained')
  return { update: { ...update, isRegained }, report }
}

function isReading({ options }: Setting): boolean {
  return options.dryRun === true || options.check === true
}

/** What a person did to the regions, and the problems of all sections but the one told already. */
function notesOf(file: string, { notes, sections, problem: told }: DocumentUpdate): string[] {
  return [
    ...notes.map(({ kind, text }) => `${file}: ${noteWords[kind]}: ${text}`),
    ...sections.flatMap(({ problem }) =>
      problem === null || problem.message === told?.message ? [] : [problem.message],
    ),
  ]
}

const noteWords: Readonly<Record<Note['kind'], string>> = {
  'value-dropped': 'no longer kept up to date, since it does not stand in its line any more',
  'title-changed': 'kept in your words, though its title on the forge changed',
  deleted: 'deleted by hand and not written again',
  said: 'left out, since a line of yours says it',
  regained:
    'the sidecar knows nothing of this section, so all that stood there is yours, and what you deleted before may come back; to have its values kept up to date again, delete the sidecar and run `tracker adopt`',
  'set-back':
    'this section stood as an earlier run left it, so that what is missing there was not taken for deleted; it is brought up to date',
  ahead:
    'the sidecar is older than this section, so that what you deleted from it since may come back; restore or commit both files together',
  proposed: 'added, though the sidecar may not know that you deleted it',
}

function textOf(file: FileRead | null): string | null {
  return file === null ? null : new TextDecoder().decode(file.bytes)
}
