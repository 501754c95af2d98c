import { describe, expect, test } from 'vitest'
import { forgeKinds } from '../../src/forge/kinds.ts'
import { addComment, addNote, addPullRequest, addRepository } from '../sandbox/build.ts'
import type { Request } from '../sandbox/exchange.ts'
import {
  deleteComment,
  deleteNote,
  editPullRequest,
  mergePullRequest,
  renameRepository,
} from '../sandbox/mutate.ts'
import { touch } from '../sandbox/world.ts'
import { startFlow } from '../support/flow.ts'
import { daysBefore, harbour, remark, review } from '../support/harbour.ts'
import { town } from '../support/town.ts'
import { expectHonesty, expectNothingLost, expectTruth } from '../support/truth.ts'

/** What lists and names do that are not as they were when one began to read them. */
describe.each(forgeKinds)('%s', (kind) => {
  const accounts = [{ forge: kind, login: 'ada' }]

  /** Enough for several pages of everything. */
  const place = () => town(kind, 230, (index) => 20 + index * 2)

  test('a cursor that does not move ends the pass and says so, wherever it stands still', async () => {
    const whole = await startFlow({ world: place().world, accounts, commands: false })
    await whole.sync()
    const needed = whole.requests()
    for (const from of [1, Math.ceil((needed + 1) / 2), needed]) {
      const flow = await startFlow({ world: place().world, accounts, commands: false })
      flow.sandbox.faults.push({ match: { forge: kind, from }, fault: { kind: 'stuck-cursor' } })
      const result = await flow.sync()

      expect(flow.requests(), `from request ${from}`).toBeLessThan(3 * needed + 20)
      expectHonesty(flow, result)
      flow.sandbox.faults.splice(0)
      flow.advance(3600)
      expect((await flow.sync()).outcome).toBe('completed')
      expectTruth(flow)
    }
  })

  test('a transferred repository stays one: its rows, its news and its links are the new owner’s', async () => {
    const { world, forge, ada, grace, lamp, open, reviewable, written } = harbour(kind)
    for (const pull of [reviewable, ...open]) Object.assign(pull, { repositoryId: lamp.id })
    touch(forge)
    const flow = await startFlow({ world, accounts, commands: false })
    await flow.sync()
    renameRepository(forge, lamp.id, 'grace/lamp', grace.id)
    flow.advance(86_400)
    const at = new Date(flow.sandbox.now() - 60_000).toISOString()
    mergePullRequest(forge, open[0]?.id ?? 0, at)
    review(forge, reviewable, ada.id, at)
    editPullRequest(forge, written[1]?.id ?? 0, { title: 'Moved with it' }, at)
    const result = await flow.sync()

    expect(result.outcome).toBe('completed')
    expectTruth(flow)
    const { counts } = flow.section()
    expect(Object.keys(counts).sort()).toEqual(
      ['grace/lamp', 'works/buoy'].map((path) => `${kind}.com/${path}`),
    )
  })

  test('a repository that takes the path of a transferred one has rows of its own', async () => {
    const { world, forge, ada, grace, lamp, works } = harbour(kind)
    const flow = await startFlow({ world, accounts, commands: false })
    await flow.sync()
    renameRepository(forge, lamp.id, 'grace/lamp', grace.id)
    const other = addRepository(forge, { path: 'works/lamp', ownerId: works.id })
    flow.advance(86_400)
    const at = new Date(flow.sandbox.now() - 60_000).toISOString()
    addPullRequest(forge, {
      repositoryId: other.id,
      authorId: ada.id,
      number: 2,
      createdAt: at,
      mergedAt: at,
    })
    const result = await flow.sync()

    expect(result.outcome).toBe('completed')
    expectTruth(flow)
  })
})

describe('gitlab', () => {
  /** As many remarks as three pages of events hold, each on a merge request of its own. @param apart days */
  function remarked(apart: number) {
    const place = harbour('gitlab')
    const { world, forge, ada, grace, buoy } = place
    const notes = Array.from({ length: 260 }, (_, index) => {
      const pull = addPullRequest(forge, {
        repositoryId: buoy.id,
        authorId: grace.id,
        number: 1000 + index,
        createdAt: daysBefore(world, 400),
        mergedAt: daysBefore(world, 0.001),
      })
      const createdAt = daysBefore(world, (260 - index) * apart)
      return addNote(forge, { pullRequestId: pull.id, authorId: ada.id, createdAt })
    })
    return { ...place, notes }
  }

  test.each([
    { when: 'over a year', apart: 1.2 },
    { when: 'within a day', apart: 0.003 },
  ])(
    'of remarks made $when none is lost when one goes and one comes while they are read',
    async ({ apart }) => {
      let struck = 0
      for (let index = 2; ; index++) {
        const { world, forge, ada, notes, reviewable } = remarked(apart)
        const flow = await startFlow({ world, accounts: [{ forge: 'gitlab', login: 'ada' }] })
        let path = ''
        const change = () => {
          const gone = notes[5]?.id ?? 0
          deleteNote(forge, gone)
          for (const { id, targetId } of forge.events.values()) {
            if (targetId === gone) forge.events.delete(id)
          }
          const createdAt = new Date(flow.sandbox.now()).toISOString()
          addNote(forge, { pullRequestId: reviewable.id, authorId: ada.id, createdAt })
          touch(forge)
        }
        let asked = 0
        const match = (request: Request) => {
          if (!request.path.endsWith('/events')) return false
          asked += 1
          if (asked === index) path = request.path
          return asked === index
        }
        flow.sandbox.faults.push({ match, fault: { kind: 'mutate', change } })
        const result = await flow.sync()

        if (path === '') break
        struck += 1
        expect(result.outcome, `before request ${index} for events`).toBe('completed')
        // What came meanwhile may be the next sync's.
        const expected = flow.expected()
        const reviews = expected.reviews.filter(({ number }) => number !== reviewable.number)
        expectNothingLost(flow, result, { ...expected, reviews })
      }
      expect(struck).toBeGreaterThan(2)
    },
  )

  test('events that become fewer again and again are not called read', async () => {
    const { world, forge, ada, reviewed } = harbour('gitlab')
    for (let index = 0; index < 260; index++) {
      const pull = reviewed[index % reviewed.length]
      if (pull !== undefined) remark(forge, pull, ada.id, daysBefore(world, 10 + index))
    }
    const flow = await startFlow({ world, accounts: [{ forge: 'gitlab', login: 'ada' }] })
    const match = { path: /\/events$/, from: 2 }
    const times = 12
    const forget = () => {
      // Pruned from the front: whatever follows moves up.
      const comments = [...forge.events.values()].filter(({ action }) => action === 'commented on')
      const [oldest] = comments.sort((a, b) => a.id - b.id)
      if (oldest !== undefined) forge.events.delete(oldest.id)
      touch(forge)
    }
    flow.sandbox.faults.push({ match, times, fault: { kind: 'mutate', change: forget } })
    const result = await flow.sync()

    expectNothingLost(flow, result)
    expect(result.outcome).toBe('partial')
    expect(result.accounts[0]?.failure?.message).toContain('vanish')
    flow.sandbox.faults.splice(0)
    const again = await flow.sync()
    expect(again.outcome).toBe('completed')
    expectNothingLost(flow, again)
  })
})

describe('github', () => {
  /** Comments with and without commands, on several pages. */
  function talk() {
    const place = harbour('github')
    const { world, forge, ada, reviewed } = place
    for (let index = 0; index < 260; index++) {
      addComment(forge, {
        pullRequestId: reviewed[index % reviewed.length]?.id ?? null,
        authorId: ada.id,
        body: index % 5 === 0 ? '/lgtm' : 'Thanks',
        createdAt: daysBefore(world, 10 + index),
      })
    }
    return place
  }

  test('comments that are deleted while they are read hide no command', async () => {
    for (let index = 2; ; index++) {
      const { world, forge } = talk()
      const flow = await startFlow({
        world,
        accounts: [{ forge: 'github', login: 'ada' }],
        commands: true,
      })
      let fired = false
      const change = () => {
        fired = true
        const [newest] = [...forge.comments.values()].filter(({ body }) => body === 'Thanks')
        if (newest !== undefined) deleteComment(forge, newest.id)
      }
      const match = { forge: 'github', index } as const
      flow.sandbox.faults.push({ match, fault: { kind: 'mutate', change } })
      // The sandbox keeps its lists by place; a GitHub that keeps them by number shifts them.
      flow.sandbox.faults.push({ match, fault: { kind: 'shifted', by: -1 } })
      const result = await flow.sync()

      expectNothingLost(flow, result)
      if (!fired) break
    }
  })
})
