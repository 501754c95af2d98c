/** What storing costs at least: the same rows and columns into the same schema, and nothing else. */
import type { Database } from 'better-sqlite3'
import type { Page } from '../../src/forge/forge.ts'

type Values = Record<string, unknown>

const pullRequestColumns = [
  'host forge_id handle repository number reference title url state draft author created_at updated_at',
  'merged_at additions deletions changed_files labels detailed added_run changed_run',
]
const reviewColumns = [
  'host source forge_id handle actor pull_request verdict at updated_at url approximate has_comments added_run changed_run',
]

/** One prepared statement; a page is one transaction. */
export function bareUpsert(database: Database, table: 'pull_request' | 'review') {
  const [columns, key] =
    table === 'review'
      ? [reviewColumns, 'host, source, forge_id']
      : [pullRequestColumns, 'host, forge_id']
  const names = columns.join(' ').split(' ')
  const statement = database.prepare<[Values]>(
    `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map((name) => `@${name}`).join(', ')})
     ON CONFLICT (${key}) DO UPDATE SET ${names.map((name) => `${name} = excluded.${name}`).join(', ')}`,
  )
  return database.transaction((rows: readonly Values[]) => {
    for (const row of rows) statement.run(row)
  }).immediate
}

/** The rows of a page as the bare loop stores them, worked out before the clock starts. */
export function bareRows(page: Page): Values[] {
  return page.items.map((item): Values => {
    if (item.kind === 'review') {
      return {
        host: 'github.com',
        source: item.source,
        forge_id: item.id,
        handle: item.handle,
        actor: 1,
        pull_request: Number(item.pullRequestId) - 20_000_000 + 1,
        verdict: item.verdict,
        at: item.at,
        updated_at: item.updatedAt,
        url: item.url,
        approximate: 0,
        has_comments: null,
        added_run: 1,
        changed_run: 1,
      }
    }
    if (item.kind !== 'pull-request') throw new Error(`Cannot store a ${item.kind} barely`)
    return {
      host: 'github.com',
      forge_id: item.id,
      handle: item.handle,
      repository: Number(item.repository.id) - 500 + 1,
      number: item.number,
      reference: item.reference,
      title: item.title,
      url: item.url,
      state: item.state,
      draft: Number(item.draft),
      author: 1,
      created_at: item.createdAt,
      updated_at: item.updatedAt,
      merged_at: item.mergedAt,
      additions: item.additions,
      deletions: item.deletions,
      changed_files: item.changedFiles,
      labels: JSON.stringify(item.labels),
      detailed: 1,
      added_run: 1,
      changed_run: 1,
    }
  })
}
