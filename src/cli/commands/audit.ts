import { resolve } from 'node:path'
import type { Config, Person, Resume } from '../../config/config.ts'
import { fromMilliseconds } from '../../contribution/timestamp.ts'
import { type Day, dayOf } from '../../contribution/zone.ts'
import { FileError } from '../../files/file-error.ts'
import { readDocument } from '../../files/read-document.ts'
import { canonicalReference } from '../../forge/references.ts'
import { auditDocument } from '../../report/audit/audit.ts'
import type { Finding } from '../../report/audit/finding.ts'
import type { Audited, CuratedClaim } from '../../report/audit/person.ts'
import { type Audit, isWrong, renderGitHub, renderText } from '../../report/audit/render.ts'
import { DocumentError } from '../../report/document/document-error.ts'
import { extensions, formatOf, isFormatName } from '../../report/formats/names.ts'
import { formats } from '../../report/formats/registry.ts'
import type { Store } from '../../store/store.ts'
import type { Context } from '../context.ts'
import {
  CommandFailedError,
  type ExitCode,
  exitCodeOf,
  exitCodes,
  mostSevere,
  UsageError,
} from '../exit-codes.ts'
import type { CommonOptions } from '../options.ts'
import { say, sayJson } from '../output.ts'
import { configuredFiles, findFile, type ResumeFile } from '../resume-files.ts'
import {
  contributionsOf,
  landedRules,
  openConfig,
  proofsOf,
  storedAccounts,
  withJson,
  withStore,
} from '../workspace.ts'

export interface AuditOptions extends CommonOptions {
  /** Tell also what is true or unprovable. */
  readonly all?: boolean
  /** A day; today in the person's time zone when left out. */
  readonly asOf?: string
  readonly format?: 'text' | 'json' | 'github'
}

/** Checks what the documents state. Nothing is written, and no forge is asked. */
export async function auditCommand(
  names: readonly string[],
  options: AuditOptions,
  context: Context,
): Promise<ExitCode> {
  if (options.json === true && options.format !== undefined && options.format !== 'json') {
    throw new UsageError(`Cannot use \`--json\` with \`--format ${options.format}\``)
  }
  const config = openConfig(options, context)
  const files = await chooseFiles(names, config, context)
  const json = options.json === true || options.format === 'json'
  return withJson(
    { json },
    context,
    () => toJson([]),
    async () => {
      const { audits, code } = await withStore(config, 'existing', (store) =>
        auditFiles(files, config, store, options, context),
      )
      if (json) sayJson(context.stdout, toJson(audits))
      // Every part of a line was made plain; what is left are lines of our own.
      else if (options.format === 'github')
        context.stdout.write(renderGitHub(audits, options.all === true))
      else say(context.stdout, renderText(audits, options.all === true).trimEnd())
      return code
    },
  )
}

/** @throws UsageError when a file is nobody's résumé, and it is not plain whose it would be */
async function chooseFiles(
  names: readonly string[],
  config: Config,
  context: Context,
): Promise<readonly ResumeFile[]> {
  const known = await configuredFiles(config)
  if (names.length === 0) return known
  const chosen: ResumeFile[] = []
  for (const name of names) {
    const found = await findFile(known, name, context.cwd)
    const file =
      found === undefined ? theOnlyPersons(name, config, context) : { ...found, written: name }
    if (!chosen.some(({ path }) => path === file.path)) chosen.push(file)
  }
  return chosen
}

function theOnlyPersons(name: string, config: Config, context: Context): ResumeFile {
  const [person, other] = config.people
  if (person === undefined || other !== undefined) {
    throw new UsageError(
      `Cannot audit ${name}: no résumé of ${config.path} is this file; add it under \`resumes\` of the person whose it is`,
    )
  }
  const format = formatOf(name)
  const resume: Resume = {
    file: name,
    format: isFormatName(format) ? format : undefined,
    language: undefined,
    sections: person.resumes[0]?.sections ?? [],
  }
  return { path: resolve(context.cwd, name), written: name, owners: [{ person, resume }] }
}

async function auditFiles(
  files: readonly ResumeFile[],
  config: Config,
  store: Store,
  options: AuditOptions,
  context: Context,
): Promise<{ audits: readonly Audit[]; code: ExitCode }> {
  const audits: Audit[] = []
  const facts = new Map<Person, Omit<Audited, 'sections'>>()
  let failed = 0
  for (const file of files) {
    context.signal.throwIfAborted()
    try {
      const people = file.owners.map(({ person, resume }): Audited => {
        const known = facts.get(person) ?? factsOf(person, config, store, options, context)
        facts.set(person, known)
        const sections = resume.sections.map((rules) => ({ rules, heading: rules.heading }))
        return { ...known, sections }
      })
      audits.push(await auditFile(file, people))
    } catch (error) {
      if (exitCodeOf(error) !== exitCodes.failed || !isOfOneFile(error)) throw error
      failed += 1
      say(context.stderr, `${file.written}: ${error.message}`)
    }
  }
  const untrue = audits.some(({ findings }) => findings.some(isWrong))
  const trouble =
    failed === 0 ? exitCodes.done : audits.length === 0 ? exitCodes.failed : exitCodes.partial
  return { audits, code: mostSevere(trouble, untrue ? exitCodes.outdated : exitCodes.done) }
}

function isOfOneFile(error: unknown): error is Error {
  return error instanceof FileError || error instanceof CommandFailedError
}

function factsOf(
  person: Person,
  config: Config,
  store: Store,
  options: AuditOptions,
  context: Context,
): Omit<Audited, 'sections'> {
  const { timezone } = person
  const accounts = storedAccounts(person, store).flatMap(({ stored }) => stored?.id ?? [])
  return {
    person: {
      timezone,
      logins: person.accounts.map(({ forge, login }) => ({ host: forge.host, login })),
      forges: [...config.forges.keys()],
    },
    contributions: contributionsOf(person, store),
    proofs: proofsOf(person, store),
    links: store.facts.links(accounts),
    asOf: (options.asOf ?? dayOf(fromMilliseconds(context.now()), timezone)) as Day,
    landed: landedRules(person).flatMap(({ reference, via }) => {
      const [own, through] = [canonicalReference(reference), canonicalReference(via)]
      return own === null || through === null
        ? []
        : [{ reference: own.reference, via: through.reference }]
    }),
    claims: claimsOf(person),
  }
}

/** Of every section: a claim may stand in any of the documents. */
function claimsOf({ resumes }: Person): CuratedClaim[] {
  const projects = resumes
    .flatMap(({ sections }) => sections)
    .flatMap((section) => Object.values(section.projects))
  const claims = projects
    .flatMap((project) => project.claims ?? [])
    .map(({ text, asOf, source = null }) => ({ text, asOf, source }))
  return [...new Map(claims.map((claim) => [claim.text, claim])).values()]
}

/** @throws FileError, CommandFailedError when the document cannot be audited */
async function auditFile(file: ResumeFile, people: readonly Audited[]): Promise<Audit> {
  const { path, written, owners } = file
  const name = owners[0]?.resume.format ?? formatOf(written)
  if (!isFormatName(name)) {
    throw new CommandFailedError(
      `Cannot audit ${written}: expected a document in ${extensions.join(' or ')}`,
    )
  }
  const { bytes } = await readDocument(path)
  try {
    const { language } = owners.find(({ resume }) => resume.language !== undefined)?.resume ?? {}
    return {
      file: written,
      findings: auditDocument({ bytes, format: formats[name], people, language }),
    }
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error
    const at = error.line === null ? '' : `line ${error.line}: `
    throw new CommandFailedError(`Cannot audit ${written}: ${at}${error.reason}`, { cause: error })
  }
}

function toJson(audits: readonly Audit[]): unknown {
  return {
    files: audits.map(({ file, findings }) => ({
      file,
      findings: findings.map(inOrder),
    })),
  }
}

/** What is printed of a finding, its keys in one order. */
function inOrder(finding: Finding): Omit<Finding, 'advice'> {
  const { line, column, kind, verdict, text, expected, reference } = finding
  return { line, column, kind, verdict, text, expected, reference }
}
