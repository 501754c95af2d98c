import { chmodSync, existsSync, mkdirSync, statSync } from 'node:fs'
import SQLite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { fictionalWorld } from '../sandbox/fictional.ts'
import {
  begin,
  dangerous,
  end,
  forges,
  person,
  resume,
  startBench,
  token,
  withResume,
} from '../support/cli.ts'

interface Finding {
  readonly check: string
  readonly state: string
  readonly subject: string
  readonly message: string
  readonly fix: string | null
}

function told(stdout: string): readonly Finding[] {
  return JSON.parse(stdout).findings
}

/** A bench whose token is what the test says. */
async function benchWith(entry: { scopes?: string[]; expiresAt?: string; quota?: number }) {
  const tokens = {
    [token]: { login: 'reader', scopes: ['read_api'], seesPrivate: false, ...entry },
  }
  const bench = await startBench({ world: fictionalWorld(), tokens })
  await bench.configure({ people: [withResume('mara')] })
  await bench.write('mara.md', resume)
  return bench
}

test('where all is well every line is ok and nothing is written', async () => {
  const bench = await benchWith({})
  await bench.run(['run'])
  const before = bench.read('mara.md')

  const ran = await bench.run(['doctor'])
  const json = await bench.run(['doctor', '--json'])

  expect(ran).toMatchObject({ code: 0, stderr: '' })
  expect(ran.stdout.match(/^(?!ok {7}).*$/gm)?.filter((line) => line !== '')).toEqual([])
  const checks = new Set(told(json.stdout).map(({ check }) => check))
  expect([...checks].sort()).toEqual(
    ['budget', 'clock', 'configuration', 'database', 'document', 'node', 'token'].sort(),
  )
  expect(ran.stdout).not.toContain(token)
  expect(bench.read('mara.md')).toBe(before)
})

test('every warning and every problem has its fix', async () => {
  const bench = await benchWith({ scopes: [], expiresAt: '2026-06-20' })
  await bench.write('mara.md', `${begin}\n\ncaf\u221a\u00a9\n`)

  const ran = await bench.run(['doctor', '--json'])

  const bad = told(ran.stdout).filter(({ state }) => state !== 'ok')
  expect(bad.length).toBeGreaterThan(3)
  for (const { fix } of bad) expect(fix).toMatch(/\w+ \w+/)
})

test('one request is sent for each token', async () => {
  const bench = await benchWith({})

  await bench.run(['doctor'])

  expect(bench.sandbox.requests.map(({ path }) => path).sort()).toEqual([
    '/personal_access_tokens/self',
    '/rate_limit',
  ])
})

test('a token that ends within 14 days is told, one that ends later is not', async () => {
  const soon = await (await benchWith({ expiresAt: '2026-06-29' })).run(['doctor', '--json'])
  const later = await (await benchWith({ expiresAt: '2026-06-30' })).run(['doctor', '--json'])

  const warnings = (stdout: string) =>
    told(stdout).filter(({ check, state }) => check === 'token' && state === 'warning')
  expect(warnings(soon.stdout).map(({ message }) => message)).toEqual([
    'the token stops working 2026-06-29T00:00:00Z, in 13 days',
    'the token stops working 2026-06-29T00:00:00Z, in 13 days',
  ])
  expect(soon.code).toBe(0)
  expect(warnings(later.stdout)).toEqual([])
})

test('a token without the least scope ends with 4 and says which', async () => {
  const bench = await benchWith({ scopes: ['read_user'] })

  const ran = await bench.run(['doctor'])

  expect(ran.code).toBe(4)
  expect(ran.stdout).toMatch(
    /^problem {2}token: gitlab\.com: the token lacks the scope `read_api`; it has read_user\n {9}fix: .*personal_access_tokens and put it into `SANDBOX_TOKEN`$/m,
  )
  expect(ran.stdout).toMatch(/^ok {7}token: github\.com: /m)
})

test('a section that shows private data needs the scope for it', async () => {
  const bench = await benchWith({ scopes: ['read_api'] })
  await bench.configure({ people: [withResume('mara', { select: { visibility: 'all' } })] })

  const ran = await bench.run(['doctor'])

  expect(ran.code).toBe(4)
  expect(ran.stdout).toMatch(/^problem {2}token: github\.com: the token lacks the scope `repo`/m)
})

test('a missing and a refused token end with 4, a forge that is down with 1', async () => {
  const bench = await benchWith({})
  const { github, gitlab } = forges(bench.sandbox)
  await bench.configure({
    forges: {
      github: { ...github, token: { env: 'BAD' } },
      gitlab: { ...gitlab, token: { env: 'NONE' } },
    },
    people: [person('mara')],
  })
  const refused = await bench.run(['doctor'], { env: { BAD: 'no-such-token' } })
  await bench.configure({ people: [person('mara')] })
  bench.sandbox.faults.push({ match: {}, fault: { kind: 'status', status: 503 } })

  const down = await bench.run(['doctor'])

  expect(refused.code).toBe(4)
  expect(refused.stdout).toMatch(/^problem {2}token: github\.com: .*refused/m)
  expect(refused.stdout).toMatch(/^problem {2}token: gitlab\.com: .*`NONE` is not set/m)
  expect(refused.stdout).not.toContain('no-such-token')
  expect(down.code).toBe(1)
  expect(down.stdout).toMatch(/^problem {2}reachability: github\.com: .*503/m)
  // Where a token goes, and which address was tried: the name of the forge tells neither.
  expect(refused.stdout).toMatch(
    /fix: make .* at https:\/\/github\.com\/settings\/tokens and put it into `BAD`$/m,
  )
  expect(refused.stdout).toMatch(/fix: make one at .* and put it into `NONE`$/m)
  expect(down.stdout).toContain(`fix: see why ${bench.sandbox.githubApiUrl} cannot be reached`)
})

test('a clock that is wrong and a budget that is nearly used up are told', async () => {
  const bench = await benchWith({ quota: 1 })
  const far = fictionalWorld()
  const skewed = await startBench({ world: far, now: () => Date.parse(far.now) - 3_600_000 })
  await skewed.configure({ people: [person('mara')] })
  await fetch(`${bench.sandbox.githubApiUrl}/users/mara-oduya`, {
    headers: { authorization: `Bearer ${token}` },
  })

  const clock = await skewed.run(['doctor'])
  const budget = await bench.run(['doctor'])

  expect(clock.stdout).toMatch(/warning {2}clock: .*this machine's clock is 60 minutes ahead/)
  expect(budget.stdout).toMatch(/warning {2}budget: github\.com: 0 of 1 requests left until /)
})

test('a database is checked and left as it is', async () => {
  const bench = await benchWith({})
  const none = await bench.run(['doctor'])
  const made = existsSync(bench.path('tracker.db'))
  await bench.run(['sync'])
  chmodSync(bench.path('tracker.db'), 0o644)
  const exposed = await bench.run(['doctor'])
  await bench.write('tracker.db', 'no database\n'.repeat(500))

  const broken = await bench.run(['doctor'])

  expect(none.stdout).toContain(
    'warning  database: tracker.db: there is none yet\n         fix: run `tracker sync`',
  )
  expect(made).toBe(false)
  expect(exposed.stdout).toContain('fix: chmod 600 tracker.db')
  expect(exposed.stdout).toMatch(/^ok {7}database: tracker\.db: sound, at 0\d+_\w+\.sql$/m)
  expect(broken.code).toBe(1)
  expect(broken.stdout).toMatch(/^problem {2}database: tracker\.db: it is not a tracker database$/m)
})

test.each([
  [
    'a folder',
    'it is a folder',
    /^Cannot use .*: it is a folder; name a file in the configuration$/m,
  ],
  [
    'the database of another program',
    'it is not a tracker database',
    /^Cannot use .*: it is not a/m,
  ],
])(
  '%s in the place of the database is told, and left as it is',
  async (what, message, sentence) => {
    const bench = await benchWith({})
    const path = bench.path('tracker.db')
    if (what === 'a folder') mkdirSync(path)
    else new SQLite(path).exec('CREATE TABLE address (name TEXT)').close()
    const before = statSync(path)

    const doctor = await bench.run(['doctor'])
    const ran = await bench.run(['run'])

    expect(doctor.code).toBe(1)
    expect(doctor.stdout).toContain(`problem  database: tracker.db: ${message}\n         fix: `)
    expect(ran.code).toBe(1)
    expect(ran.stderr).toMatch(sentence)
    // Sync and report both say so.
    expect(ran.stderr.trimEnd().split('\n')).toHaveLength(1)
    expect(statSync(path)).toMatchObject({ mode: before.mode, mtimeMs: before.mtimeMs })
  },
)

test('an empty file is no database yet', async () => {
  const bench = await benchWith({})
  await bench.write('tracker.db', '')

  const ran = await bench.run(['doctor'])

  expect(ran.stdout).toContain('warning  database: tracker.db: there is none yet')
  expect((await bench.run(['sync'])).code).toBe(0)
})

test.each([
  [
    'no such heading',
    '# A\n\n## Work\n',
    'problem',
    /`oss` has no place: no heading "Open Source"; it has "A"/,
  ],
  [
    'the heading twice',
    '## Open Source\n\n## Open Source\n',
    'problem',
    /has no place: .* lines 1 and 3/,
  ],
  [
    'markers of another id',
    `## Open Source\n\n${begin}\n${end}\n\n${begin.replace('oss', 'old')}\n${end.replace('oss', 'old')}\n`,
    'warning',
    /the markers of `old` on line 6 belong to no section/,
  ],
])(
  'a document with %s is told before a report would meet it',
  async (_what, text, state, message) => {
    const bench = await benchWith({})
    await bench.write('mara.md', text)

    const ran = await bench.run(['doctor', '--json'])

    const documents = told(ran.stdout).filter(({ check }) => check === 'document')
    expect(documents).toMatchObject([{ state, message: expect.stringMatching(message) }])
    expect(ran.code).toBe(state === 'problem' ? 1 : 0)
  },
)

test.each([
  ['UTF-16', Buffer.from('\ufeff## Open Source\n', 'utf16le'), 'iconv -f UTF-16 -t UTF-8 mara.md'],
  ['Latin-1', Buffer.from('## Caf\xe9\n', 'latin1'), 'iconv -f WINDOWS-1252 -t UTF-8 mara.md'],
])('a document in %s has a fix that fits', async (_encoding, bytes, fix) => {
  const bench = await benchWith({})
  await bench.write('mara.md', bytes)

  const ran = await bench.run(['doctor', '--json'])

  const documents = told(ran.stdout).filter(({ check }) => check === 'document')
  expect(documents).toMatchObject([{ state: 'problem', fix: expect.stringContaining(fix) }])
})

test('a wrong configuration is a finding, and ends with 2', async () => {
  const bench = await startBench()
  await bench.write('config.json', '{ "people": 1 }')

  const ran = await bench.run(['doctor'])

  expect(ran.code).toBe(2)
  expect(ran.stdout).toMatch(/^ok {7}node: /m)
  expect(ran.stdout).toMatch(/^problem {2}configuration: /m)
})

const garbled = `# Caf\u221a\u00a9\r\n\r\nWords \u201a\u00c4\u00ec more\r\n\r\n## Open Source\r\n`
const right = '# Café\r\n\r\nWords – more\r\n\r\n## Open Source\r\n'

test('--fix-encoding shows the diff first, and writes only with --write', async () => {
  const bench = await benchWith({})
  await bench.write('mara.md', garbled)

  const found = await bench.run(['doctor'])
  const shown = await bench.run(['doctor', '--fix-encoding'])
  const kept = bench.read('mara.md')
  const written = await bench.run(['doctor', '--fix-encoding', '--write'])
  const again = await bench.run(['doctor', '--fix-encoding', '--write', '--json'])

  expect(found.stdout).toMatch(/warning {2}document: mara\.md: 2 places were UTF-8 once/)
  expect(shown.code).toBe(0)
  expect(shown.stdout).toMatch(/^--- a\/mara\.md\n\+\+\+ b\/mara\.md\n/)
  expect(shown.stdout).toContain('+# Café')
  expect(shown.stdout).not.toMatch(dangerous)
  expect(kept).toBe(garbled)
  expect(written.code).toBe(0)
  expect(bench.read('mara.md')).toBe(right)
  expect(bench.read('mara.md.bak')).toBe(garbled)
  expect(JSON.parse(again.stdout)).toEqual({
    files: [{ file: 'mara.md', state: 'unchanged', encoding: null, places: 0 }],
  })
})

test('--fix-encoding takes files that no configuration names', async () => {
  const bench = await startBench()
  await bench.write('other.txt', garbled)

  const ran = await bench.run(['doctor', '--fix-encoding', 'other.txt', 'missing.txt', '--write'])

  expect(ran.code).toBe(3)
  expect(bench.read('other.txt')).toBe(right)
  expect(ran.stderr).toMatch(/^Cannot read .*missing\.txt: there is no such file$/m)
})

test('text that went wrong is told beside markers that are', async () => {
  const bench = await startBench()
  await bench.configure({ people: [withResume('mara')] })
  await bench.write('mara.md', `# cafÃ©\n\n## Open Source\n\n${begin}\n`)

  const ran = await bench.run(['doctor', '--json'])

  const { findings } = JSON.parse(ran.stdout)
  const documents = findings.filter(({ check }: { check: string }) => check === 'document')
  expect(documents.map(({ state }: { state: string }) => state)).toEqual(['warning', 'problem'])
})

test.each([[['--write']], [['mara.md']]])('%j without --fix-encoding is refused', async (argv) => {
  const bench = await startBench()
  await bench.configure({ people: [withResume('mara')] })

  const ran = await bench.run(['doctor', ...argv])

  expect(ran).toMatchObject({ code: 2, stdout: '' })
  expect(ran.stderr).toMatch(/^Cannot take .* without `--fix-encoding`/)
  expect(bench.sandbox.requests).toEqual([])
})
