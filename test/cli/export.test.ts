import { expect, test } from 'vitest'
import { hostileTitles } from '../sandbox/hostile-titles.ts'
import { type Bench, dangerous, person, privateToken, startBench } from '../support/cli.ts'

interface Row {
  readonly reference: string
  readonly title?: string
  readonly url: string
  readonly state?: string
  readonly visibility?: string
  readonly mergedAt?: string | null
  readonly createdAt?: string | null
  readonly at?: string
}

async function synced(token?: string): Promise<Bench> {
  const bench = await startBench(token === undefined ? {} : { token })
  await bench.configure({ people: [person('mara'), person('teo')] })
  await bench.run(['sync'])
  return bench
}

async function exported(bench: Bench, ...argv: string[]) {
  const { stdout } = await bench.run(['export', ...argv])
  return JSON.parse(stdout).people as { id: string; pullRequests: Row[]; reviews: Row[] }[]
}

test('people come as configured, rows by time, reference and address', async () => {
  const bench = await synced()

  const people = await exported(bench, 'teo', 'mara')

  expect(people.map(({ id }) => id)).toEqual(['mara', 'teo'])
  for (const { pullRequests, reviews } of people) {
    const merged = pullRequests.map(({ mergedAt, reference, url }) => [mergedAt, reference, url])
    const given = reviews.map(({ at, reference, url }) => [at, reference, url])
    for (const keys of [merged, given]) {
      const text = keys.map((key) => JSON.stringify(key))
      expect(keys).toEqual([...keys].sort((a, b) => compare(a, b)))
      expect(text.length).toBeGreaterThan(20)
    }
  }
})

function compare(a: readonly unknown[], b: readonly unknown[]): number {
  const index = a.findIndex((part, at) => part !== b[at])
  return index < 0 ? 0 : String(a[index]) < String(b[index]) ? -1 : 1
}

test('--state all adds open and closed ones, --visibility all private ones, and neither by itself', async () => {
  const bench = await synced(privateToken)
  const statesAndVisibilities = async (...argv: string[]) => {
    const [mara] = await exported(bench, 'mara', ...argv)
    const rows = mara?.pullRequests ?? []
    return [
      [...new Set(rows.map(({ state }) => state))].sort(),
      [...new Set(rows.map(({ visibility }) => visibility))].sort(),
    ]
  }

  expect(await statesAndVisibilities()).toEqual([['merged'], ['public']])
  expect((await statesAndVisibilities('--visibility', 'all'))[1]).toEqual(['private', 'public'])
  const [states = []] = await statesAndVisibilities('--state', 'all')
  expect(states).toContain('merged')
})

test('times are cut to seconds of UTC', async () => {
  const bench = await synced()

  for (const { pullRequests, reviews } of await exported(bench, '--state', 'all')) {
    const times = [
      ...pullRequests.flatMap(({ createdAt, mergedAt }) => [createdAt, mergedAt]),
      ...reviews.map(({ at }) => at),
    ]
    for (const time of times) {
      if (time !== null) expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
    }
  }
})

test.each(['json', 'ndjson'])(
  '%s carries the titles of the forge unchanged, what is forbidden as escapes',
  async (format) => {
    const bench = await synced()
    const { github, gitlab } = bench.sandbox.world
    const titles = new Map(
      [...github.pullRequests.values(), ...gitlab.pullRequests.values()].map(
        ({ number, title }) => [`${number} ${title}`, title] as const,
      ),
    )

    const ran = await bench.run(['export', 'mara', '--format', format])

    expect(ran.stdout).not.toMatch(dangerous)
    expect(ran.stdout).toContain('\\u202e')
    const rows: (Row & { number: number; type?: string })[] =
      format === 'json'
        ? JSON.parse(ran.stdout).people[0].pullRequests
        : ran.stdout
            .trimEnd()
            .split('\n')
            .map((line) => JSON.parse(line))
            .filter(({ type }) => type === 'pull-request')
    for (const { number, title } of rows) expect(titles.get(`${number} ${title}`)).toBe(title)
    const known = new Set(rows.map(({ title }) => title))
    expect(hostileTitles.filter((title) => !known.has(title))).toEqual([])
  },
)

test('ndjson is the rows of json, one a line, with person and type first', async () => {
  const bench = await synced()
  const people = await exported(bench)

  const { stdout } = await bench.run(['export', '--format', 'ndjson'])

  const rows = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  const of = (id: string, type: string) =>
    rows
      .filter((row) => row.person === id && row.type === type)
      .map(({ person: _, type: __, ...row }) => row)
  for (const { id, pullRequests, reviews } of people) {
    expect(of(id, 'pull-request')).toEqual(pullRequests)
    expect(of(id, 'review')).toEqual(reviews)
  }
  for (const row of rows) expect(Object.keys(row).slice(0, 2)).toEqual(['person', 'type'])
})

test('csv has one row a line, and no cell that a spreadsheet takes for a formula', async () => {
  const bench = await synced()
  const [mara] = await exported(bench, 'mara')

  const { stdout } = await bench.run(['export', 'mara', '--format', 'csv'])

  const [header = [], ...rows] = readCsv(stdout)
  const title = header.indexOf('title')
  const type = header.indexOf('type')
  const ofPulls = rows.filter((row) => row[type] === 'pull-request')
  expect(stdout).not.toMatch(dangerous)
  expect(stdout.trimEnd().split('\n')).toHaveLength(rows.length + 1)
  expect(ofPulls).toHaveLength(mara?.pullRequests.length ?? 0)
  for (const row of rows) {
    expect(row).toHaveLength(header.length)
    for (const cell of row) expect(cell).not.toMatch(/^[=+\-@\t]/)
  }
  const titles = ofPulls.map((row) => row[title])
  expect(titles).toContain(`'=1+1`)
  expect(titles).toContain(`'+1 to this`)
  expect(titles).toContain(`'- y`)
  expect(titles).toContain(`'@z`)
  expect(titles).toContain(`"q" 'r'`)
})

/** RFC 4180, enough to read back what was written. */
function readCsv(text: string): string[][] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
        ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
      ),
    )
}
