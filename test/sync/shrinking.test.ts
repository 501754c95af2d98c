import { describe, test } from 'vitest'
import { forgeKinds } from '../../src/forge/kinds.ts'
import { addPullRequest } from '../sandbox/build.ts'
import type { Request } from '../sandbox/exchange.ts'
import { deletePullRequest, deleteReview, setProfilePrivate } from '../sandbox/mutate.ts'
import { touch } from '../sandbox/world.ts'
import { startFlow } from '../support/flow.ts'
import { daysBefore, harbour, review } from '../support/harbour.ts'
import { expectNothingLost } from '../support/truth.ts'

/**
 * What is deleted while a list is read shifts the rest of it by one: the row that stands there is not read, and one that
 * is stored and not there any more stands for it in every count.
 */
function village(kind: (typeof forgeKinds)[number]) {
  const place = harbour(kind)
  const { world, forge, ada, grace, buoy } = place
  const merged = (authorId: number, index: number) =>
    addPullRequest(forge, {
      repositoryId: buoy.id,
      authorId,
      number: 1000 + index,
      createdAt: daysBefore(world, 100 + index),
      mergedAt: daysBefore(world, 99 + index),
    })
  for (let index = 0; index < 110; index++) merged(ada.id, index)
  for (let index = 110; index < 220; index++) {
    review(forge, merged(grace.id, index), ada.id, daysBefore(world, 50 + index / 10))
  }
  return place
}

type Strike = (place: ReturnType<typeof village>) => void
const strikes: Readonly<Record<string, Strike>> = {
  'a merged pull request': ({ forge, written }) => deletePullRequest(forge, written[0]?.id ?? 0),
  'a reviewed pull request': ({ forge, reviewed }) =>
    deletePullRequest(forge, reviewed[0]?.id ?? 0),
  'a review': ({ forge }) => {
    // GitLab's feed forgets its oldest.
    const [event] = forge.events.keys()
    if (event !== undefined) forge.events.delete(event)
    touch(forge)
    const newest = [...forge.reviews.values()].sort((a, b) =>
      (a.submittedAt ?? '') < (b.submittedAt ?? '') ? 1 : -1,
    )[0]
    if (newest !== undefined) deleteReview(forge, newest.id)
  },
}
/** Asks for a further page of some list. */
function goesOn({ operations }: Request): boolean {
  return operations.some(({ variables }) =>
    Object.entries(variables).some(([name, value]) => name.endsWith('_after') && value !== null),
  )
}

describe.each(forgeKinds)('%s', (kind) => {
  /** @returns false when there was no such request */
  async function strike(what: string, hidden: boolean, index: number): Promise<boolean> {
    const place = village(kind)
    if (hidden) setProfilePrivate(place.forge, place.ada.id, true)
    const flow = await startFlow({
      world: place.world,
      accounts: [{ forge: kind, login: 'ada' }],
      commands: false,
    })
    let fired = false
    const change = () => {
      fired = true
      strikes[what]?.(place)
    }
    const { faults } = flow.sandbox
    const match = { forge: kind, index }
    faults.push({ match, fault: { kind: 'mutate', change } })
    // The sandbox keeps its lists by place; a GitHub that keeps them by number shifts them.
    if (kind === 'github') faults.push({ match, fault: { kind: 'shifted', by: -1 } })

    const result = await flow.sync()

    expectNothingLost(flow, result)
    return fired
  }

  /** The first run ends at that request; what is deleted is deleted before the next goes on. */
  async function strikeBetween(what: string, index: number): Promise<boolean> {
    const place = village(kind)
    const flow = await startFlow({
      world: place.world,
      accounts: [{ forge: kind, login: 'ada' }],
      commands: false,
    })
    const { faults } = flow.sandbox
    faults.push({ match: { forge: kind, from: index }, fault: { kind: 'html' } })
    const first = await flow.sync()
    faults.splice(0)
    strikes[what]?.(place)
    flow.advance(3600)
    if (kind === 'github') {
      faults.push({ match: goesOn, times: 1, fault: { kind: 'shifted', by: -1 } })
    }
    expectNothingLost(flow, await flow.sync())
    return first.outcome !== 'completed'
  }

  test.each(Object.keys(strikes))('%s is deleted between two runs', async (what) => {
    for (let index = 2; await strikeBetween(what, index); ) index += 1
  })

  test.each(
    Object.keys(strikes).flatMap((what) => [false, true].map((hidden) => ({ what, hidden }))),
  )('$what is deleted while lists are read (profile private: $hidden)', async (each) => {
    for (let index = 2; await strike(each.what, each.hidden, index); ) index += 1
  })
})
