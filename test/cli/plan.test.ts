import { expect, test } from 'vitest'
import { planLine } from '../../src/cli/plan.ts'
import type { ForgeEstimate } from '../../src/sync/sync.ts'
import { person, resume, startBench, withResume } from '../support/cli.ts'

const hourly = { unit: 'points', limit: 5000, per: 'hour' } as const
const aMinute = { unit: 'requests', limit: 2000, per: 'minute' } as const

function line(part: Partial<ForgeEstimate>): string {
  const requests = { least: 4, most: 4 }
  const quota = { ...hourly, used: requests }
  const each = 'about 1 more for every 100 reviews'
  return planLine({ forge: 'a', host: 'a.example', requests, unread: [], each, quota, ...part })
}

test.each<[Partial<ForgeEstimate>, string]>([
  [{}, 'a.example: about 4 requests, under 1 % of the hourly 5,000 points'],
  [{ requests: { least: 1, most: 1 }, quota: null }, 'a.example: about 1 request'],
  [
    { requests: { least: 2, most: 1404 }, quota: { ...aMinute, used: { least: 2, most: 1404 } } },
    'a.example: 2 to 1,404 requests, up to 71 % of the 2,000 requests a minute',
  ],
  [
    { quota: { ...hourly, used: { least: 100, most: 100 } } },
    'a.example: about 4 requests, 2 % of the hourly 5,000 points',
  ],
  [
    { requests: { least: 2, most: null }, unread: ['ada'], quota: null },
    'a.example: at least 2 requests; `ada` was never read to the end: about 1 more for every 100 reviews',
  ],
  [
    {
      requests: { least: 2, most: null },
      unread: ['ada', 'grace'],
      quota: { ...hourly, used: { least: 2, most: null } },
    },
    'a.example: at least 2 requests (under 1 % of the hourly 5,000 points); `ada`, `grace` were never read to the end: about 1 more for every 100 reviews',
  ],
  [
    { requests: { least: 9, most: null }, unread: ['a', 'b', 'c', 'd'], quota: null },
    'a.example: at least 9 requests; 4 accounts were never read to the end: about 1 more for every 100 reviews',
  ],
])('%j is told as %s', (part, told) => {
  expect(line(part)).toBe(told)
})

test('--plan tells each forge on stderr before anything is sent, then syncs', async () => {
  const bench = await startBench()
  await bench.configure({ people: [person('mara')] })
  let sentBefore = -1
  const heard = (text: string) => {
    if (sentBefore < 0 && text.includes('gitlab.com: ')) sentBefore = bench.sandbox.requests.length
  }

  const first = await bench.run(['sync', '--plan'], { heard })
  const second = await bench.run(['sync', '--plan'])

  expect(sentBefore).toBe(0)
  expect(first.code).toBe(0)
  expect(first.stderr).toMatch(/^github\.com: at least \d+ requests \(under 1 % of .*`mara-oduya`/m)
  expect(first.stdout).toMatch(/^github\.com\/mara-oduya: \d+ new/m)
  expect(second.stderr).toMatch(
    /^github\.com: (?:about \d+|\d+ to \d+) requests?, under 1 % of the hourly 5,000 points\ngitlab\.com: .*of the 2,000 requests a minute\n$/,
  )
})

test('--json has the plan in its one object; without --plan there is none', async () => {
  const bench = await startBench()
  await bench.configure({ people: [withResume('mara')] })
  await bench.write('mara.md', resume)

  const plain = JSON.parse((await bench.run(['sync', '--json'])).stdout)
  const planned = JSON.parse((await bench.run(['sync', '--plan', '--json'])).stdout)
  const run = JSON.parse((await bench.run(['run', '--plan', '--json'])).stdout)

  expect(Object.keys(plain)).toEqual(['outcome', 'requests', 'accounts'])
  expect(Object.keys(planned)).toEqual(['outcome', 'requests', 'accounts', 'plan'])
  expect(planned.plan.map(({ forge }: { forge: string }) => forge)).toEqual(['github', 'gitlab'])
  expect(planned.plan[0]).toEqual({
    forge: 'github',
    host: 'github.com',
    requests: { least: expect.any(Number), most: expect.any(Number) },
    unread: [],
    quota: { ...hourly, least: expect.any(Number), most: expect.any(Number) },
  })
  const [least, most] = ['least', 'most'].map((key) =>
    planned.plan.reduce(
      (sum: number, each: { requests: Record<string, number> }) => sum + (each.requests[key] ?? 0),
      0,
    ),
  )
  expect(planned.requests).toBeGreaterThanOrEqual(least)
  expect(planned.requests).toBeLessThanOrEqual(most)
  expect(run.sync.plan).toHaveLength(2)
})

test('a forge without a token is left out of the plan; where nothing could be done it is empty', async () => {
  const bench = await startBench()
  await bench.configure({ people: [person('mara')] })

  const without = await bench.run(['sync', '--plan', '--json'], { env: {} })
  await bench.write('tracker.db', 'no database, whatever its name says\n'.repeat(200))
  const broken = await bench.run(['sync', '--plan', '--json'])

  expect(without.code).toBe(4)
  expect(JSON.parse(without.stdout).plan).toEqual([])
  expect(broken.code).toBe(1)
  expect(JSON.parse(broken.stdout)).toMatchObject({ outcome: 'failed', plan: [] })
})
