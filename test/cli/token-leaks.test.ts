/** Whatever a forge does, nothing that a run says or leaves behind holds the token. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { type ForgeKind, forgeKinds } from '../../src/forge/kinds.ts'
import type { Fault, FaultRule } from '../sandbox/faults/rules.ts'
import { type Bench, resume, startBench, token, withResume } from '../support/cli.ts'

const common: readonly Fault[] = [
  ...([500, 502, 503, 504] as const).map((status) => ({ kind: 'status', status }) as const),
  { kind: 'status', status: 503, retryAfter: 5 },
  { kind: 'stall' },
  { kind: 'reset-before-headers' },
  { kind: 'reset-after-headers' },
  { kind: 'truncated-json' },
  { kind: 'html' },
  { kind: 'revoked' },
  ...([301, 302, 307] as const).map((status) => ({ kind: 'redirect', status }) as const),
  { kind: 'foreign-next' },
  { kind: 'wrong-clock', by: 7200 },
  { kind: 'wrong-clock', by: -7200 },
  // A forge or a proxy that repeats what it was sent.
  ...[200, 400, 401, 403, 404, 422, 500].map(
    (status) => ({ kind: 'words', status, words: `Cannot take Bearer ${token}` }) as const,
  ),
]
const faults: Readonly<Record<ForgeKind, readonly Fault[]>> = {
  github: [
    ...common,
    ...(['RATE_LIMIT', 'RATE_LIMITED'] as const).flatMap((type) => [
      { kind: 'primary-limit', resetIn: 5, type } as const,
      { kind: 'primary-limit', resetIn: 3600, type } as const,
    ]),
    ...(['403', '429', '200-message', '200-errors'] as const).flatMap((form) => [
      { kind: 'secondary-limit', form } as const,
      { kind: 'secondary-limit', form, retryAfter: 5 } as const,
    ]),
    { kind: 'forbidden-path', path: ['q0'] },
    { kind: 'forbidden-path', path: ['q0', 'pullRequests', 'nodes', 0] },
  ],
  gitlab: [
    ...common,
    { kind: 'throttled' },
    { kind: 'throttled', retryAfter: 5 },
    { kind: 'throttled', retryAfter: 3600 },
    { kind: 'forbidden-path', path: ['user'] },
  ],
}

function nameOf({ kind, ...rest }: Fault): string {
  return [kind, ...Object.values(rest).map(String)].join(' ').replaceAll(token, '…')
}

/** A person with a résumé and accounts on both forges. */
async function start(): Promise<Bench> {
  const bench = await startBench()
  await bench.configure({ people: [withResume('mara')] })
  await bench.write('mara.md', resume)
  return bench
}

/** The first, the middle and the last request that a run without faults sends to a forge. */
async function places(forge: ForgeKind): Promise<readonly number[]> {
  const bench = await start()
  await bench.run(['run'])
  const needed = bench.sandbox.requests.filter((request) => request.forge === forge).length
  return [...new Set([1, Math.ceil((needed + 1) / 2), needed])]
}

/** A stalled request ends when its 30 s are over: they pass at once, and for it alone, as no other timer is faked. */
function letTimePass({ sandbox }: Bench, match: FaultRule['match']): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const change = () => void setImmediate(() => vi.advanceTimersByTime(30_000))
  const times = Number.POSITIVE_INFINITY
  sandbox.faults.push({ match, fault: { kind: 'mutate', change }, times })
}

/** Everything that a run left in its folder, whatever it is called. */
function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
}

/** Runs, asks every command that tells of it, and looks for the token in all that was said and left. */
async function expectSecret(bench: Bench): Promise<void> {
  const { folder, sandbox } = bench
  const said: string[] = []
  for (const argv of [
    ['run', '--json'],
    ['status'],
    ['changes'],
    ['report', '--dry-run'],
    ['audit'],
    ['export', '--format', 'csv'],
  ]) {
    const { stdout, stderr } = await bench.run(argv)
    said.push(stdout, stderr)
  }
  expect(said.join('\n')).not.toContain(token)
  const holding = filesUnder(folder).filter((path) => readFileSync(path).includes(token))
  expect(holding).toEqual([])
  expect(sandbox.requests.some(({ tokenLeaked }) => tokenLeaked)).toBe(false)
  expect(sandbox.stranger.requests).toEqual([])
}

afterEach(() => {
  vi.useRealTimers()
})

describe.each(forgeKinds)('%s', (forge) => {
  let counted: ReturnType<typeof places> | undefined
  const strikes = () => {
    counted ??= places(forge)
    return counted
  }

  test.each(faults[forge].map((fault) => ({ name: nameOf(fault), fault })))(
    '$name, from the first, the middle and the last request on',
    async ({ fault }) => {
      for (const from of await strikes()) {
        const bench = await start()
        const rule: FaultRule = { match: { forge, from }, fault }
        bench.sandbox.faults.push(rule)
        if (fault.kind === 'stall') letTimePass(bench, rule.match)

        await expectSecret(bench)

        vi.useRealTimers()
        expect(bench.sandbox.fired(rule)).toBeGreaterThan(0)
      }
    },
  )

  test('a host name that is not found, from the first, the middle and the last request on', async () => {
    const real = globalThis.fetch
    for (const from of await strikes()) {
      const bench = await start()
      let sent = 0
      vi.spyOn(globalThis, 'fetch').mockImplementation(async (...request) => {
        if (String(request[0]).includes(`/${forge}/`)) sent += 1
        if (sent < from) return await real(...request)
        // As undici has it, with the request where an error may hold it.
        const cause = Object.assign(new Error(`getaddrinfo ENOTFOUND`), { code: 'ENOTFOUND' })
        throw Object.assign(new TypeError('fetch failed', { cause }), { request })
      })

      await expectSecret(bench)

      expect(sent).toBeGreaterThanOrEqual(from)
      vi.restoreAllMocks()
    }
  })
})
