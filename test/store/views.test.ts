import { readFileSync } from 'node:fs'
import SQLite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { type Bench, person, privateToken, startBench } from '../support/cli.ts'

const metadata = JSON.parse(
  readFileSync(new URL('../../docs/datasette/metadata.json', import.meta.url), 'utf8'),
).databases.tracker

type Row = Readonly<Record<string, string | number | null>>

async function synced(): Promise<{ bench: Bench; query: (sql: string) => Row[] }> {
  const bench = await startBench({ token: privateToken })
  await bench.configure({ people: [person('mara'), person('teo')] })
  await bench.run(['sync'])
  const database = new SQLite(bench.path('tracker.db'), { readonly: true })
  return { bench, query: (sql) => database.prepare<[], Row>(sql).all() }
}

test('the views hold what the export holds, public rows only', async () => {
  const { bench, query } = await synced()

  const merged = query('SELECT person, url FROM merged_pull_request')
  const reviewed = query('SELECT person, host, repository, number FROM reviewed_pull_request')

  const { people } = JSON.parse((await bench.run(['export'])).stdout)
  const key = (...parts: unknown[]) => parts.join(' ')
  for (const { id, pullRequests, reviews } of people) {
    const mine = (rows: readonly Row[]) => rows.filter((row) => row['person'] === id)
    expect(
      mine(merged)
        .map(({ url }) => url)
        .sort(),
    ).toEqual(pullRequests.map(({ url }: Row) => url).sort())
    const distinct = new Set(
      reviews.map(({ host, repository, number }: Row) => key(host, repository, number)),
    )
    expect(
      new Set(mine(reviewed).map(({ host, repository, number }) => key(host, repository, number))),
    ).toEqual(distinct)
  }
})

test('repositories add up, and every stream has its coverage', async () => {
  const { query } = await synced()

  const [sums] = query(
    'SELECT sum(merged) AS merged, sum(reviewed) AS reviewed FROM contributed_repository',
  )
  const [counts] = query(
    'SELECT (SELECT count(*) FROM merged_pull_request) AS merged, (SELECT count(*) FROM reviewed_pull_request) AS reviewed',
  )

  expect(sums).toEqual(counts)
  expect(query('SELECT DISTINCT stream FROM stream_coverage')).toHaveLength(5)
})

test('a repository is known since the first merge or the first review in it', async () => {
  const { query } = await synced()

  const [known] = query('SELECT count(*) AS count FROM contributed_repository')
  const wrong = query(`
    SELECT c.repository FROM contributed_repository c
    LEFT JOIN (SELECT person, host, repository, min(merged_at) AS first FROM merged_pull_request GROUP BY 1, 2, 3) m
      USING (person, host, repository)
    LEFT JOIN (SELECT person, host, repository, min(first_at) AS first FROM reviewed_pull_request GROUP BY 1, 2, 3) r
      USING (person, host, repository)
    WHERE c.first_at <> min(coalesce(m.first, r.first), coalesce(r.first, m.first))`)

  expect(known?.['count']).toBeGreaterThan(3)
  expect(wrong).toEqual([])
})

/** Datasette's documentation, "Metadata", "Facets in metadata" and "Canned queries" (0.65). */
const documented = {
  table: ['title', 'description', 'columns', 'sort', 'sort_desc', 'size', 'facets', 'hidden'],
  query: ['title', 'description', 'sql', 'params', 'hide_sql', 'fragment'],
}

test('the metadata for Datasette has only keys that Datasette documents', () => {
  for (const table of Object.values(metadata.tables)) {
    expect(documented.table).toEqual(expect.arrayContaining(Object.keys(table as object)))
  }
  for (const query of Object.values(metadata.queries)) {
    expect(documented.query).toEqual(expect.arrayContaining(Object.keys(query as object)))
  }
})

test('whoever opens the database in Datasette sees the four views, and the tables below them only on demand', async () => {
  const { query } = await synced()

  const tables = query(
    `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`,
  )
  const hidden = Object.entries<{ hidden?: boolean }>(metadata.tables)
    .filter(([, table]) => table.hidden === true)
    .map(([name]) => name)
  expect(hidden.sort()).toEqual(tables.map(({ name }) => name).sort())
})

test('the metadata for Datasette names views, columns and queries that exist', async () => {
  const { query } = await synced()

  for (const [name, table] of Object.entries<Record<string, unknown>>(metadata.tables)) {
    const columns = query(`SELECT name FROM pragma_table_info('${name}')`).map((row) => row['name'])
    const named = [
      ...((table['facets'] as string[] | undefined) ?? []),
      ...Object.keys(table['columns'] ?? {}),
      ...(table['sort_desc'] === undefined ? [] : [table['sort_desc']]),
    ]
    expect(columns.length, name).toBeGreaterThan(0)
    for (const column of named) expect(columns).toContain(column)
  }
  for (const { sql } of Object.values<{ sql: string }>(metadata.queries)) {
    expect(query(sql).length).toBeGreaterThan(0)
  }
})
