import { expect, test } from 'vitest'
import { startFlow } from '../support/flow.ts'
import { daysBefore, harbour, review } from '../support/harbour.ts'
import { expectHonesty } from '../support/truth.ts'

/** What the other tests of sync believe in is tested itself. */
async function syncedOldAccount() {
  const place = harbour('gitlab', '2020-01-01T00:00:00Z')
  const flow = await startFlow({
    world: place.world,
    accounts: [{ forge: 'gitlab', login: 'ada' }],
    commands: false,
  })
  return { ...place, flow, result: await flow.sync() }
}

test('a row that lacks outside an excused gap is a lie, one inside is none', async () => {
  const { world, forge, flow, ada, reviewable, result } = await syncedOldAccount()
  expect(result.outcome).toBe('completed')
  expect(result.accounts[0]?.streams.flatMap(({ gaps }) => gaps)).toMatchObject([
    { reason: 'retention' },
  ])
  expectHonesty(flow, result)
  const told = flow.expected()
  const [row] = told.reviews
  if (row === undefined) throw new Error('Cannot do without a review')
  const old = { ...row, at: '2021-01-01T00:00:00Z' }
  expectHonesty(
    flow,
    { ...result, outcome: 'partial' },
    { ...told, reviews: [...told.reviews, old] },
  )

  review(forge, reviewable, ada.id, daysBefore(world, 30))
  expect(() => expectHonesty(flow, { ...result, outcome: 'partial' })).toThrow(
    'expected [ Array(1) ]',
  )
})

test('two equal rows are two, and one of them is a lack', async () => {
  const { forge, flow, ada, reviewable } = await syncedOldAccount()
  flow.advance(3600)
  const at = new Date(flow.sandbox.now() - 60_000).toISOString()
  review(forge, reviewable, ada.id, at)
  review(forge, reviewable, ada.id, at)
  const result = await flow.sync()
  expectHonesty(flow, result)

  const told = flow.expected()
  const [row] = told.reviews.slice(-1)
  if (row === undefined) throw new Error('Cannot do without a review')
  const more = { ...told, reviews: [...told.reviews, row] }
  expect(() => expectHonesty(flow, { ...result, outcome: 'partial' }, more)).toThrow(
    'expected [ Array(1) ]',
  )
})
