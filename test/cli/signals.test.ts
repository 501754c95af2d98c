/** SIGINT and SIGTERM, and what only a process of its own can show. */
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { getuid } from 'node:process'
import { expect, test, vi } from 'vitest'
import { type ProcessOptions, runBuilt, start } from '../support/built.ts'
import { type Bench, person, resume, startBench, token, withResume } from '../support/cli.ts'

/** Above it a person thinks that nothing happened. */
const patience = 1000

async function built(part: Record<string, unknown> = {}, latencyMs = 0) {
  // The process has the machine's clock; so do the forges.
  const bench = await startBench({ latencyMs, now: () => Date.now() })
  const configure = (more: Record<string, unknown> = {}) =>
    bench.configure({ people: [person('mara'), person('teo')], ...part, ...more })
  await configure()
  const options: ProcessOptions = { cwd: bench.folder, env: { SANDBOX_TOKEN: token } }
  return { bench, options, configure }
}

async function sent(bench: Bench, count: number): Promise<void> {
  await vi.waitUntil(() => bench.sandbox.requests.length >= count, { timeout: 15_000, interval: 5 })
}

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s ends a slow sync with 130 within a second; what came is stored, and the next run completes it',
  async (signal) => {
    const { bench, options, configure } = await built({}, 150)
    const running = start(['sync', '--json'], options)
    await sent(bench, 24)
    const took = await running.stop(signal)
    const stopped = await running.ended
    const partly = await runBuilt(['export', '--state', 'all'], options)

    const next = await runBuilt(['sync'], options)
    const completed = await runBuilt(['export', '--state', 'all'], options)
    await configure({ database: 'uninterrupted.db' })
    const other = await runBuilt(['sync'], options)
    const uninterrupted = await runBuilt(['export', '--state', 'all'], options)

    expect(took).toBeLessThan(patience)
    expect(stopped).toMatchObject({ code: 130, signal: null })
    expect(JSON.parse(stopped.stdout)).toMatchObject({ outcome: 'interrupted' })
    expect(JSON.parse(partly.stdout).people[0].pullRequests.length).toBeGreaterThan(0)
    expect([next.code, other.code]).toEqual([0, 0])
    expect(rows(completed.stdout)).toEqual(rows(uninterrupted.stdout))
  },
)

function rows(stdout: string): unknown {
  const { people } = JSON.parse(stdout) as { people: { coverage: unknown }[] }
  return people.map(({ coverage: _, ...person }) => person)
}

test('a sync that waits for a limit is stopped at once', async () => {
  const { bench, options } = await built()
  bench.sandbox.faults.push({
    match: { forge: 'github', from: 1 },
    fault: { kind: 'secondary-limit', form: '403', retryAfter: 50 },
  })
  const running = start(['sync'], options)
  let told = ''
  running.child.stderr?.on('data', (text: string) => {
    told += text
  })
  await vi.waitUntil(() => told.includes('waiting'), { timeout: 15_000, interval: 5 })

  const took = await running.stop('SIGTERM')

  expect(took).toBeLessThan(patience)
  expect((await running.ended).code).toBe(130)
})

test('a sync that is killed leaves no lock and loses no page', async () => {
  const { bench, options } = await built({}, 100)
  const running = start(['sync'], options)
  await sent(bench, 8)
  await running.stop('SIGKILL')

  const next = await runBuilt(['sync'], options)

  expect((await running.ended).signal).toBe('SIGKILL')
  expect(next).toMatchObject({ code: 0, stderr: '' })
})

test('schedule says when it runs next and ends with 0 on SIGTERM', async () => {
  const { bench, options } = await built({ schedule: { cron: '0 6 1 1 *', timezone: 'UTC' } })
  const running = start(['schedule'], options)
  let told = ''
  running.child.stderr?.on('data', (text: string) => {
    told += text
  })
  await vi.waitUntil(() => told.includes('next run'), { timeout: 15_000, interval: 5 })

  const took = await running.stop('SIGTERM')

  expect(took).toBeLessThan(patience)
  expect(await running.ended).toMatchObject({
    code: 0,
    signal: null,
    stdout: '',
    stderr: expect.stringMatching(/^next run \d{4}-01-01T06:00:00Z\n$/),
  })
  expect(bench.sandbox.requests).toEqual([])
})

test('a reader that closes the pipe is no reason to crash', async () => {
  const { options } = await built()
  await runBuilt(['sync'], options)
  const running = start(['export', '--format', 'csv'], options)
  running.child.stdout?.destroy()

  const ran = await running.ended

  expect(ran.stderr).toBe('')
  expect(ran.code).toBe(0)
})

test('the token stands in no argument list while a sync is going', async () => {
  const { bench, options } = await built({}, 200)
  const running = start(['sync'], options)
  await sent(bench, 2)

  const line = `/proc/${running.child.pid}/cmdline`
  const argv = existsSync(line) ? readFileSync(line, 'utf8') : ''
  await running.stop('SIGINT')

  expect(argv).not.toContain(token)
})

/** Root may write everywhere, so there the process runs as nobody. */
const nobody = getuid?.() === 0 ? 65534 : undefined

test('a folder that may not be written ends with one sentence, and everything is as it was', async () => {
  const { bench, options, configure } = await built()
  await configure({ people: [withResume('teo')] })
  await runBuilt(['sync'], options)
  const cv = bench.path('cv')
  mkdirSync(cv)
  writeFileSync(join(cv, 'teo.md'), resume)
  const section = { id: 'oss', heading: 'Open Source' }
  await configure({
    people: [person('teo', { resumes: [{ file: 'cv/teo.md', sections: [section] }] })],
  })
  if (nobody !== undefined) {
    for (const name of ['.', 'config.json', 'tracker.db', 'tracker.db.lock']) {
      chownSync(bench.path(name), nobody, nobody)
    }
  }
  chmodSync(cv, 0o555)

  const ran = await runBuilt(
    ['report'],
    nobody === undefined ? options : { ...options, uid: nobody },
  )
  chmodSync(cv, 0o755)

  expect(ran.stderr).toMatch(/^cv\/teo\.md: Cannot write .*cv\/teo\.md: permission is denied\n$/)
  expect(ran).toMatchObject({ code: 1, stdout: 'cv/teo.md: refused\n' })
  expect(readFileSync(join(cv, 'teo.md'), 'utf8')).toBe(resume)
})

test.each([
  ['a file that may only be read', ['tracker.db'], 0o444],
  ['in a folder that may only be read', ['.'], 0o555],
])('a database that is %s ends with 1 and one sentence', async (_name, names, mode) => {
  const { bench, options } = await built()
  await runBuilt(['sync'], options)
  const own = nobody === undefined
  for (const name of names) chmodSync(bench.path(name), mode)
  // Who owns a file may change its mode, so the file belongs to somebody else.
  const user = own ? options : { ...options, uid: nobody }
  chmodSync(bench.path('config.json'), 0o644)
  if (!own) chmodSync(bench.folder, 0o755)

  const ran = await runBuilt(['sync'], user)
  chmodSync(bench.folder, 0o755)

  expect(ran.code).toBe(1)
  expect(ran.stderr).toMatch(/^Cannot use [^\n]*tracker\.db[^\n]*: [^\n]+\n$/)
})
