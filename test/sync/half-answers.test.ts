import { expect, test } from 'vitest'
import { addComment } from '../sandbox/build.ts'
import type { FaultRule } from '../sandbox/faults/rules.ts'
import { type FlowOptions, startFlow } from '../support/flow.ts'
import { harbour, remark } from '../support/harbour.ts'
import { expectHonesty, expectTruth } from '../support/truth.ts'

/** What is missing in an answer beside an error, or in one that never came, says nothing. */
async function start(kind: 'github' | 'gitlab', part: Partial<FlowOptions> & { closed?: boolean }) {
  const place = harbour(kind)
  const { world, forge, ada, reviewed } = place
  for (const pull of reviewed) remark(forge, pull, ada.id, world.now)
  ada.profilePrivate = part.closed === true
  const accounts = [{ forge: kind, login: 'ada' }] as const
  return { ...place, flow: await startFlow({ world, accounts, commands: false, ...part }) }
}

function gapsOf(result: { readonly accounts: readonly { readonly streams: readonly object[] }[] }) {
  return result.accounts[0]?.streams.find(
    (stream) => 'stream' in stream && stream.stream === 'reviews',
  )
}

test('GitLab: a private profile stays unread when the merge requests, which show that it is one, fail', async () => {
  const { flow } = await start('gitlab', { closed: true })
  const whole = { reason: 'profile-private', from: null, until: null }
  expect(gapsOf(await flow.sync())).toMatchObject({ gaps: [whole] })

  flow.advance(86_400)
  const down: FaultRule = {
    match: ({ operations, path }) =>
      path === '/merge_requests' || operations.some(({ name }) => name === 'AuthoredMergeRequests'),
    times: Number.POSITIVE_INFINITY,
    fault: { kind: 'status', status: 503 },
  }
  flow.sandbox.faults.push(down)
  expect(gapsOf(await flow.sync())).toMatchObject({
    gaps: expect.arrayContaining([
      expect.objectContaining({ reason: 'unavailable', from: null, until: null }),
    ]),
  })

  flow.sandbox.faults.length = 0
  expect(gapsOf(await flow.sync())).toMatchObject({ gaps: [whole] })
})

test('GitLab: a private profile stays unread when GraphQL cannot show that it is one', async () => {
  const { flow } = await start('gitlab', { closed: true })
  await flow.sync()
  flow.advance(86_400)
  const half: FaultRule = {
    match: { operation: /^AuthoredMergeRequests$/, from: 1 },
    fault: { kind: 'forbidden', what: 'field', which: 'last' },
  }
  flow.sandbox.faults.push(half)
  const result = await flow.sync()

  expect(flow.sandbox.fired(half)).toBeGreaterThan(0)
  expect(gapsOf(result)).toMatchObject({
    gaps: [{ reason: 'profile-private', from: null, until: null }],
  })
})

test('GitLab: projects that lack in half an answer are asked for one by one, and hide nothing', async () => {
  const half: FaultRule = {
    match: { operation: /^ProjectsByIds$/, from: 1 },
    fault: { kind: 'forbidden', what: 'row', which: 'last' },
  }
  const { flow } = await start('gitlab', { faults: [half] })
  const result = await flow.sync()

  expect(flow.sandbox.fired(half)).toBeGreaterThan(0)
  expect(result.outcome).toBe('completed')
  expectTruth(flow)
})

test('GitHub: commands that were seen and could not be read leave no number proven', async () => {
  const secret: FaultRule = {
    match: ({ operations }) =>
      operations.some(({ query }) => /issueComments\([^)]*after/.test(query)),
    times: Number.POSITIVE_INFINITY,
    fault: { kind: 'forbidden', what: 'field', which: 'first' },
  }
  const { flow, forge, reviewed, ada, world } = await start('github', {
    commands: 'auto',
    faults: [secret],
  })
  for (const pull of reviewed) {
    addComment(forge, {
      pullRequestId: pull.id,
      authorId: ada.id,
      body: '/lgtm',
      createdAt: world.now,
    })
  }
  const result = await flow.sync()

  expect(result.outcome).toBe('partial')
  expect(flow.section().totals.reviewed).toEqual({ value: 12, atLeast: true })
  expectHonesty(flow, result)
  flow.sandbox.faults.length = 0
  await flow.sync()
  expect(flow.section().totals.reviewed).toEqual({ value: 12, atLeast: false })
  expectTruth(flow)
})

test.each(['auto', false] as const)(
  'GitHub: whether there are commands is asked before a number is proven, where they are %s',
  async (commands) => {
    const secret: FaultRule = {
      match: ({ operations }) => operations.some(({ query }) => query.includes('issueComments(')),
      fault: { kind: 'forbidden-path', path: ['q5', 'issueComments'] },
    }
    const { flow } = await start('github', { commands, faults: [secret] })
    await flow.sync()

    const asked = commands === 'auto'
    expect(flow.sandbox.fired(secret) > 0).toBe(asked)
    expect(flow.document().state).toBe(asked ? 'left' : 'written')
  },
)

test('GitHub: a review that may not be seen is a gap also where search counts nothing more, until it may', async () => {
  const secret: FaultRule = {
    match: ({ operations }) => operations.some(({ query }) => /search\([^)]*after/.test(query)),
    fault: { kind: 'forbidden', what: 'row', which: 'last' },
  }
  const { flow } = await start('github', { closed: true, faults: [secret] })
  const result = await flow.sync()

  expect(flow.sandbox.fired(secret)).toBe(1)
  expect(result.outcome).toBe('partial')
  expect(gapsOf(result)).toMatchObject({
    gaps: [{ reason: 'forbidden' }, { reason: 'profile-private' }],
  })
  expectHonesty(flow, result)

  const next = await flow.sync()
  expect(next.outcome).toBe('completed')
  expectTruth(flow)
})
