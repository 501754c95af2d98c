import { describe, expect, test } from 'vitest'
import { type ForgeKind, forgeKinds } from '../../src/forge/kinds.ts'
import { addComment, addPullRequest, addRepository } from '../sandbox/build.ts'
import type { Request } from '../sandbox/exchange.ts'
import type { FaultRule } from '../sandbox/faults/rules.ts'
import {
  deleteComment,
  deletePullRequest,
  deleteRepository,
  deleteReview,
} from '../sandbox/mutate.ts'
import { type ForgeWorld, touch } from '../sandbox/world.ts'
import { contentsOf } from '../support/contents.ts'
import { type Flow, startFlow } from '../support/flow.ts'
import { daysBefore, remark, review } from '../support/harbour.ts'
import { lists, textOf } from '../support/lists.ts'
import { type Ocean, ocean, type Profile, shortPages } from '../support/ocean.ts'
import { linesOf, without } from '../support/truth.ts'

/** What takes the first row out of a list, and what brings one to its end; `index`: how often it was done before. */
interface Shift {
  goes(place: Ocean, index: number): void
  comes(place: Ocean, now: string, index: number): void
  /** The forge tells no more that it went. */
  readonly untold?: true
}

const mergedLongAgo: Shift = {
  goes: ({ forge, written }, index) => deletePullRequest(forge, written[index]?.id ?? 0),
  // Its project has just become public.
  comes({ forge, world, lamp, ada, grace }, _, index) {
    const [createdAt, mergedAt] = [daysBefore(world, 1500), daysBefore(world, 1499)]
    const common = { repositoryId: lamp.id, authorId: ada.id, mergedById: grace.id }
    addPullRequest(forge, { ...common, number: 400 + index, createdAt, mergedAt })
  },
}
const ownRepository = (oldest: boolean): Shift => ({
  goes({ forge, ada }) {
    const own = [...forge.repositories.values()]
      .filter(({ ownerId }) => ownerId === ada.id)
      .sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1))
    deleteRepository(forge, own.at(oldest ? 0 : -1)?.id ?? 0)
  },
  comes({ forge, world, ada }, _, index) {
    const place = oldest ? {} : { id: 7 + index }
    const createdAt = daysBefore(world, oldest ? 1 : 900)
    addRepository(forge, { ...place, path: `ada/late-${index}`, ownerId: ada.id, createdAt })
  },
})
const oldApproval: Shift = {
  goes: ({ forge, old }, index) => deletePullRequest(forge, old.at(-1 - index)?.id ?? 0),
  comes({ forge, world, lamp, ada, grace }, _, index) {
    const [createdAt, mergedAt] = [daysBefore(world, 1200), daysBefore(world, 1199)]
    const common = { repositoryId: lamp.id, number: 400 + index, reviewerIds: [ada.id] }
    const theirs = { authorId: grace.id, mergedById: grace.id, createdAt, mergedAt }
    const pull = addPullRequest(forge, { ...common, ...theirs })
    review(forge, pull, ada.id, mergedAt)
  },
}
const event = (action: string, comes: Shift['comes']): Shift => ({
  // GitLab's feed forgets its oldest.
  goes({ forge }) {
    const [oldest] = [...forge.events.values()]
      .filter((each) => each.action === action && Date.parse(each.at) > threeYearsAgo(forge))
      .sort((a, b) => a.id - b.id)
    if (oldest === undefined) throw new Error('Cannot forget an event where there is none')
    forge.events.delete(oldest.id)
    forge.approvals.delete([...forge.approvals.values()].find(isOf(oldest))?.id ?? 0)
    forge.notes.delete(oldest.targetId)
    touch(forge)
  },
  comes,
  untold: true,
})

const shifts: Readonly<Record<ForgeKind, Readonly<Record<string, Shift>>>> = {
  github: {
    'pull-requests': mergedLongAgo,
    'reviews: windows': {
      goes: ({ forge, reviewed }, index) =>
        deletePullRequest(forge, reviewed.at(-1 - index)?.id ?? 0),
      // A draft of long ago is handed in: its review is as old as the draft.
      comes({ forge, world, lamp, ada, grace }, _, index) {
        const common = { repositoryId: lamp.id, number: 400 + index, authorId: grace.id }
        const pull = addPullRequest(forge, { ...common, createdAt: daysBefore(world, 160) })
        remark(forge, pull, ada.id, daysBefore(world, 150))
      },
    },
    'reviews: search': {
      goes: ({ forge, old }, index) => deletePullRequest(forge, old.at(-1 - index)?.id ?? 0),
      comes({ forge, world, lamp, ada, grace }, now, index) {
        const common = { repositoryId: lamp.id, number: 400 + index, authorId: grace.id }
        const pull = addPullRequest(forge, { ...common, createdAt: daysBefore(world, 0.01) })
        review(forge, pull, ada.id, now)
      },
    },
    'reviews: of one': {
      goes({ forge, reviewed }) {
        const [first] = [...forge.reviews.values()]
          .filter(({ pullRequestId }) => pullRequestId === reviewed[0]?.id)
          .sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1))
        deleteReview(forge, first?.id ?? 0)
      },
      comes({ forge, ada, reviewed: [busy] }, now) {
        if (busy !== undefined) remark(forge, busy, ada.id, now)
      },
    },
    commands: {
      goes({ forge }) {
        const [newest] = [...forge.comments.values()].sort((a, b) =>
          a.updatedAt > b.updatedAt ? -1 : 1,
        )
        deleteComment(forge, newest?.id ?? 0)
      },
      comes({ forge, world, ada, reviewable }) {
        const createdAt = daysBefore(world, 900)
        const common = { pullRequestId: reviewable.id, authorId: ada.id, body: '/lgtm' }
        addComment(forge, { ...common, createdAt })
      },
    },
    repositories: ownRepository(true),
  },
  gitlab: {
    'pull-requests: GraphQL': mergedLongAgo,
    'pull-requests: REST': mergedLongAgo,
    'reviews: approvals': event('approved', ({ forge, ada, reviewable }, now) =>
      review(forge, reviewable, ada.id, now),
    ),
    'reviews: notes': event('commented on', ({ forge, ada, reviewable }, now) =>
      remark(forge, reviewable, ada.id, now),
    ),
    'reviews: approved before': oldApproval,
    'reviews: asked before': oldApproval,
    repositories: ownRepository(false),
  },
}

/** Pages overlap by a row, so that one that goes moves none out of sight, and two do. */
const amounts = [
  { go: 1, come: 0 },
  { go: 1, come: 1 },
  { go: 2, come: 2 },
] as const

function threeYearsAgo(forge: ForgeWorld): number {
  return Math.max(...[...forge.events.values()].map(({ at }) => Date.parse(at))) - 1090 * 86_400_000
}

function isOf(event: { readonly targetId: number; readonly userId: number }) {
  return (approval: { readonly pullRequestId: number; readonly userId: number }) =>
    approval.pullRequestId === event.targetId && approval.userId === event.userId
}

describe.each(forgeKinds)('%s', (kind) => {
  const cases = Object.entries(shifts[kind]).map(([name, shift]) => {
    const list = lists[kind].find((each) => each.name === name)
    if (list === undefined) throw new Error(`Cannot find the list ${name}`)
    const [profile = 'open'] = list.long
    return { name, shift, holds: list.holds, profile }
  })

  /** Places, not keys, are what the cursors are, so that nothing but the order of rows says where a page begins. */
  async function start(profile: Profile) {
    const place = ocean(kind, profile)
    const faults: FaultRule[] = [shortPages, { match: {}, fault: { kind: 'counted-cursors' } }]
    if (kind === 'gitlab' && profile === 'closed') {
      // Where the filter for approvals is not to be had, the other one names what was approved.
      for (const each of place.old) review(place.forge, each, place.ada.id, each.mergedAt ?? '')
      const match = ({ query }: { query: URLSearchParams }) => query.has('approved_by_ids[]')
      const times = Number.POSITIVE_INFINITY
      faults.push({ match, times, fault: { kind: 'words', status: 403, words: 'Forbidden' } })
    }
    const sent: string[] = []
    const match = (request: Request) => sent.push(textOf(request)) === 0
    faults.push({ match, fault: { kind: 'mutate', change: () => {} } })
    return { place, flow: await begin(place, faults), sent }
  }

  function begin({ world }: Ocean, faults: readonly FaultRule[]): Promise<Flow> {
    return startFlow({ world, accounts: [{ forge: kind, login: 'ada' }], commands: true, faults })
  }

  /** What is stored: the rows of an export, and the repositories that are the account's own. */
  function rowsOf(flow: Flow): string[] {
    const own = (contentsOf(flow.database)['repository'] ?? [])
      .map((row) => JSON.parse(row) as { path: string; owner_login: string | null })
      .filter((row) => row.owner_login === 'ada')
    return [...linesOf(flow.exported()), ...own.map(({ path }) => path)]
  }

  /** What the forge holds. */
  function recordsOf(flow: Flow, { forge, ada }: Ocean): string[] {
    const own = [...forge.repositories.values()].filter(({ ownerId }) => ownerId === ada.id)
    return [...linesOf(flow.expected()), ...own.map(({ path }) => path)]
  }

  /** Strikes before the n-th request for the list, and holds what is stored against a run that nothing disturbed. */
  async function strike(
    { shift, holds, profile }: (typeof cases)[number],
    { go, come }: (typeof amounts)[number],
    nth: number,
    undisturbed: readonly string[],
  ): Promise<void> {
    const { place, flow } = await start(profile)
    const before = recordsOf(flow, place)
    let asked = 0
    const change = () => {
      const now = new Date(flow.sandbox.now()).toISOString()
      for (let index = 0; index < go; index++) shift.goes(place, index)
      for (let index = 0; index < come; index++) shift.comes(place, now, index)
    }
    flow.sandbox.faults.push({
      match: (request) => holds.test(textOf(request)) && ++asked === nth,
      fault: { kind: 'mutate', change },
    })
    const result = await flow.sync()
    expect(asked).toBeGreaterThanOrEqual(nth)
    const gone = without(before, recordsOf(flow, place))
    expect(gone.length).toBeGreaterThan(0)
    const lacking = without(without(undisturbed, gone), rowsOf(flow))
    if (lacking.length > 0) expect(result.outcome, lacking.join('\n')).not.toBe('completed')

    flow.sandbox.faults.splice(0)
    flow.advance(8 * 86_400)
    const later = await flow.sync()
    const once = await begin(place, flow.sandbox.faults)
    once.advance((flow.sandbox.now() - once.sandbox.now()) / 1000)
    await once.sync()
    expect(later.outcome).toBe('completed')
    const [wanted, stored] = [rowsOf(once), rowsOf(flow)]
    expect(without(wanted, stored)).toEqual([])
    // What is gone stays in the export and counts no more.
    expect(without(without(stored, wanted), gone)).toEqual([])
    if (!shift.untold) expect(flow.section().totals).toEqual(once.section().totals)
  }

  test.each(cases.flatMap((each) => amounts.map((amount) => ({ ...each, ...amount }))))(
    '$name: $go that go while pages are read hide none, and $come come in',
    async (each) => {
      const { flow, sent } = await start(each.profile)
      expect((await flow.sync()).outcome).toBe('completed')
      const { length } = sent.filter((text) => each.holds.test(text))
      expect(length).toBeGreaterThan(2)
      for (const nth of new Set([2, Math.ceil(length / 2) + 1, length])) {
        await strike(each, each, nth, rowsOf(flow))
      }
    },
  )
})
