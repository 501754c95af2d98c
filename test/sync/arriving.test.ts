import { describe, expect, test } from 'vitest'
import { addComment, addPullRequest, addRepository } from '../sandbox/build.ts'
import type { FaultRule } from '../sandbox/faults/rules.ts'
import { deletePullRequest } from '../sandbox/mutate.ts'
import { contentsOf } from '../support/contents.ts'
import { type Flow, startFlow } from '../support/flow.ts'
import { daysBefore, remark, review } from '../support/harbour.ts'
import { textOf } from '../support/lists.ts'
import { type Ocean, ocean, type Profile, shortPages } from '../support/ocean.ts'
import { linesOf, without } from '../support/truth.ts'

interface Arrival {
  readonly profile: Profile
  /** Requests for the list. */
  readonly holds: RegExp
  /** Days before the present, from the first row of the list to the fourth and beyond: pages hold four. */
  at(place: number): number
  /** What was there, and could not be seen, comes into sight with that date: its repository became public, say. */
  comes(place: Ocean, date: string): void
  /** Makes the second run read the list. */
  before?(place: Ocean): void
}

function pullRequest({ forge, lamp, grace }: Ocean, authorId: number, date: string) {
  const common = { repositoryId: lamp.id, number: 400, mergedById: grace.id }
  return addPullRequest(forge, { ...common, authorId, createdAt: date, mergedAt: date })
}

const arrivals: Readonly<Record<string, Arrival>> = {
  'pull requests by update': {
    profile: 'open',
    holds: /\bpullRequests\([^)]*UPDATED_AT/,
    at: (row) => 5 + 45 * row,
    comes: (place, date) => pullRequest(place, place.ada.id, date),
  },
  'pull requests by creation': {
    profile: 'open',
    holds: /\bpullRequests\([^)]*CREATED_AT/,
    at: (row) => 8 + 45 * (13 - row),
    comes: (place, date) => pullRequest(place, place.ada.id, date),
    before: ({ forge, written }) => deletePullRequest(forge, written[2]?.id ?? 0),
  },
  'contribution windows': {
    profile: 'open',
    holds: /\bpullRequestReviewContributions\(/,
    at: (row) => 3.5 + row / 10,
    comes: (place, date) =>
      remark(place.forge, pullRequest(place, place.grace.id, date), place.ada.id, date),
  },
  'the search for reviews': {
    profile: 'closed',
    holds: /\bsearch\([^)]*after/,
    at: (row) => 1660 - 40 * row,
    comes: (place, date) =>
      review(place.forge, pullRequest(place, place.grace.id, date), place.ada.id, date),
  },
  'reviews of one pull request': {
    profile: 'open',
    holds: /PullRequest \{ reviews\(/,
    at: (row) => (13 - row) / 8,
    // A draft of long ago is handed in: its review is as old as the draft.
    comes: ({ forge, ada, reviewed: [busy] }, date) => busy && remark(forge, busy, ada.id, date),
  },
  comments: {
    profile: 'open',
    holds: /\bissueComments\([^)]*after/,
    at: (row) => 3 + 15 * row,
    comes({ forge, ada, reviewable }, createdAt) {
      const common = { pullRequestId: reviewable.id, authorId: ada.id, body: '/lgtm' }
      addComment(forge, { ...common, createdAt })
    },
  },
  repositories: {
    profile: 'open',
    holds: /\brepositories\(first/,
    at: (row) => 700 - row,
    comes: ({ forge, ada }, createdAt) =>
      addRepository(forge, { path: 'ada/late', ownerId: ada.id, createdAt }),
  },
}

function missing(flow: Flow, { forge, ada }: Ocean): string[] {
  const stored = (contentsOf(flow.database)['repository'] ?? [])
    .map((row) => (JSON.parse(row) as { path: string }).path)
    .concat(linesOf(flow.exported()))
  const own = [...forge.repositories.values()].filter(({ ownerId }) => ownerId === ada.id)
  return without([...linesOf(flow.expected()), ...own.map(({ path }) => path)], stored)
}

const cases = Object.entries(arrivals).flatMap(([name, arrival]) =>
  [false, true].map((counted) => ({ name, counted, ...arrival })),
)

describe.each(cases)('$name, cursors that are places: $counted', (arrival) => {
  test.each(Array.from({ length: 4 }, (_, row) => row))(
    'what comes into sight behind row %i while the list is read is told, or found by the next run',
    async (row) => {
      const place = ocean('github', arrival.profile)
      const counted: FaultRule[] = [{ match: {}, fault: { kind: 'counted-cursors' } }]
      const faults = [shortPages, ...(arrival.counted ? counted : [])]
      const accounts = [{ forge: 'github' as const, login: 'ada' }]
      const { world } = place
      const flow = await startFlow({ world, accounts, commands: true, faults })
      if (arrival.before !== undefined) {
        await flow.sync()
        arrival.before(place)
        flow.advance(3600)
      }
      const date = daysBefore(world, (arrival.at(row) + arrival.at(row + 1)) / 2)
      let asked = 0
      flow.sandbox.faults.push({
        match: (request) => arrival.holds.test(textOf(request)) && ++asked === 2,
        fault: { kind: 'mutate', change: () => arrival.comes(place, date) },
      })

      const first = await flow.sync()
      const told = first.outcome !== 'completed'
      flow.advance(told ? 8 * 86_400 : 3600)
      const next = await flow.sync()

      expect(asked).toBeGreaterThan(1)
      expect(next.outcome).toBe('completed')
      expect(missing(flow, place)).toEqual([])
    },
  )
})
