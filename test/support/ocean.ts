import type { ForgeKind } from '../../src/forge/kinds.ts'
import { addComment, addPullRequest, addRepository } from '../sandbox/build.ts'
import type { FaultRule } from '../sandbox/faults/rules.ts'
import { mergePullRequest } from '../sandbox/mutate.ts'
import { daysBefore, harbour, remark, review } from './harbour.ts'

/** Items of a page in the ocean: every list there then has several pages, chained as life chains those of a hundred. */
const perPage = 4

/** Pages are so short on both forges. */
export const shortPages: FaultRule = { match: {}, fault: { kind: 'short-pages', rows: perPage } }

/**
 * How the forge shows the account. `open`: as most. `closed`: the profile is private, so that GitHub tells reviews by search
 * only and GitLab merge requests by REST only; on GitLab its older reviews are then none that an approval proves, so that
 * the filter for reviewers is asked, too.
 */
export const profiles = ['open', 'closed'] as const
export type Profile = (typeof profiles)[number]

/** The harbour with more of everything, over six years: own repositories, Prow commands, old reviews, linked addresses. */
export function ocean(kind: ForgeKind, profile: Profile) {
  const place = harbour(kind, '2020-01-01T00:00:00Z')
  const { world, forge, ada, grace, lamp, written, reviewed } = place
  for (const pull of reviewed) remark(forge, pull, ada.id, daysBefore(world, 4))
  // One pull request with more reviews than a page holds.
  const [busy] = reviewed
  if (busy !== undefined) {
    for (let day = 0; day < 14; day++) remark(forge, busy, ada.id, daysBefore(world, day / 8))
  }
  const old = Array.from({ length: 10 }, (_, index) =>
    addPullRequest(forge, {
      repositoryId: lamp.id,
      number: 100 + index,
      authorId: grace.id,
      title: `Old change ${index}`,
      createdAt: daysBefore(world, 1300 + index * 40),
      mergedAt: daysBefore(world, 1290 + index * 40),
      mergedById: grace.id,
      reviewerIds: [ada.id],
    }),
  )
  if (kind === 'github' || profile === 'open') {
    for (const [index, pull] of old.entries()) {
      review(forge, pull, ada.id, daysBefore(world, 1292 + index * 40))
    }
  }
  for (let index = 0; index < 10; index++) {
    const path = `ada/own-${index}`
    addRepository(forge, { path, ownerId: ada.id, createdAt: daysBefore(world, 700 - index) })
  }
  if (kind === 'github') {
    for (const [index, pull] of [...old, ...reviewed, ...written].entries()) {
      const createdAt = daysBefore(world, 3 + index * 15)
      const body = index % 2 === 0 ? '/lgtm' : 'Reads well.'
      addComment(forge, { pullRequestId: pull.id, authorId: ada.id, body, createdAt })
    }
  }
  ada.profilePrivate = profile === 'closed'
  return { ...place, old }
}

export type Ocean = ReturnType<typeof ocean>

/** What a later sync has to find: merges, reviews and, on GitHub, commands, several pages of each. @param at UTC */
export function tide(place: Ocean, at: string): void {
  const { forge, ada, grace, lamp, open, reviewable } = place
  for (const pull of open) mergePullRequest(forge, pull.id, at)
  review(forge, reviewable, ada.id, at)
  const createdAt = new Date(Date.parse(at) - 3_600_000).toISOString()
  for (let index = 0; index < 9; index++) {
    const common = { repositoryId: lamp.id, createdAt, mergedAt: at, mergedById: grace.id }
    addPullRequest(forge, { ...common, number: 200 + index, authorId: ada.id })
    const theirs = addPullRequest(forge, { ...common, number: 300 + index, authorId: grace.id })
    review(forge, theirs, ada.id, at)
    if (forge.kind === 'github') {
      addComment(forge, {
        pullRequestId: theirs.id,
        authorId: ada.id,
        body: '/lgtm',
        createdAt: at,
      })
    } else remark(forge, theirs, ada.id, at)
  }
}
