import type { ForgeKind } from '../../src/forge/kinds.ts'
import { addPullRequest } from '../sandbox/build.ts'
import { daysBefore, harbour, remark } from './harbour.ts'

/**
 * A harbour where so much more was merged that lists have several pages: every second pull request is Ada's, and on each of
 * Grace's Ada left a remark.
 * @param daysAgo when the pull request with that index was merged
 */
export function town(kind: ForgeKind, merged: number, daysAgo: (index: number) => number) {
  const place = harbour(kind)
  const { world, forge, ada, grace, buoy } = place
  for (let index = 0; index < merged; index++) {
    const days = daysAgo(index)
    const pull = addPullRequest(forge, {
      repositoryId: buoy.id,
      authorId: index % 2 === 0 ? ada.id : grace.id,
      number: 1000 + index,
      createdAt: daysBefore(world, days + 1),
      mergedAt: daysBefore(world, days),
    })
    if (index % 2 === 1) remark(forge, pull, ada.id, daysBefore(world, days))
  }
  return place
}
