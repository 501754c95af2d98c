import { stringify } from 'csv-stringify/sync'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodes, UsageError } from '../exit-codes.ts'
import { type ExportedPerson, type ExportOptions, exportPerson } from '../export-rows.ts'
import type { CommonOptions } from '../options.ts'
import { safe, sayJson, toJson } from '../output.ts'
import { choosePeople, openConfig, withJson, withStore } from '../workspace.ts'

interface Options extends CommonOptions, ExportOptions {
  readonly format: 'json' | 'ndjson' | 'csv'
}

export async function exportCommand(
  ids: readonly string[],
  options: Options,
  context: Context,
): Promise<ExitCode> {
  const config = openConfig(options, context)
  const people = choosePeople(config, ids)
  const json = options.format === 'json'
  if (options.json === true && !json) {
    throw new UsageError(
      `Cannot use \`--json\` with \`--format ${options.format}\`: one prints one object, the other a row a line`,
    )
  }
  return withJson({ json }, context, nothingExported, async () => {
    const exported = await withStore(config, 'existing', (store) =>
      people.map((person) => exportPerson(person, store, options)),
    )
    if (options.format === 'json') {
      const people = exported.map(({ hidden: _, ...person }) => person)
      sayJson(context.stdout, { people })
    }
    if (options.format === 'ndjson') context.stdout.write(toNdjson(exported))
    if (options.format === 'csv') context.stdout.write(toCsv(exported))
    return exitCodes.done
  })
}

function nothingExported(): unknown {
  return { people: [] }
}

/**
 * `{ person, type, …row }`: type is pull-request, review, coverage, or repository for one that is not public, so that an
 * import keeps its reviews private.
 */
function rowsOf(person: ExportedPerson): Record<string, unknown>[] {
  const { id, pullRequests, reviews, coverage, hidden } = person
  return [
    ...hidden.map((row) => ({ person: id, type: 'repository', ...row })),
    ...pullRequests.map((row) => ({ person: id, type: 'pull-request', ...row })),
    ...reviews.map((row) => ({ person: id, type: 'review', ...row })),
    ...coverage.map((row) => ({ person: id, type: 'coverage', ...row })),
  ]
}

function toNdjson(people: readonly ExportedPerson[]): string {
  return people
    .flatMap(rowsOf)
    .map((row) => `${toJson(row)}\n`)
    .join('')
}

const csvColumns = [
  'person',
  'type',
  'forge',
  'host',
  'repository',
  'number',
  'reference',
  'title',
  'url',
  'state',
  'createdAt',
  'mergedAt',
  'additions',
  'deletions',
  'visibility',
  'verdict',
  'source',
  'at',
  'login',
  'stream',
  'stored',
  'hostTotal',
  'complete',
  'gaps',
] as const

/** A spreadsheet takes a cell that begins with one of these for a formula. */
const formula = /^[=+\-@\t]/

function toCsv(people: readonly ExportedPerson[]): string {
  const rows = people.flatMap(rowsOf).map((row) => csvColumns.map((column) => toCell(row[column])))
  return stringify([[...csvColumns], ...rows])
}

function toCell(value: unknown): string {
  if (value === undefined || value === null) return ''
  const text = safe(typeof value === 'object' ? toJson(value) : String(value)).replace(
    /\s*\n\s*/g,
    ' ',
  )
  return formula.test(text) ? `'${text}` : text
}
