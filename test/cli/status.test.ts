import { expect, test } from 'vitest'
import type { FaultRule } from '../sandbox/faults/rules.ts'
import { fictionalPeople } from '../sandbox/fictional.ts'
import { person, startBench } from '../support/cli.ts'

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
    'gitlab.com/mara-oduya: last read 3 days ago (2026-06-15T12:00:00Z), more than 3 scheduled runs ago; see `tracker run`\n',
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
  expect(ran.stdout).toContain('github.com/teo-valdris (teo): never read\n')
})

test('many accounts still fit on one screen; those that lack something are named', async () => {
  const bench = await startBench()
  const accounts = Array.from({ length: 30 }, (_, index) => ({
    forge: 'github',
    login: `nobody-${index}`,
  }))
  const { github, gitlab } = fictionalPeople.mara
  const known = [
    { forge: 'github', login: github },
    { forge: 'gitlab', login: gitlab },
  ]
  await bench.configure({ people: [{ ...person('mara'), accounts: known }], schedule })
  await bench.run(['sync'])
  await bench.configure({
    people: [{ ...person('mara'), accounts: [...known, ...accounts] }],
    schedule,
  })

  const ran = await bench.run(['status'])

  const lines = ran.stdout.trimEnd().split('\n')
  expect(lines.length).toBeLessThan(24)
  expect(lines[0]).toBe('2 of 32 accounts read completely')
  expect(ran.stdout).toContain('github.com/nobody-0 (mara): never read\n')
  expect(ran.stdout).toContain('and 15 more; --json has all\n')
})
