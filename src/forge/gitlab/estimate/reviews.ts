import type { AccountTask, Range } from '../../forge.ts'
import { complexityLimit } from '../api/graphql.ts'
import { projectsPerRequest } from '../pull-requests/details.ts'
import { Checkpoint, hintHolds, mayWait, threeYearsBefore } from '../reviews/checkpoint.ts'
import { detailRequests, pages } from './expected.ts'

/** What a full pass asks for: approvals, comments, and whatever happened of late. */
const kinds = 3

/** @param now milliseconds since 1970. @param crowded see `Account.crowded` */
export function expectReviews(task: AccountTask, now: number, crowded: boolean): Range {
  const state = Checkpoint.safeParse(task.checkpoints.reviews).data
  if (state === undefined) return { least: kinds, most: null }
  if (task.full('reviews') === 'begin') return full(task, state, now)
  const { watermark, pass } = state
  if (pass?.full === true) return { least: pass.slices.length, most: null }
  const stubs = detailRequests(addressesOf(task.known.stubs(Number.MAX_SAFE_INTEGER)))
  // Whoever showed no sign of life is not asked about; that, the first look tells.
  const fresh = watermark !== null && now - Date.parse(watermark) < hintHolds
  const skippable = pass === null && fresh && mayWait(state, now, crowded)
  // A page of events, or a look whether there are any; then the merge requests behind them.
  const most = (pass?.slices.length ?? 1) + 1 + stubs + 1
  return { least: skippable ? 0 : 1, most }
}

/** The same events are told again, the filters asked again, and every merge request reviewed is looked at. */
function full(task: AccountTask, { found }: Checkpoint, now: number): Range {
  if (found === null) return { least: kinds, most: null }
  const known = addressesOf(task.known.reviewed())
  const details = detailRequests(known)
  const older = task.createdAt === undefined || task.createdAt < threeYearsBefore(now)
  return {
    least: kinds + (older ? 1 : 0) + details,
    // The newest events, and what happened of late once more where they do not reach so far back.
    most:
      kinds +
      1 +
      pages(found.events) +
      (older ? filterRequests(found.candidates) : 0) +
      details +
      2,
  }
}

/** Two filters, each with details of a few projects first and of the others then. */
function filterRequests({ rows, batches }: NonNullable<Checkpoint['found']>['candidates']): number {
  // The pages of a filter overlap by the row they are seamed at.
  return 2 * 3 + pages(rows, 99) + pages(batches, projectsPerRequest(complexityLimit, true))
}

function addressesOf(stubs: readonly { readonly repositoryId: string; readonly number: number }[]) {
  return stubs.map(({ repositoryId, number }) => ({ projectId: repositoryId, iid: number }))
}
