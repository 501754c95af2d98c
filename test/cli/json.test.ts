/** The objects of `--json`, key by key and in order (docs/design.md "Commands"). */
import { expect, test } from 'vitest'
import { type Bench, person, resume, startBench, withResume } from '../support/cli.ts'

type Shape = Readonly<Record<string, unknown>>

const stream = ['stream', 'new', 'changed', 'stored', 'hostTotal', 'complete', 'gaps']
const coverage = ['host', 'login', 'stream', 'stored', 'hostTotal', 'complete', 'gaps']
const gap = ['reason', 'from', 'until', 'detail']
const pullRequest = [
  ...['forge', 'host', 'repository', 'number', 'reference', 'title', 'url', 'state'],
  ...['createdAt', 'mergedAt', 'additions', 'deletions', 'visibility'],
]
const review = [
  ...['forge', 'host', 'repository', 'number', 'reference', 'verdict', 'source', 'at', 'url'],
]

async function benchOf(part: Record<string, unknown> = {}): Promise<Bench> {
  const bench = await startBench()
  await bench.configure({ people: [withResume('mara'), person('teo')], ...part })
  await bench.write('mara.md', resume)
  return bench
}

function expectKeys(rows: readonly Shape[], keys: readonly string[]): void {
  expect(rows.length).toBeGreaterThan(0)
  for (const row of rows) expect(Object.keys(row)).toEqual(keys)
}

test('sync tells every account of every person with all its streams', async () => {
  const bench = await benchOf()

  const ran = await bench.run(['sync', '--json'])

  const object = JSON.parse(ran.stdout)
  expect(Object.keys(object)).toEqual(['outcome', 'requests', 'accounts'])
  expect(object.requests).toBe(bench.sandbox.requests.length)
  expectKeys(object.accounts, [
    ...['person', 'forge', 'login', 'outcome', 'failure', 'requests', 'streams'],
  ])
  expect(
    object.accounts.map((each: Shape) => [each['person'], each['forge'], each['login']]),
  ).toEqual([
    ['mara', 'github', 'mara-oduya'],
    ['mara', 'gitlab', 'mara-oduya'],
    ['teo', 'github', 'teo-valdris'],
    ['teo', 'gitlab', 'tvaldris'],
  ])
  for (const { forge, streams } of object.accounts) {
    expectKeys(streams, stream)
    expect(streams.map((each: Shape) => each['stream'])).toEqual(
      forge === 'github'
        ? ['pull-requests', 'reviews', 'commands', 'repositories', 'linked']
        : ['pull-requests', 'reviews', 'repositories', 'linked'],
    )
  }
  const gaps = object.accounts.flatMap(({ streams }: { streams: { gaps: Shape[] }[] }) =>
    streams.flatMap((each) => each.gaps),
  )
  expectKeys(gaps, gap)
})

test('a failed account tells kind, message and when to try again, and still lists its streams', async () => {
  const bench = await startBench()
  const nobody = { id: 'no', name: 'No', accounts: [{ forge: 'github', login: 'nobody-here' }] }
  await bench.configure({ people: [nobody] })

  const ran = await bench.run(['sync', '--json'])

  const [account] = JSON.parse(ran.stdout).accounts
  expect(Object.keys(account.failure)).toEqual(['kind', 'message', 'retryAt'])
  expect(account.streams.map(({ gaps }: { gaps: Shape[] }) => gaps[0]?.['reason'])).toEqual([
    ...['not-read', 'not-read', 'not-read', 'not-read', 'not-read'],
  ])
})

test('report tells every file with its state, its problem and its conflicts', async () => {
  const bench = await benchOf()
  await bench.run(['sync'])
  await bench.write('mara.md', '# Nothing\n')
  const refused = JSON.parse((await bench.run(['report', '--json'])).stdout)
  await bench.write('mara.md', resume)

  const written = JSON.parse((await bench.run(['report', '--json'])).stdout)
  const unchanged = JSON.parse((await bench.run(['report', '--json'])).stdout)

  for (const object of [refused, written, unchanged]) {
    expect(Object.keys(object)).toEqual(['outcome', 'files'])
    expectKeys(object.files, ['file', 'state', 'problem', 'conflicts'])
  }
  expect(refused.outcome).toBe('partial')
  expect(Object.keys(refused.files[0].problem)).toEqual(['line', 'message'])
  expect(written).toEqual({
    outcome: 'completed',
    files: [
      { file: 'mara.md', state: 'written', problem: null, conflicts: [] },
      { file: 'mara-ledger.md', state: 'unchanged', problem: null, conflicts: [] },
    ],
  })
  expect(unchanged.files.map((each: Shape) => each['state'])).toEqual(['unchanged', 'unchanged'])
})

test('findings and conflicts have their keys in one order, whatever they are about', async () => {
  const bench = await benchOf()
  const link = 'https://github.com/lumen-works/beacon'
  const stated = `- [#1](${link}/pull/1) (closed), [code](${link}), 9,999 merged`
  const value = '<!-- tracker:value merged -->99,999<!-- tracker:/value -->'
  await bench.write('mara.md', `${resume.replace('## Open', `${stated}\n\n${value}\n\n## Open`)}`)
  await bench.run(['sync'])

  const audit = JSON.parse((await bench.run(['audit', '--json'])).stdout)
  const report = JSON.parse((await bench.run(['report', '--json'])).stdout)

  const [{ findings }] = audit.files
  expect(new Set(findings.map((each: Shape) => each['kind'])).size).toBeGreaterThan(1)
  expectKeys(findings, ['line', 'column', 'kind', 'verdict', 'text', 'expected', 'reference'])
  expectKeys(report.files[0].conflicts, ['line', 'kind', 'text', 'value'])
})

test('status tells coverage and the next run, also of an account that was never synced', async () => {
  const bench = await benchOf({ schedule: { cron: '0 6 * * *', timezone: 'Africa/Nairobi' } })
  await bench.run(['sync', 'mara'])

  const ran = await bench.run(['status', '--json'])

  const object = JSON.parse(ran.stdout)
  expect(Object.keys(object)).toEqual(['accounts', 'nextRun'])
  expectKeys(object.accounts, ['person', 'forge', 'login', 'lastRun', 'lastClean', 'coverage'])
  expect(object.accounts[0]).toMatchObject({
    lastRun: '2026-06-15T12:00:00Z',
    lastClean: '2026-06-15T12:00:00Z',
  })
  expect(object.accounts[2]).toMatchObject({ person: 'teo', lastRun: null, lastClean: null })
  for (const account of object.accounts) {
    expectKeys(account.coverage, ['stream', 'stored', 'hostTotal', 'complete', 'gaps'])
  }
  expect(object.accounts[2].coverage[0]).toMatchObject({
    stream: 'pull-requests',
    stored: 0,
    complete: false,
    gaps: [{ reason: 'not-read' }],
  })
  expect(object.nextRun).toMatch(/^\d{4}-\d\d-\d\dT03:00:00Z$/)
})

test('export tells people, their pull requests, their reviews and their coverage', async () => {
  const bench = await benchOf()
  await bench.run(['sync'])

  const ran = await bench.run(['export', '--json'])

  const object = JSON.parse(ran.stdout)
  expect(Object.keys(object)).toEqual(['people'])
  expectKeys(object.people, ['id', 'name', 'pullRequests', 'reviews', 'coverage'])
  for (const each of object.people) {
    expectKeys(each.pullRequests, pullRequest)
    expectKeys(each.reviews, review)
    expectKeys(each.coverage, coverage)
  }
  expect((await bench.run(['export'])).stdout).toBe(ran.stdout)
})

test.each([
  [['sync', '--json'], { outcome: 'failed', requests: 0, accounts: [] }],
  [['report', '--json'], { outcome: 'failed', files: [] }],
  [['status', '--json'], { accounts: [], nextRun: null }],
  [['export', '--json'], { people: [] }],
  [['import', 'nothing.ndjson', '--json'], { rows: 0, new: 0 }],
])('%s prints one object also when nothing could be done', async (argv, object) => {
  const bench = await benchOf()
  await bench.write('tracker.db', 'no database, whatever its name says\n'.repeat(200))

  const ran = await bench.run(argv)

  expect(ran.code).toBe(1)
  expect(JSON.parse(ran.stdout)).toEqual(object)
  expect(ran.stderr).toMatch(/^Cannot [^\n]+\n$/)
})

test('nothing but results is on stdout, and colour and bar are nowhere but on a terminal', async () => {
  const bench = await benchOf()
  const piped = await bench.run(['run'])
  const argv = ['sync', '--full']
  const drawn = await bench.run(argv, { columns: 100 })
  const dumb = await bench.run(argv, {
    columns: 100,
    env: { SANDBOX_TOKEN: 'sandbox-token', TERM: 'dumb' },
  })
  const ci = await bench.run(argv, {
    columns: 100,
    env: { SANDBOX_TOKEN: 'sandbox-token', CI: 'true' },
  })

  const lines = piped.stdout.trimEnd().split('\n')
  expect(lines).toHaveLength(6)
  expect(lines.slice(0, 4).sort().join('\n')).toMatch(
    /^(?:git(?:hub|lab)\.com\/[\w-]+: \d+ new, \d+ changed\n?){4}$/,
  )
  expect(lines.slice(4)).toEqual(['mara.md: written', 'mara-ledger.md: written'])
  expect(piped.stderr).toMatch(/^mara\.md: kept as it was in .*\.bak\n$/)
  expect(drawn.stderr).toContain('\r\u001b[2K')
  expect(drawn.stderr).toMatch(/\d of 4 accounts, \d+ requests/)
  expect(drawn.stdout).not.toContain('\u001b')
  for (const { stdout, stderr } of [piped, dumb, ci])
    expect(stdout + stderr).not.toContain('\u001b')
})

test('NO_COLOR leaves not a single colour', async () => {
  const bench = await benchOf()

  const ran = await bench.run(['sync'], {
    columns: 80,
    env: { SANDBOX_TOKEN: 'sandbox-token', NO_COLOR: '1' },
  })

  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one
  expect(ran.stdout + ran.stderr).not.toMatch(/\u001b\[\d*m/)
})
