import type { Config, Person } from '../../config/config.ts'
import { expandFiles } from '../../config/files.ts'
import { FileError } from '../../files/file-error.ts'
import { readDocument, readIfThere } from '../../files/read-document.ts'
import { writeDocument } from '../../files/write-document.ts'
import { writeIfDifferent } from '../../files/write-file.ts'
import { unifiedDiff } from '../../report/diff.ts'
import { type Conflict, type Note, type Problem, updateDocument } from '../../report/document.ts'
import { extensions, formatOf, isFormatName } from '../../report/formats/names.ts'
import { formats } from '../../report/formats/registry.ts'
import { writeLedger } from '../../report/ledger.ts'
import { sidecarName } from '../../report/sidecar.ts'
import { type Why, whyText } from '../../report/why.ts'
import type { Store } from '../../store/store.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodes, mostSevere } from '../exit-codes.ts'
import { inOrder, Turns } from '../in-order.ts'
import type { CommonOptions } from '../options.ts'
import { say, sayJson } from '../output.ts'
import { buildSections, type Work } from '../sections.ts'
import {
  choosePeople,
  contributionsOf,
  openConfig,
  proofsOf,
  withJson,
  withStore,
} from '../workspace.ts'
import { sayDiff } from './say-diff.ts'

export interface ReportOptions extends CommonOptions {
  readonly dryRun?: boolean
  readonly check?: boolean
  /** A day; today in the person's time zone when left out. */
  readonly asOf?: string
  readonly accept?: readonly string[]
  /** Explain what was chosen. */
  readonly why?: boolean
}

/** Documents are flushed to the disk one by one; while some wait for that, others are computed. */
const atOnce = 8

/** What became of one document or ledger. */
export interface FileReport {
  /** As the configuration writes it. */
  readonly file: string
  readonly state: 'unchanged' | 'written' | 'outdated' | 'refused' | 'left'
  readonly problem: Problem | null
  readonly conflicts: readonly Conflict[]
  /** Empty when nothing changed, and unless it was asked for. */
  readonly diff: string
  readonly backup: string | null
  /** Further problems, one sentence each. */
  readonly notes: readonly string[]
  /** One for each section of a document; left out unless it was asked for. */
  readonly why?: readonly Why[]
}

export interface Report {
  readonly files: readonly FileReport[]
  readonly code: ExitCode
}

export async function reportCommand(
  ids: readonly string[],
  options: ReportOptions,
  context: Context,
): Promise<ExitCode> {
  const config = openConfig(options, context)
  const people = choosePeople(config, ids)
  return withJson(options, context, nothingReported, async () => {
    const report = await reportFiles(config, people, options, context)
    tellReport(report, options, context)
    if (options.json === true) sayJson(context.stdout, reportJson(report))
    return report.code
  })
}

export function nothingReported(): unknown {
  return { outcome: 'failed', files: [] }
}

/** @throws StoreMissingError before the first sync, StoreError */
export async function reportFiles(
  config: Config,
  people: readonly Person[],
  options: ReportOptions,
  context: Context,
): Promise<Report> {
  return withStore(config, 'existing', async (store) => {
    const turns = new Turns()
    let interrupted = false
    const reports = await inOrder(people, atOnce, async (person) => {
      interrupted ||= context.signal.aborted
      if (interrupted) return []
      return reportPerson({ config, person, store, turns, options, context })
    })
    // What is written stays written and is told.
    const files = reports.flat()
    return { files, code: interrupted ? exitCodes.interrupted : exitCodeOf(files, options) }
  })
}

const outcomes: Readonly<Partial<Record<ExitCode, string>>> = {
  [exitCodes.interrupted]: 'interrupted',
  [exitCodes.partial]: 'partial',
  [exitCodes.failed]: 'failed',
}

export function reportJson({ files, code }: Report): unknown {
  return {
    outcome: outcomes[code] ?? 'completed',
    files: files.map(({ file, state, problem, conflicts, why }) => ({
      file,
      state,
      problem,
      conflicts,
      ...(why === undefined ? {} : { why }),
    })),
  }
}

export function tellReport({ files }: Report, options: ReportOptions, context: Context): void {
  for (const { file, state, problem, conflicts, notes, diff, backup, why } of files) {
    const at = (line: number | null) => (line === null ? file : `${file}:${line}`)
    if (problem !== null) say(context.stderr, `${at(problem.line)}: ${problem.message}`)
    for (const note of notes) say(context.stderr, note)
    for (const conflict of conflicts) {
      say(
        context.stderr,
        `${at(conflict.line)}: ${conflict.kind}: ${conflict.text}${nowText(conflict)}`,
      )
    }
    if (options.json === true) continue
    if (diff !== '') sayDiff(diff, context.stdout)
    else if (state !== 'unchanged' || !(options.check === true || options.dryRun === true)) {
      say(context.stdout, `${file}: ${state}`)
    }
    for (const each of why ?? []) say(context.stdout, whyText(each))
    if (backup !== null) say(context.stderr, `${file}: kept as it was in ${backup}`)
  }
}

function nowText({ kind, value }: Conflict): string {
  if (kind === 'stale-claim')
    return ` (as of ${value}, more than 180 days ago: look it up again and renew its \`asOf\`)`
  return value === '' ? '' : ` (now ${value})`
}

function exitCodeOf(files: readonly FileReport[], options: ReportOptions): ExitCode {
  const states = files.map(({ state }) => state)
  const notDone = states.filter((state) => state === 'refused' || state === 'left').length
  const allRefused = states.length > 0 && states.every((state) => state === 'refused')
  const failed = allRefused ? exitCodes.failed : notDone > 0 ? exitCodes.partial : exitCodes.done
  const outdated = options.check === true && states.includes('outdated')
  return mostSevere(failed, outdated ? exitCodes.outdated : exitCodes.done)
}

async function reportPerson({
  config,
  person,
  store,
  turns,
  options,
  context,
}: {
  readonly config: Config
  readonly person: Person
  readonly store: Store
  readonly turns: Turns
  readonly options: ReportOptions
  readonly context: Context
}): Promise<FileReport[]> {
  const facts = { contributions: contributionsOf(person, store), proofs: proofsOf(person, store) }
  const files: FileReport[] = []
  // A document named by itself and by a pattern is one document.
  const seen = new Set<string>()
  for (const resume of person.resumes) {
    const documents = await expandFiles(resume.file, config.folder)
    if (documents.length === 0)
      files.push(refused(resume.file, `Cannot find any document \`${resume.file}\``))
    for (const { path, written } of documents) {
      if (seen.has(path)) continue
      seen.add(path)
      const work = { config, person, resume, ...facts }
      // Two people may have sections in one document.
      files.push(
        await turns.take(path, () => reportDocument({ path, written }, work, options, context)),
      )
    }
  }
  if (person.ledger !== null) files.push(await reportLedger(person, person.ledger, facts, options))
  return files
}

async function reportDocument(
  file: { readonly path: string; readonly written: string },
  work: Work,
  options: ReportOptions,
  context: Context,
): Promise<FileReport> {
  const name = work.resume.format ?? formatOf(file.written)
  if (!isFormatName(name)) {
    return refused(
      file.written,
      `Cannot update ${file.written}: expected a document in ${extensions.join(' or ')}`,
    )
  }
  try {
    const read = await readDocument(file.path)
    const sidecarPath = sidecarName(read.target)
    const sidecar = await readIfThere(sidecarPath)
    const remembered = sidecar === null ? null : new TextDecoder().decode(sidecar.bytes)
    const { sections, measure, warnings, why } = buildSections(work, options, context)
    const update = updateDocument({
      file: file.written,
      format: formats[name],
      bytes: read.bytes,
      sidecar: remembered,
      sections,
      measure,
      acceptDrop: options.accept?.includes('drop') === true,
      acceptDate: options.accept?.includes('date') === true,
    })
    const changes = update.bytes !== read.bytes
    const reading = options.dryRun === true || options.check === true
    const others = update.sections.flatMap(({ problem }) =>
      problem === null || problem.message === update.problem?.message ? [] : [problem.message],
    )
    const report = {
      file: file.written,
      state:
        changes && reading && update.state === 'written' ? ('outdated' as const) : update.state,
      problem: update.problem,
      conflicts: update.conflicts,
      notes: [
        ...warnings.map((warning) => `${file.written}: ${warning}`),
        ...update.notes.map(({ kind, text }) => `${file.written}: ${noteWords[kind]}: ${text}`),
        ...others,
      ],
      diff:
        options.dryRun === true && changes
          ? unifiedDiff(file.written, read.bytes, update.bytes)
          : '',
      ...(options.why === true ? { why: why() } : {}),
    }
    if (reading || update.state === 'refused') return { ...report, backup: null }
    const { backup } = await writeDocument({
      read,
      bytes: update.bytes,
      sidecar:
        update.sidecar === null || update.sidecar === remembered
          ? null
          : { path: sidecarPath, text: update.sidecar, isNew: sidecar === null },
    })
    return { ...report, backup }
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    return refused(file.written, error.message)
  }
}

const noteWords: Readonly<Record<Note['kind'], string>> = {
  'value-dropped': 'no longer kept up to date, since its value was taken out',
  'title-changed': 'kept in your words, though its title on the forge changed',
  deleted: 'deleted by hand and not written again',
}

async function reportLedger(
  person: Person,
  ledger: { readonly path: string; readonly written: string },
  facts: Pick<Work, 'contributions' | 'proofs'>,
  options: ReportOptions,
): Promise<FileReport> {
  const { name, timezone } = person
  // Links are nobody's contribution: what documents happen to link does not make a ledger.
  const proofs = facts.proofs.filter(({ stream }) => stream !== 'linked')
  const text = writeLedger({ name, timezone, contributions: facts.contributions, proofs })
  const same = { file: ledger.written, problem: null, conflicts: [], notes: [], backup: null }
  try {
    if (options.dryRun === true || options.check === true) {
      const old = await readIfThere(ledger.path)
      const outdated = old === null || !Buffer.from(old.bytes).equals(Buffer.from(text))
      return { ...same, state: outdated ? 'outdated' : 'unchanged', diff: '' }
    }
    const written = await writeIfDifferent(ledger.path, text)
    return { ...same, state: written ? 'written' : 'unchanged', diff: '' }
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    return refused(ledger.written, error.message)
  }
}

function refused(file: string, message: string): FileReport {
  return {
    file,
    state: 'refused',
    problem: { line: null, message },
    conflicts: [],
    diff: '',
    backup: null,
    notes: [],
  }
}
