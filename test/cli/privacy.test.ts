/** What is private, and what is secret, where it must never be. */
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { FaultRule } from '../sandbox/faults/rules.ts'
import { editPullRequest } from '../sandbox/mutate.ts'
import type { World } from '../sandbox/world.ts'
import {
  type Bench,
  dangerous,
  forges,
  person,
  privateToken,
  type Ran,
  resume,
  startBench,
  token,
  withResume,
} from '../support/cli.ts'

/** Gives every private pull request a title of its own; returns those and the paths of private repositories. */
function privateWords(world: World): string[] {
  return [world.github, world.gitlab].flatMap((forge) => {
    const hidden = [...forge.repositories.values()].filter(
      ({ visibility }) => visibility !== 'public',
    )
    const pulls = [...forge.pullRequests.values()].filter(({ repositoryId }) =>
      hidden.some(({ id }) => id === repositoryId),
    )
    for (const pull of pulls) editPullRequest(forge, pull.id, { title: `Confidential ${pull.id}` })
    return [...hidden.map(({ path }) => path), ...pulls.map(({ title }) => title)]
  })
}

function told(runs: readonly Ran[]): string {
  return runs.map(({ stdout, stderr }) => stdout + stderr).join('\n')
}

async function everyCommand(bench: Bench): Promise<Ran[]> {
  const runs: Ran[] = []
  for (const argv of [
    ['sync'],
    ['sync', '--full', '--json'],
    ['report', '--dry-run'],
    ['report', '--check'],
    ['report'],
    ['report', '--json'],
    ['run', '--json'],
    ['status'],
    ['status', '--json'],
    ['export', '--state', 'all'],
    ['export', '--format', 'ndjson'],
    ['export', '--format', 'csv'],
    ['audit', '--all'],
    ['audit', '--json'],
    ['print', 'mara.md'],
  ]) {
    runs.push(await bench.run(argv))
  }
  return runs
}

test('private paths and titles reach no document, ledger, sidecar, stdout or stderr', async () => {
  const bench = await startBench({ token: privateToken })
  await bench.configure({ people: [withResume('mara', { max: { entries: 50 } }), person('teo')] })
  await bench.write('mara.md', resume)
  const words = privateWords(bench.sandbox.world)

  const runs = await everyCommand(bench)

  const files = ['mara.md', 'mara-ledger.md', 'mara.md.tracker.json'].map((name) =>
    bench.read(name),
  )
  expect(words.length).toBeGreaterThan(10)
  expect(
    words.filter((word) => [told(runs), ...files].some((text) => text.includes(word))),
  ).toEqual([])
  const everything = await bench.run(['export', '--visibility', 'all'])
  expect(words.some((word) => everything.stdout.includes(word))).toBe(true)
})

test('no title can act on a terminal or in a CI log, whatever the command', async () => {
  const bench = await startBench()
  await bench.configure({
    people: [withResume('mara', { max: { entries: 50, highlights: 50, links: 50 } })],
  })
  await bench.write('mara.md', resume)

  for (const { stdout, stderr } of await everyCommand(bench)) {
    expect(stdout).not.toMatch(dangerous)
    expect(stderr).not.toMatch(dangerous)
  }
})

const on = (fault: FaultRule['fault']): FaultRule => ({ match: { from: 1 }, fault })

test.each<[string, FaultRule[]]>([
  ['nothing goes wrong', []],
  ['the token is revoked', [on({ kind: 'revoked' })]],
  ['the forges are down', [on({ kind: 'status', status: 503 })]],
  ['a proxy answers', [on({ kind: 'html' })]],
  ['answers break off', [on({ kind: 'truncated-json' })]],
  ['connections break', [on({ kind: 'reset-before-headers' })]],
  ['forges redirect elsewhere', [on({ kind: 'redirect' })]],
  ['next pages lead elsewhere', [on({ kind: 'foreign-next' })]],
  ['a limit is met', [on({ kind: 'primary-limit', resetIn: 3000 })]],
  [
    'another limit is met',
    [on({ kind: 'secondary-limit', form: '403' }), on({ kind: 'throttled' })],
  ],
])('the token is nowhere but in its header when %s', async (_name, faults) => {
  const bench = await startBench({ faults })
  await bench.configure({ people: [withResume('teo')] })
  await bench.write('teo.md', resume)

  const runs = [
    await bench.run(['sync']),
    await bench.run(['run', '--json']),
    await bench.run(['status', '--json']),
    await bench.run(['export', '--visibility', 'all']),
  ]

  expect(told(runs)).not.toContain(token)
  expect(filesHolding(bench.folder, token)).toEqual([])
  expect(bench.sandbox.requests.filter(({ tokenLeaked }) => tokenLeaked)).toEqual([])
  expect(bench.sandbox.stranger.requests).toEqual([])
  for (const { stderr } of runs) expect(stderr).not.toMatch(/This is a bug|^\s+at /m)
})

function filesHolding(folder: string, secret: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path).includes(secret))
}

/** What forges have been seen to say, about things that nobody else may know of. */
const secretWords = [
  'Resource corp/topsecret is protected by organization SAML enforcement.',
  'Although you appear to have the correct authorization credentials, the `topsecret` organization has an IP allow list enabled',
  'Could not resolve to a Repository with the name corp/topsecret.',
  'Timeout on validation of query for corp/topsecret',
  'You have exceeded a secondary rate limit on corp/topsecret',
]

test.each(
  secretWords.flatMap((words) =>
    [
      { status: 200 },
      { status: 200, type: 'FORBIDDEN' },
      { status: 200, type: 'CORP_TOPSECRET' },
      { status: 403 },
      { status: 422 },
    ].map((form) => ({ ...form, words })),
  ),
)('what a forge says with $status $type is told in other words: $words', async (form) => {
  const bench = await startBench()
  await bench.configure({ people: [withResume('mara')] })
  await bench.write('mara.md', resume)
  await bench.run(['sync'])
  const runs: Ran[] = []
  for (const from of [1, 3]) {
    const forged = (['github', 'gitlab'] as const).map((forge) => ({
      match: { forge, from },
      fault: { kind: 'words', ...form } as const,
    }))
    bench.sandbox.faults.splice(0, Number.POSITIVE_INFINITY, ...forged)
    for (const argv of [['sync', '--full', '--json'], ['sync'], ['status'], ['doctor'], ['export']])
      runs.push(await bench.run(argv))
    expect(forged.every((rule) => bench.sandbox.fired(rule) > 0)).toBe(true)
  }

  expect(told(runs)).not.toMatch(/topsecret/i)
  expect(['topsecret', 'TOPSECRET'].flatMap((word) => filesHolding(bench.folder, word))).toEqual([])
})

test('a token from a command is on no argument list but its own, and in no message', async () => {
  const bench = await startBench()
  const { github, gitlab } = forges(bench.sandbox)
  const command = (script: string) => ({ command: [process.execPath, '-e', script] })
  await bench.configure({
    forges: {
      github: { ...github, token: command(`console.log('sandbox' + '-token')`) },
      gitlab: { ...gitlab, token: command(`console.error('sandbox' + '-token'); process.exit(3)`) },
    },
    people: [person('teo')],
  })

  const ran = await bench.run(['sync'], { env: {} })

  expect(ran.code).toBe(4)
  expect(ran.stderr).toMatch(
    /gitlab\.com\/tvaldris: Cannot read from gitlab\.com: the command `[^`]+` ended with exit code 3/,
  )
  expect(ran.stdout).toMatch(/^github\.com\/teo-valdris: \d+ new/m)
  expect(told([ran])).not.toContain(token)
  expect(filesHolding(bench.folder, token)).toEqual([])
  expect(execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })).not.toContain(token)
})

test('a token that stands in the configuration is refused and not repeated', async () => {
  const bench = await startBench()
  const secret = 'ghp_0123456789abcdefghijABCDEFGHIJ012345'
  const { github } = forges(bench.sandbox)
  await bench.configure({
    forges: { github: { ...github, token: secret } },
    people: [person('teo')],
  })

  const ran = await bench.run(['sync'])

  expect(ran).toMatchObject({ code: 2, stdout: '' })
  expect(ran.stderr).toContain('forges.github.token')
  expect(ran.stderr).not.toContain(secret)
})
