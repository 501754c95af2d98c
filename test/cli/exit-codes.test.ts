import { expect, test } from 'vitest'
import { mostSevere } from '../../src/cli/exit-codes.ts'
import type { FaultRule } from '../sandbox/faults/rules.ts'
import { mergePullRequest } from '../sandbox/mutate.ts'
import { forges, person, resume, startBench, token, withResume } from '../support/cli.ts'

const down: FaultRule = {
  match: { forge: 'gitlab', from: 1 },
  fault: { kind: 'status', status: 503 },
}

test('the more severe of two codes is told: 2, 130, 4, 1, 3, 8, 0', () => {
  const order = [2, 130, 4, 1, 3, 8, 0] as const

  for (const [index, severe] of order.entries()) {
    for (const other of order.slice(index)) {
      expect(mostSevere(other, severe)).toBe(severe)
      expect(mostSevere(severe, other)).toBe(severe)
    }
  }
})

test('a missing token ends with 4, naming variable and least scope; the other forge is read first', async () => {
  const bench = await startBench()
  const { github, gitlab } = forges(bench.sandbox)
  await bench.configure({
    forges: { github, gitlab: { ...gitlab, token: { env: 'NOT_SET' } } },
    people: [person('teo')],
  })

  const ran = await bench.run(['sync', '--json'])

  expect(ran.code).toBe(4)
  expect(ran.stderr).toBe(
    'gitlab.com/tvaldris: Cannot read from gitlab.com: the environment variable `NOT_SET` is not set; expected a token with scope `read_api`\n',
  )
  expect(JSON.parse(ran.stdout)).toMatchObject({
    outcome: 'partial',
    accounts: [
      { forge: 'github', outcome: 'completed', failure: null },
      { forge: 'gitlab', outcome: 'failed', failure: { kind: 'auth', retryAt: null } },
    ],
  })
})

test('without any token the exit code is 4 and not 1', async () => {
  const bench = await startBench()
  await bench.configure({ people: [person('teo')] })

  const ran = await bench.run(['sync', '--json'], { env: {} })

  expect(ran.code).toBe(4)
  expect(JSON.parse(ran.stdout)).toMatchObject({ outcome: 'failed', requests: 0 })
  expect(ran.stderr.trimEnd().split('\n')).toHaveLength(2)
  expect(bench.sandbox.requests).toEqual([])
})

test.each(['github', 'gitlab'] as const)(
  'a token that %s refuses ends with 4; the other forge is read',
  async (forge) => {
    const bench = await startBench()
    const both = forges(bench.sandbox)
    await bench.configure({
      forges: { ...both, [forge]: { ...both[forge], token: { env: 'BAD' } } },
      people: [person('teo')],
    })

    const ran = await bench.run(['sync'], { env: { SANDBOX_TOKEN: token, BAD: 'no-such-token' } })

    expect(ran.code).toBe(4)
    expect(ran.stderr).toMatch(new RegExp(`^${forge}\\.com/[\\w-]+: Cannot [^\n]*token[^\n]*\n$`))
    expect(ran.stdout).toMatch(/: \d\d+ new, 0 changed$/m)
    expect(ran.stdout).toMatch(
      new RegExp(`^${forge}\\.com/[\\w-]+: 0 new, 0 changed \\(failed\\)$`, 'm'),
    )
    expect(ran.stdout + ran.stderr).not.toContain('no-such-token')
  },
)

test.each(['github', 'gitlab'] as const)(
  'one of two tokens that %s refuses is named, the other goes on, and the exit code is 4',
  async (forge) => {
    const bench = await startBench()
    const both = forges(bench.sandbox)
    const { token: _, ...rest } = both[forge]
    const tokens = [{ env: 'BAD' }, { env: 'SANDBOX_TOKEN' }]
    await bench.configure({
      forges: { ...both, [forge]: { ...rest, tokens } },
      people: [person('teo')],
    })
    const env = { SANDBOX_TOKEN: token, BAD: 'no-such-token' }

    const ran = await bench.run(['sync', '--json'], { env })
    const again = await bench.run(['run'], { env })

    expect(ran.code).toBe(4)
    expect(ran.stderr).toBe(
      `${forge}.com: the token from the environment variable \`BAD\` was refused; make a new one, or take it out of \`forges.${forge}.tokens\`\n`,
    )
    expect(JSON.parse(ran.stdout)).toMatchObject({
      outcome: 'completed',
      accounts: [{ failure: null }, { failure: null }],
    })
    // The accounts have moved to the other token for good: this one is asked no more until it is needed.
    expect(again.code).toBe(0)
    expect(again.stderr).toBe('')
    expect(again.stdout).not.toContain('failed')
  },
)

test('one of two tokens that is missing is named, the other goes on, and the exit code is 4', async () => {
  const bench = await startBench()
  const both = forges(bench.sandbox)
  const { token: _, ...rest } = both.gitlab
  const tokens = [{ env: 'SANDBOX_TOKEN' }, { env: 'NOT_SET' }]
  await bench.configure({
    forges: { ...both, gitlab: { ...rest, tokens } },
    people: [person('teo')],
  })

  const ran = await bench.run(['sync', '--json'])

  expect(ran.code).toBe(4)
  expect(ran.stderr).toBe('gitlab.com: the environment variable `NOT_SET` is not set\n')
  expect(JSON.parse(ran.stdout)).toMatchObject({ outcome: 'completed' })
})

test.each(['github', 'gitlab'] as const)(
  'a login that %s does not know ends with 1 when alone and with 3 among others',
  async (forge) => {
    const bench = await startBench()
    const nobody = { id: 'no', name: 'No', accounts: [{ forge, login: 'nobody-of-that-name' }] }
    await bench.configure({ people: [nobody] })
    const alone = await bench.run(['sync', '--json'])
    await bench.configure({ people: [nobody, person('teo')] })

    const among = await bench.run(['sync'])

    expect(alone.code).toBe(1)
    expect(JSON.parse(alone.stdout)).toMatchObject({
      outcome: 'failed',
      accounts: [{ outcome: 'failed', failure: { kind: 'not-found' } }],
    })
    expect(among.code).toBe(3)
    expect(among.stderr).toMatch(
      new RegExp(`^${forge}\\.com/nobody-of-that-name: Cannot [^\n]*nobody-of-that-name[^\n]*\n$`),
    )
    expect(among.stdout).toMatch(/teo-valdris: \d+ new/)
  },
)

test('a forge that is down ends with 3, and the next clean run with 0', async () => {
  const bench = await startBench({ faults: [down] })
  await bench.configure({ people: [person('teo')] })

  const first = await bench.run(['sync'])
  bench.sandbox.faults.length = 0
  const second = await bench.run(['sync'])

  expect(first.code).toBe(3)
  expect(first.stderr).toMatch(/^gitlab\.com\/tvaldris: Cannot /m)
  expect(second).toMatchObject({ code: 0, stderr: '' })
})

test('a gap that no run can close is no failure', async () => {
  const bench = await startBench()
  await bench.configure({ people: [person('teo')] })

  const ran = await bench.run(['sync', '--json'])

  const gaps = JSON.parse(ran.stdout).accounts.flatMap(
    (account: { streams: { gaps: { reason: string }[] }[] }) =>
      account.streams.flatMap(({ gaps }) => gaps.map(({ reason }) => reason)),
  )
  expect(gaps).toContain('retention')
  expect(ran).toMatchObject({ code: 0, stderr: '' })
})

test('run ends with the more severe code of its two halves', async () => {
  const bench = await startBench({ faults: [down] })
  const select = { repositories: ['github:**'] }
  await bench.configure({ people: [withResume('teo', { select }, { ledger: undefined })] })
  const refused = await bench.run(['run'])
  await bench.write('teo.md', resume)
  const partial = await bench.run(['run'])
  bench.sandbox.faults.length = 0

  const clean = await bench.run(['run'])

  expect(refused.code).toBe(1)
  expect(partial.code).toBe(3)
  expect(clean.code).toBe(0)
})

test('--check ends with 0 while nothing is new and with 8 after a merge, also as a dry run', async () => {
  const bench = await startBench()
  const { github } = bench.sandbox.world
  await bench.configure({ people: [withResume('mara')] })
  await bench.write('mara.md', resume)
  await bench.run(['run'])
  const before = [
    await bench.run(['report', '--check']),
    await bench.run(['report', '--check', '--dry-run']),
  ]
  const open = [...github.pullRequests.values()].find(
    ({ state, authorId }) =>
      state === 'open' && github.users.get(authorId ?? 0)?.login === 'mara-oduya',
  )
  mergePullRequest(github, open?.id ?? 0, '2026-06-15T12:30:00Z')
  bench.clock.advance(3600)
  const synced = await bench.run(['sync'])
  const text = bench.read('mara.md')

  const check = await bench.run(['report', '--check', '--json'])
  const both = await bench.run(['report', '--check', '--dry-run'])
  const dry = await bench.run(['report', '--dry-run'])

  expect(before.map(({ code, stdout }) => [code, stdout])).toEqual([
    [0, ''],
    [0, ''],
  ])
  expect(synced.stdout).toMatch(
    /^github\.com\/mara-oduya: 1 new|^github\.com\/mara-oduya: 0 new, 1 changed/m,
  )
  expect(check.code).toBe(8)
  expect(JSON.parse(check.stdout)).toMatchObject({
    outcome: 'completed',
    files: [
      { file: 'mara.md', state: 'outdated' },
      { file: 'mara-ledger.md', state: 'outdated' },
    ],
  })
  expect(both.code).toBe(8)
  expect(both.stdout).toMatch(/^--- a\/mara\.md/)
  expect(dry.code).toBe(0)
  expect(bench.read('mara.md')).toBe(text)
})

test('an outdated document beside a refused one ends with the refusal', async () => {
  const bench = await startBench()
  await bench.configure({ people: [withResume('teo')] })
  await bench.run(['sync'])

  const ran = await bench.run(['report', '--check'])

  expect(ran.stdout).toBe('teo.md: refused\nteo-ledger.md: outdated\n')
  expect(ran.code).toBe(3)
})

test('a sync that is stopped ends with 130, keeps what came and tells it as JSON', async () => {
  const bench = await startBench()
  const stop = new AbortController()
  await bench.configure({ people: [person('mara')] })
  bench.sandbox.faults.push({
    match: { forge: 'gitlab', index: 4 },
    fault: { kind: 'mutate', change: () => stop.abort(new Error('interrupted')) },
  })

  const stopped = await bench.run(['sync', '--json'], { signal: stop.signal })
  const next = await bench.run(['sync', '--json'])

  expect(stopped.code).toBe(130)
  const told = JSON.parse(stopped.stdout)
  expect(told.outcome).toBe('interrupted')
  expect(told.accounts).toHaveLength(2)
  expect(next.code).toBe(0)
})

test('a run that was stopped before it began does nothing', async () => {
  const bench = await startBench()
  await bench.configure({ people: [withResume('teo')] })
  await bench.write('teo.md', resume)
  await bench.run(['sync'])
  const sent = bench.sandbox.requests.length

  const signal = AbortSignal.abort(new Error('interrupted'))
  const run = await bench.run(['run', '--json'], { signal })
  const report = await bench.run(['report', '--json'], { signal })

  expect(run.code).toBe(130)
  expect(JSON.parse(run.stdout)).toMatchObject({ sync: { outcome: 'interrupted' }, report: null })
  expect(report.code).toBe(130)
  expect(JSON.parse(report.stdout)).toEqual({ outcome: 'interrupted', files: [] })
  expect(bench.read('teo.md')).toBe(resume)
  expect(bench.sandbox.requests.length).toBe(sent)
})
