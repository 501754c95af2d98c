/** Reviews as each forge gives them away. */
import { noteUrl, pullUrl, reviewUrl } from '../addresses.ts'
import { mustGet } from '../lookup.ts'
import type { ForgeWorld } from '../world.ts'
import type { Given } from './rows.ts'
import { reviewSaysSomething, saysSomething } from './words.ts'

const verdicts = {
  APPROVED: 'approved',
  CHANGES_REQUESTED: 'changes-requested',
  COMMENTED: 'commented',
  DISMISSED: 'dismissed',
} as const

/** Every review but drafts. */
export function githubRows(forge: ForgeWorld, userId: number): Given[] {
  const rows: Given[] = []
  for (const review of forge.reviews.values()) {
    if (review.authorId !== userId || review.state === 'PENDING' || !review.submittedAt) continue
    rows.push({
      pull: mustGet(forge.pullRequests, review.pullRequestId),
      verdict: verdicts[review.state],
      source: 'review',
      at: review.submittedAt,
      url: reviewUrl(forge, review),
      words: reviewSaysSomething(forge, review),
    })
  }
  return rows
}

/**
 * Approvals and notes of the feed's three years, and standing approvals from before them, which only a filter proves: those
 * are dated by their merge request, and say nothing new of one that the feed already told of. A private profile has no
 * feed, so there all is as if from before.
 */
export function gitlabRows(forge: ForgeWorld, userId: number, now: string): Given[] {
  const user = forge.users.get(userId)
  if (user === undefined) return []
  const horizon = new Date(now)
  horizon.setUTCFullYear(horizon.getUTCFullYear() - 3)
  const rows: Given[] = []
  for (const event of forge.events.values()) {
    const told = !event.hidden && !user.profilePrivate && Date.parse(event.at) >= +horizon
    if (event.userId !== userId || !told) continue
    if (event.action === 'approved') {
      const pull = forge.pullRequests.get(event.targetId)
      if (pull === undefined) continue
      rows.push({
        pull,
        verdict: 'approved',
        source: 'approval',
        at: event.at,
        url: pullUrl(forge, pull),
        words: false,
      })
    }
    const note = event.action === 'commented on' ? forge.notes.get(event.targetId) : undefined
    if (note === undefined || note.system || note.pullRequestId === null) continue
    rows.push({
      pull: mustGet(forge.pullRequests, note.pullRequestId),
      verdict: 'commented',
      source: 'note',
      at: note.createdAt,
      url: noteUrl(forge, note),
      words: saysSomething(note.body),
    })
  }
  const told = new Set(rows.map(({ pull }) => pull))
  for (const { userId: approver, pullRequestId } of forge.approvals.values()) {
    const pull = mustGet(forge.pullRequests, pullRequestId)
    if (approver !== userId || told.has(pull)) continue
    told.add(pull)
    const at = pull.mergedAt ?? pull.updatedAt
    const url = pullUrl(forge, pull)
    rows.push({ pull, verdict: 'approved', source: 'approval', at, url, words: null })
  }
  return rows
}
