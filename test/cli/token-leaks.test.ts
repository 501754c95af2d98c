/** Whatever a forge does, nothing that a run says or leaves behind holds the token. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Fault, FaultRule } from '../sandbox/faults/rules.ts'
import { type Bench, resume, startBench, token, withResume } from '../support/cli.ts'

/** Everything that a run left in its folder, whatever it is called. */
function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
}

async function expectSecret({ folder, sandbox }: Bench, said: string): Promise<void> {
  expect(said).not.toContain(token)
  const holding = filesUnder(folder).filter((path) => readFileSync(path).includes(token))
  expect(holding).toEqual([])
  expect(sandbox.requests.some(({ tokenLeaked }) => tokenLeaked)).toBe(false)
  expect(sandbox.stranger.requests).toEqual([])
}

const faults: readonly Fault[] = [
  { kind: 'revoked' },
  { kind: 'redirect' },
  { kind: 'foreign-next' },
  { kind: 'html' },
  { kind: 'truncated-json' },
  { kind: 'status', status: 500 },
  { kind: 'reset-after-headers' },
  { kind: 'secondary-limit', form: '200-message' },
  { kind: 'primary-limit', resetIn: 3600 },
  { kind: 'throttled', retryAfter: 3600 },
]

test.each(
  (['github', 'gitlab'] as const).flatMap((forge) =>
    faults.flatMap((fault) => ([1, 3, 6] as const).map((from) => [fault.kind, forge, from, fault])),
  ) as [string, 'github' | 'gitlab', number, Fault][],
)('%s on %s from request %i on', async (_, forge, from, fault) => {
  const bench = await startBench()
  await bench.configure({ people: [withResume('mara')] })
  await bench.write('mara.md', resume)
  const rule: FaultRule = { match: { forge, from }, fault }
  bench.sandbox.faults.push(rule)
  const ran = await bench.run(['run', '--json'])
  const told = await Promise.all(
    [
      ['status'],
      ['changes'],
      ['report', '--dry-run'],
      ['audit'],
      ['export', '--format', 'csv'],
    ].map((argv) => bench.run(argv)),
  )

  expect(bench.sandbox.requests.length).toBeGreaterThan(0)
  await expectSecret(bench, [ran, ...told].map(({ stdout, stderr }) => stdout + stderr).join('\n'))
})
