import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import * as z from 'zod'
import type { Config } from '../../config/config.ts'
import { fromMilliseconds } from '../../contribution/timestamp.ts'
import type { ImportRow } from '../../store/import.ts'
import { takeLock } from '../../store/lock.ts'
import type { Context } from '../context.ts'
import { CommandFailedError, type ExitCode, exitCodes } from '../exit-codes.ts'
import type { CommonOptions } from '../options.ts'
import { say, sayJson } from '../output.ts'
import { openConfig, withJson, withStore } from '../workspace.ts'

const Time = z.iso.datetime({ precision: 0 })
const Address = z.url({ protocol: /^https?$/ })
const place = {
  person: z.string(),
  forge: z.string(),
  host: z.string(),
  repository: z.string().min(1),
}
const pullRequest = { ...place, number: z.int().positive(), reference: z.string(), url: Address }
const Visibility = z.enum(['public', 'private', 'unknown'])

const Row = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('pull-request'),
    ...pullRequest,
    title: z.string(),
    state: z.enum(['open', 'merged', 'closed']),
    createdAt: Time.nullable(),
    mergedAt: Time.nullable(),
    additions: z.int().nonnegative().nullable(),
    deletions: z.int().nonnegative().nullable(),
    visibility: Visibility,
  }),
  z.object({
    type: z.literal('review'),
    ...pullRequest,
    verdict: z.enum(['approved', 'changes-requested', 'commented', 'dismissed']),
    source: z.enum(['review', 'approval', 'note', 'command']),
    at: Time,
  }),
  z.object({ type: z.literal('repository'), ...place, visibility: Visibility }),
  z.object({ type: z.literal('coverage') }),
])
type Row = z.infer<typeof Row>

/** Reads an ndjson export back: all of it or, when a line is not one of an export's, nothing. */
export async function importCommand(
  files: readonly string[],
  options: CommonOptions,
  context: Context,
): Promise<ExitCode> {
  const config = openConfig(options, context)
  return withJson(options, context, nothingImported, () =>
    importFile(files[0] ?? '', config, options, context),
  )
}

function nothingImported(): unknown {
  return { rows: 0, new: 0 }
}

async function importFile(
  file: string,
  config: Config,
  options: CommonOptions,
  context: Context,
): Promise<ExitCode> {
  const rows = parse(read(resolve(context.cwd, file), file), file)
  const { known, skipped } = assign(rows, config)
  for (const reason of skipped) say(context.stderr, `Cannot import ${reason}`)

  const lock = takeLock(config.database.path, fromMilliseconds(context.now()))
  try {
    const added = await withStore(config, 'create', (store) =>
      store.transaction(() => known.filter((row) => store.imports.add(row)).length),
    )
    if (options.json === true) sayJson(context.stdout, { rows: known.length, new: added })
    else say(context.stdout, `${file}: ${added} new, ${known.length - added} known`)
  } finally {
    lock.release()
  }
  return skipped.length > 0 ? exitCodes.partial : exitCodes.done
}

function read(path: string, written: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path))
  } catch (error) {
    const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined
    const why =
      code === 'ENOENT'
        ? 'there is no such file'
        : code === 'ERR_ENCODING_INVALID_ENCODED_DATA'
          ? 'it is not UTF-8'
          : `it cannot be read (${code ?? 'unknown reason'})`
    throw new CommandFailedError(`Cannot import ${written}: ${why}`, { cause: error })
  }
}

function parse(text: string, file: string): readonly Row[] {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return []
    const row = Row.safeParse(parseJson(line))
    if (row.success) return [row.data]
    const issue = row.error.issues[0]
    const where = issue?.path.join('.') ?? ''
    throw new CommandFailedError(
      `Cannot import ${file}: line ${index + 1} is no row of an ndjson export${where === '' ? '' : ` (\`${where}\`: ${issue?.message})`}; nothing was imported`,
    )
  })
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

/** Finds whose rows they are; a row of somebody the configuration does not have is told, once for each person and host. */
function assign(rows: readonly Row[], config: Config): { known: ImportRow[]; skipped: string[] } {
  const visibility = new Map(
    rows.flatMap((row) =>
      row.type === 'repository' || row.type === 'pull-request'
        ? [[`${row.host}/${row.repository}`, row.visibility] as const]
        : [],
    ),
  )
  const skipped = new Map<string, number>()
  const known = rows.flatMap((row): ImportRow[] => {
    if (row.type === 'coverage' || row.type === 'repository') return []
    const person = config.people.find(({ id }) => id === row.person)
    const account = person?.accounts.find(({ forge }) => forge.host === row.host)
    if (account === undefined) {
      const name = `\`${row.person}\` on ${row.host}`
      skipped.set(name, (skipped.get(name) ?? 0) + 1)
      return []
    }
    const { login, forge } = account
    const shared = { ...row, login, forge: forge.name }
    if (shared.type === 'pull-request') return [shared]
    // Without a row that says otherwise the file was exported for the public.
    return [{ ...shared, visibility: visibility.get(`${row.host}/${row.repository}`) ?? 'public' }]
  })
  return {
    known,
    skipped: [...skipped].map(
      ([name, count]) => `${count} rows of ${name}: the configuration has no such account`,
    ),
  }
}
