import { resolve } from 'node:path'
import type { Config, Person } from '../../config/config.ts'
import { readDocument, readIfThere } from '../../files/read-document.ts'
import { writeDocument } from '../../files/write-document.ts'
import { type Adoption, adoptDocument, type Recognition } from '../../report/adopt/adopt.ts'
import { unifiedDiff } from '../../report/document/diff.ts'
import { sidecarName } from '../../report/document/sidecar.ts'
import { extensions, formatOf, isFormatName } from '../../report/formats/names.ts'
import { formats } from '../../report/formats/registry.ts'
import type { Context } from '../context.ts'
import { CommandFailedError, type ExitCode, exitCodes, UsageError } from '../exit-codes.ts'
import { say, sayJson } from '../output.ts'
import { configuredFiles, findFile } from '../resume-files.ts'
import { buildSections } from '../sections.ts'
import { contributionsOf, openConfig, proofsOf, withJson, withStore } from '../workspace.ts'
import { type AskOptions, askAll, questionOf } from './adopt-questions.ts'
import { sayDiff } from './say-diff.ts'

export interface AdoptOptions extends AskOptions {
  readonly write?: boolean
  /** A day; today in the person's time zone when left out. */
  readonly asOf?: string
}

export async function adoptCommand(
  files: readonly string[],
  options: AdoptOptions,
  context: Context,
): Promise<ExitCode> {
  const config = openConfig(options, context)
  const file = files[0] ?? ''
  return withJson(
    options,
    context,
    () => ({ file, state: 'failed', problem: null, recognised: [], unread: [] }),
    () => adoptFile(file, config, options, context),
  )
}

async function adoptFile(
  file: string,
  config: Config,
  options: AdoptOptions,
  context: Context,
): Promise<ExitCode> {
  const { person, resume } = await findResume(file, config, context)
  const name = resume.format ?? formatOf(file)
  if (!isFormatName(name)) {
    throw new CommandFailedError(
      `Cannot adopt ${file}: expected a document in ${extensions.join(' or ')}`,
    )
  }
  return withStore(config, 'existing', async (store) => {
    const contributions = contributionsOf(person, store)
    const proofs = proofsOf(person, store)
    const forges = [...config.forges.keys()]
    const work = { person, resume, forges, contributions, proofs }
    const { sections } = buildSections(work, options, context)
    const read = await readDocument(resolve(context.cwd, file))
    const sidecarPath = sidecarName(read.target)
    const sidecar = await readIfThere(sidecarPath)
    const input = {
      file,
      format: formats[name],
      language: resume.language,
      bytes: read.bytes,
      sidecar: sidecar === null ? null : new TextDecoder().decode(sidecar.bytes),
      sections,
    }
    const answers = await askAll(adoptDocument(input).recognised, options, context)
    const adoption = adoptDocument({ ...input, wants: (asked) => answers.has(questionOf(asked)) })
    const writes = options.write === true && adoption.state === 'adopted'
    if (writes) {
      const { sidecar: text, bytes } = adoption
      const beside = text === null ? null : { path: sidecarPath, text, isNew: sidecar === null }
      const { backup } = await writeDocument({ read, bytes, sidecar: beside })
      if (backup !== null) say(context.stderr, `${file}: kept as it was in ${backup}`)
    }
    tell(file, adoption, read.bytes, options, context)
    return adoption.state === 'refused' ? exitCodes.failed : exitCodes.done
  })
}

/** @throws UsageError when no résumé of the configuration is this file */
async function findResume(
  file: string,
  config: Config,
  context: Context,
): Promise<{ person: Person; resume: Person['resumes'][number] }> {
  const found = await findFile(await configuredFiles(config), file, context.cwd)
  const [owner] = found?.owners ?? []
  if (owner !== undefined) return owner
  throw new UsageError(
    `Cannot adopt ${file}: no résumé of ${config.path} is this file; add it under \`resumes\` with its sections`,
  )
}

function tell(
  file: string,
  adoption: Adoption,
  before: Uint8Array,
  options: AdoptOptions,
  context: Context,
): void {
  const { state, problem, recognised, unread, live, bytes } = adoption
  const isWritten = options.write === true && state === 'adopted'
  if (problem !== null) {
    const at = problem.line === null ? '' : `:${problem.line}`
    say(context.stderr, `${file}${at}: ${problem.message}`)
  }
  for (const id of live) say(context.stderr, `${file}: section \`${id}\` is live already`)
  if (options.json === true) {
    const shown = isWritten ? 'written' : state
    sayJson(context.stdout, { file, state: shown, problem, recognised, unread })
    return
  }
  for (const each of recognised)
    if (each.sure || options.yes !== true) say(context.stderr, sentence(file, each))
  for (const { line, section, kind } of unread)
    say(context.stderr, `${file}:${line}: ${unreadWords(section)[kind]}`)
  const diff = unifiedDiff(file, before, bytes)
  if (diff !== '') sayDiff(diff, context.stdout)
  if (isWritten) say(context.stderr, `${file}: written`)
  else if (state === 'adopted') say(context.stderr, `${file}: nothing written; \`--write\` does`)
}

const kinds: Readonly<Record<Recognition['kind'], string>> = {
  entry: 'is the project',
  dates: 'are dates to keep up to date',
  count: 'states a count to keep up to date',
  bullet: 'is about',
  links: 'is the line of links',
  value: 'is a count outside sections to keep up to date',
}

function unreadWords(
  section: string,
): Readonly<Record<Adoption['unread'][number]['kind'], string>> {
  const instead = 'those of a bullet under the title of its project are'
  return {
    nothing: `no entry was recognised in section \`${section}\`: no line of it is kept up to date`,
    table: `numbers in a table are not kept up to date; ${instead}`,
    html: `numbers in HTML are not kept up to date; ${instead}`,
  }
}

function sentence(file: string, { line, kind, text, as, sure }: Recognition): string {
  const what = kind === 'dates' || kind === 'links' ? kinds[kind] : `${kinds[kind]}: ${as}`
  const words = text.length > 72 ? `${text.slice(0, 71)}…` : text
  if (sure) return `${file}:${line}: ${words}: ${what}`
  if (kind === 'value') return `${file}:${line}: ${words}: ${as}; \`--values\` keeps it up to date`
  return `${file}:${line}: ${words}: may be about ${as}; link it there if so`
}
