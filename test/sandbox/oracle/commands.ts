/**
 * Prow's commands, by the expressions of its own plugins (prow source pkg/plugins/lgtm/lgtm.go and approve.go), letter case
 * ignored. Each line that gives stands, unless the same person takes that kind back on the same pull request later.
 */
import { commentUrl, reviewUrl } from '../addresses.ts'
import { mustGet } from '../lookup.ts'
import type { ForgeWorld, PullRequest } from '../world.ts'
import type { Given } from './rows.ts'
import { saysSomething } from './words.ts'

interface Said {
  readonly kind: 'lgtm' | 'approve'
  readonly cancels: boolean
  readonly at: string
  readonly url: string
  readonly pull: PullRequest
  /** Places among what was said at the same second. */
  readonly id: number
  readonly line: number
  readonly words: boolean
}

export function prowRows(forge: ForgeWorld, userId: number): Given[] {
  const said: Said[] = []
  for (const comment of forge.comments.values()) {
    if (comment.authorId !== userId || comment.pullRequestId === null) continue
    const pull = mustGet(forge.pullRequests, comment.pullRequestId)
    const { id, body, createdAt: at } = comment
    said.push(
      ...commands(body).map((each) => ({
        ...each,
        id,
        at,
        url: commentUrl(forge, comment),
        pull,
        words: saysSomething(body),
      })),
    )
  }
  for (const review of forge.reviews.values()) {
    if (review.authorId !== userId || review.submittedAt === null) continue
    const pull = mustGet(forge.pullRequests, review.pullRequestId)
    const { id, body, submittedAt: at } = review
    said.push(
      ...commands(body).map((each) => ({
        ...each,
        id,
        at,
        url: reviewUrl(forge, review),
        pull,
        words: saysSomething(body),
      })),
    )
  }
  return said
    .filter((each) => !each.cancels && !said.some((other) => takesBack(other, each)))
    .map(({ pull, at, url, words }) => ({
      pull,
      verdict: 'approved',
      source: 'command',
      at,
      url,
      words,
    }))
}

function takesBack(later: Said, earlier: Said): boolean {
  if (!later.cancels || later.kind !== earlier.kind || later.pull !== earlier.pull) return false
  if (later.at !== earlier.at) return later.at > earlier.at
  if (later.id !== earlier.id) return later.id > earlier.id
  return later.line > earlier.line
}

const lines: readonly (Pick<Said, 'kind' | 'cancels'> & { readonly pattern: RegExp })[] = [
  { kind: 'lgtm', cancels: false, pattern: /^\/lgtm(?: no-issue)?\s*$/i },
  { kind: 'lgtm', cancels: true, pattern: /^\/(?:remove-lgtm|lgtm cancel)\s*$/i },
  { kind: 'approve', cancels: false, pattern: /^\/approve(?:[\t ]+no-issue)?\s*$/i },
  {
    kind: 'approve',
    cancels: true,
    pattern: /^\/(?:approve[\t ].*cancel|remove-approve(?=\s|$))/i,
  },
]

function commands(body: string): Pick<Said, 'kind' | 'cancels' | 'line'>[] {
  return body.split('\n').flatMap((text, line) => {
    const found = lines.find(({ pattern }) => pattern.test(text))
    return found === undefined ? [] : [{ kind: found.kind, cancels: found.cancels, line }]
  })
}
