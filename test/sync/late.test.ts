import { describe, expect, test } from 'vitest'
import { forgeKinds } from '../../src/forge/kinds.ts'
import { editPullRequest } from '../sandbox/mutate.ts'
import { startFlow } from '../support/flow.ts'
import { type Ocean, ocean, shortPages } from '../support/ocean.ts'
import { expectTruth } from '../support/truth.ts'

/** Edits that no count tells of: only reading the right rows again finds them. */
describe.each(forgeKinds)('%s', (kind) => {
  async function start() {
    const place = ocean(kind, 'open')
    const account = { forge: kind, login: place.ada.login }
    const options = { accounts: [account], faults: [shortPages], commands: true }
    const flow = await startFlow({ world: place.world, ...options })
    return { ...place, flow }
  }

  function retitle({ forge }: Ocean, pull: Ocean['written'][number] | undefined, at: number): void {
    const title = `Edited in minute ${Math.floor(at / 60_000)}`
    editPullRequest(forge, pull?.id ?? 0, { title }, new Date(at).toISOString())
  }

  test('an edit that the list shows late, behind newer ones on a later page, is found by the next sync', async () => {
    const { flow, ...place } = await start()
    const minutesAgo = (minutes: number) => flow.sandbox.now() - minutes * 60_000
    for (const minutes of [5, 10, 15, 20, 25]) {
      retitle(place, place.written[minutes / 5], minutesAgo(minutes))
    }
    expect((await flow.sync()).outcome).toBe('completed')
    expectTruth(flow)
    retitle(place, place.written.at(-1), minutesAgo(50))

    const result = await flow.sync()

    expect(result.outcome).toBe('completed')
    expectTruth(flow)
  })

  test('an edit of what was read before a run broke off is found by the run that goes on', async () => {
    let resumed = 0
    for (let index = 1; ; index++) {
      const { flow, ...place } = await start()
      const stop = new AbortController()
      const change = () => stop.abort()
      flow.sandbox.faults.push({ match: { index }, fault: { kind: 'mutate', change } })
      const broken = await flow.sync({ signal: stop.signal })
      if (!stop.signal.aborted) break
      const before = broken.accounts[0]?.streams.find(({ stream }) => stream === 'pull-requests')
      if (before !== undefined && before.stored > 0 && before.finishedAt === null) resumed += 1
      flow.advance(3600)
      retitle(place, place.written[0], flow.sandbox.now() - 60_000)

      const result = await flow.sync()

      expect(result.outcome, `broken off at request ${index}`).toBe('completed')
      expectTruth(flow)
    }
    expect(resumed).toBeGreaterThan(0)
  }, 60_000)
})
