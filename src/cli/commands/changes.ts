import type { Person } from '../../config/config.ts'
import type { Timestamp } from '../../contribution/timestamp.ts'
import type { StreamName } from '../../contribution/types.ts'
import type { ChangesFormat } from '../../report/changes/changes.ts'
import { renderChanges } from '../../report/changes/changes.ts'
import type { News, NewsStart, Renaming } from '../../store/news.ts'
import type { Store } from '../../store/store.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodes, UsageError } from '../exit-codes.ts'
import type { CommonOptions } from '../options.ts'
import { safe, sayJson } from '../output.ts'
import {
  choosePeople,
  openConfig,
  proofsOf,
  storedAccounts,
  withJson,
  withStore,
} from '../workspace.ts'

export interface ChangesOptions extends CommonOptions {
  /** A day of UTC. */
  readonly since?: string
  readonly format?: ChangesFormat | 'json'
}

interface PersonNews {
  readonly id: string
  readonly name: string
  readonly merged: readonly News[]
  readonly reviewed: readonly News[]
  readonly gone: readonly News[]
}

interface Told {
  /** When the first run that is told of began; null when there was none. */
  readonly since: Timestamp | null
  readonly people: readonly PersonNews[]
  readonly renamed: readonly Renaming[]
}

/** What the stored runs since `--since` brought, or since the last one that changed something. */
export async function changesCommand(
  ids: readonly string[],
  options: ChangesOptions,
  context: Context,
): Promise<ExitCode> {
  if (options.json === true && (options.format === 'text' || options.format === 'markdown')) {
    throw new UsageError(`Cannot use \`--json\` with \`--format ${options.format}\``)
  }
  const config = openConfig(options, context)
  const people = choosePeople(config, ids)
  const json = options.json === true || options.format === 'json'
  return withJson({ json }, context, nothing, async () => {
    const told = await withStore(config, 'existing', (store) => tell(people, options, store))
    if (json) sayJson(context.stdout, toJson(told))
    else
      context.stdout.write(
        safe(renderChanges(told, (options.format as ChangesFormat | undefined) ?? 'text')),
      )
    return exitCodes.done
  })
}

function nothing(): unknown {
  return { since: null, people: [], renamed: [] }
}

function tell(people: readonly Person[], options: ChangesOptions, store: Store): Told {
  const accounts = new Map(
    people.map((person) => [
      person,
      storedAccounts(person, store).flatMap(({ stored }) => stored?.id ?? []),
    ]),
  )
  const all = [...new Set([...accounts.values()].flat())]
  const start = startOf(options, all, store)
  if (start === undefined) return { since: null, people: [], renamed: [] }
  return {
    since: start.startedAt,
    people: people.map((person) => newsOf(person, accounts.get(person) ?? [], start, store)),
    renamed: store.news.renamed(all, start).filter(isPublic),
  }
}

function startOf(
  { since }: ChangesOptions,
  accounts: readonly number[],
  store: Store,
): NewsStart | undefined {
  return since === undefined
    ? store.news.latest(accounts)
    : store.news.since(`${since}T00:00:00Z` as Timestamp)
}

function newsOf(
  person: Person,
  accounts: readonly number[],
  start: NewsStart,
  store: Store,
): PersonNews {
  const proofs = proofsOf(person, store)
  // "First" is a claim about everything before: only a complete stream bears it.
  const proven = (rows: readonly News[], ...streams: readonly StreamName[]) =>
    onlyEarliest(rows.filter(isPublic)).map((row) => ({
      ...row,
      first:
        row.first &&
        proofs.every(
          ({ host, stream, wanted, complete }) =>
            host !== row.host || !wanted || !streams.includes(stream) || complete,
        ),
    }))
  return {
    id: person.id,
    name: person.name,
    merged: proven(store.news.merged(accounts, start), 'pull-requests'),
    reviewed: proven(store.news.reviewed(accounts, start), 'reviews', 'commands'),
    gone: store.news.gone(accounts, start).filter(isPublic),
  }
}

/** Of several that one run brought only the earliest can be the first; rows are in order of time. */
function onlyEarliest(rows: readonly News[]): readonly News[] {
  const seen = new Set<string>()
  return rows.map((row) => {
    const place = `${row.host}/${row.repository}`
    const first = row.first && !seen.has(place)
    seen.add(place)
    return { ...row, first }
  })
}

function isPublic({ visibility }: { readonly visibility: string }): boolean {
  return visibility === 'public'
}

/** Machines get the forges' text as it is; words for people are made of it elsewhere. */
function toJson({ since, people, renamed }: Told): unknown {
  const rows = (news: readonly News[]) => news.map(({ visibility, ...row }) => row)
  return {
    since,
    people: people.map(({ id, name, merged, reviewed, gone }) => ({
      id,
      name,
      merged: rows(merged),
      reviewed: rows(reviewed),
      gone: rows(gone),
    })),
    renamed: renamed.map(({ host, from, to }) => ({ host, from, to })),
  }
}
