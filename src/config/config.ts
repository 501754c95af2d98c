/** The configuration worked out: defaults filled in, forges found, addresses and paths complete. */
import { dirname, resolve } from 'node:path'
import { type ForgeKind, forgeKinds, isForgeKind, kindFacts } from '../forge/kinds.ts'
import { type FormatName, formatOf, isFormatName } from '../report/formats/names.ts'
import { type Addresses, resolveAddresses } from './addresses.ts'
import type { Schedule, WrittenConfig, WrittenForge, WrittenToken } from './schema.ts'
import type { Section } from './section-schema.ts'

export type { Schedule } from './schema.ts'

export interface Config {
  /** Of the file itself. */
  readonly path: string
  /** Of the file itself; what it names is relative to it. */
  readonly folder: string
  readonly database: FilePath
  /** By name. Those that exist unasked are there whether or not an account uses them. */
  readonly forges: ReadonlyMap<string, ForgeConfig>
  readonly people: readonly Person[]
  readonly schedule: Schedule | null
}

export interface FilePath {
  readonly path: string
  /** As the person wrote it: for messages. */
  readonly written: string
}

/** One forge; `readTokens` makes its tokens of `tokenSources`. */
export interface ForgeConfig extends Addresses {
  readonly name: string
  readonly kind: ForgeKind
  /** Empty when none is configured and none is the default. */
  readonly tokenSources: readonly TokenSource[]
}

/** Where a token comes from. `folder` is where the command runs. */
export type TokenSource =
  | { readonly env: string }
  | { readonly command: readonly string[]; readonly folder: string }

export interface Person {
  readonly id: string
  readonly name: string
  readonly timezone: string
  readonly accounts: readonly Account[]
  readonly ledger: FilePath | null
  readonly resumes: readonly Resume[]
}

interface Account {
  readonly forge: ForgeConfig
  /** As configured. */
  readonly login: string
  /** The forge's number. */
  readonly id: string | undefined
  readonly commands: 'auto' | boolean
}

export interface Resume {
  /** As the person wrote it; may be a pattern: `expandFiles(file, config.folder)` finds the documents. */
  readonly file: string
  /** Undefined when a pattern leaves the extension open: each document's own tells it then. */
  readonly format: FormatName | undefined
  readonly language: string | undefined
  /** Its own, else the person's; may be empty. */
  readonly sections: readonly Section[]
}

/**
 * Works out what is written.
 * @param written valid and consistent
 * @param path of the file, absolute
 */
export function resolveConfig(written: WrittenConfig, path: string): Config {
  const folder = dirname(path)
  const forges = resolveForges(written.forges, folder)
  return {
    path,
    folder,
    database: toFilePath(written.database, folder),
    forges,
    people: written.people.map((person) => resolvePerson(person, forges, folder)),
    schedule: written.schedule ?? null,
  }
}

function resolveForges(
  written: WrittenConfig['forges'],
  folder: string,
): ReadonlyMap<string, ForgeConfig> {
  const named = new Map(Object.entries(written))
  const names = new Set([...forgeKinds, ...named.keys()])
  return new Map(
    [...names].map((name) => [name, resolveForge(name, named.get(name) ?? {}, folder)]),
  )
}

function resolveForge(name: string, written: WrittenForge, folder: string): ForgeConfig {
  const kind = written.kind ?? name
  if (!isForgeKind(kind)) throw new TypeError(`Cannot tell the kind of forge \`${name}\``)
  const addresses = resolveAddresses(kind, written)
  const sources = written.tokens ?? (written.token === undefined ? undefined : [written.token])
  const tokenSources = sources?.map((source) => toTokenSource(source, folder))
  return { name, kind, ...addresses, tokenSources: tokenSources ?? defaultSources(kind, addresses) }
}

/** A token that happens to be in the environment belongs to the public instance and goes nowhere else unasked. */
function defaultSources(kind: ForgeKind, { url }: Addresses): readonly TokenSource[] {
  const { home, tokenVariable } = kindFacts[kind]
  return url === home ? [{ env: tokenVariable }] : []
}

function toTokenSource({ env, command }: WrittenToken, folder: string): TokenSource {
  if (env !== undefined) return { env }
  return { command: command ?? [], folder }
}

function resolvePerson(
  written: WrittenConfig['people'][number],
  forges: ReadonlyMap<string, ForgeConfig>,
  folder: string,
): Person {
  const { id, name, timezone, accounts, ledger, resumes, sections } = written
  return {
    id,
    name,
    timezone,
    accounts: accounts.map((account) => {
      const forge = forges.get(account.forge)
      if (forge === undefined) throw new TypeError(`Cannot find forge \`${account.forge}\``)
      return { forge, login: account.login, id: account.id, commands: account.commands }
    }),
    ledger: ledger === undefined ? null : toFilePath(ledger, folder),
    resumes: resumes.map((resume) => ({
      file: resume.file,
      format: resume.format ?? formatBySuffix(resume.file),
      language: resume.language,
      sections: resume.sections ?? sections ?? [],
    })),
  }
}

function formatBySuffix(file: string): FormatName | undefined {
  const format = formatOf(file)
  return isFormatName(format) ? format : undefined
}

function toFilePath(written: string, folder: string): FilePath {
  return { path: resolve(folder, written), written }
}
