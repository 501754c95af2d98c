import { expect, test } from 'vitest'
import type { FaultRule } from '../sandbox/faults/rules.ts'
import { type Bench, person, startBench } from '../support/cli.ts'

const schedule = { cron: '0 6 * * *', timezone: 'UTC' }
const day = 86_400
const down: FaultRule = {
  match: { forge: 'gitlab', from: 1 },
  fault: { kind: 'status', status: 503 },
}

test('status says when each account was read, what is stored, and when the next run is', async () => {
  const bench = await startBench()
  await bench.configure({ people: [person('mara')], schedule })
  await bench.run(['sync'])
  bench.clock.advance(2 * 3600 + 100)

  const ran = await bench.run(['status'])

  expect(ran).toMatchObject({ code: 0, stderr: '' })
  expect(ran.stdout).toMatch(
    /^github\.com\/mara-oduya \(mara\): read 2 hours ago \(2026-06-15T12:00:00Z\)\n {2}pull-requests +\d+ of \d+ {2}complete\n/,
  )
  expect(ran.stdout).toMatch(/\nnext run: 2026-06-16T06:00:00Z\n$/)
})

test('status ends with 8 once three scheduled runs passed without a complete one', async () => {
  const bench = await startBench()
  await bench.configure({ people: [person('mara')], schedule })
  await bench.run(['sync'])
  bench.clock.advance(2 * day)
  const two = await bench.run(['status'])
  bench.clock.advance(day)
  bench.sandbox.faults.push(down)
  await bench.run(['sync'])

  const three = await bench.run(['status'])
  const json = await bench.run(['status', '--json'])
  await bench.configure({ people: [person('mara')] })
  const unscheduled = await bench.run(['status'])

  expect(two.code).toBe(0)
  expect(three.code).toBe(8)
  // GitHub was read: only GitLab is old.
  expect(three.stderr).toBe(
    'gitlab.com/mara-oduya: last read 3 days ago (2026-06-15T12:00:00Z), more than 3 scheduled runs ago; `tracker sync` says why\n',
  )
  expect(three.stdout).toMatch(
    /gitlab\.com\/mara-oduya \(mara\): tried \d+ seconds ago \(.*\), read completely 3 days ago/,
  )
  expect(json.code).toBe(8)
  expect(unscheduled.code).toBe(0)
})

test('an account that was configured a moment ago has missed nothing', async () => {
  const bench = await startBench()
  await bench.configure({ people: [person('mara'), person('teo')], schedule })
  await bench.run(['sync', 'mara'])

  const ran = await bench.run(['status'])

  expect(ran.code).toBe(0)
  expect(ran.stdout).toContain('github.com/teo-valdris (teo)  never read\n')
})

/** Mara on both forges, and so many whom the forge does not know, read once. */
async function crowd(count: number): Promise<Bench> {
  const bench = await startBench()
  const strangers = Array.from({ length: count }, (_, index) => ({
    id: `p${index}`,
    name: 'Nobody',
    accounts: [{ forge: 'github', login: `nobody-${index}` }],
  }))
  await bench.configure({ people: [person('mara'), ...strangers], schedule })
  await bench.run(['sync'])
  return bench
}

test('where all streams do not fit on a screen every account has a line, in columns', async () => {
  const bench = await crowd(10)

  const { code, stdout } = await bench.run(['status'])

  const lines = stdout.trimEnd().split('\n')
  expect(code).toBe(8)
  expect(lines).toHaveLength(13)
  expect(lines[0]).toMatch(
    /^github\.com\/mara-oduya \(mara\) {2}read 0 seconds ago {5}\d+ merged, \d+ reviewed$/,
  )
  expect(lines[1]).toMatch(
    /^gitlab\.com\/mara-oduya \(mara\) {2}read .* \d+ merged, \d+\+ reviewed$/,
  )
  expect(lines[2]).toMatch(
    /^github\.com\/nobody-0 \(p0\) {6}never read completely {2}0\+ merged, 0\+ reviewed$/,
  )
})

test('a hundred accounts fit on one screen, and what is wrong with them is one line', async () => {
  const bench = await crowd(98)

  const ran = await bench.run(['status'])

  const lines = ran.stdout.trimEnd().split('\n')
  expect(lines.length).toBeLessThan(23)
  expect(lines[0]).toBe('2 of 100 accounts read completely')
  expect(lines[1]).toMatch(/^github\.com\/nobody-0 \(p0\) +never read completely/)
  expect(ran.stdout).toContain('and 80 more; --json has all\n')
  expect(ran.stderr).toBe(
    '98 of 100 accounts are out of date, github.com/nobody-0 the most: never read completely; `tracker sync` says why\n',
  )
})
