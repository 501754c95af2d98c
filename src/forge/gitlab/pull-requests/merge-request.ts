import { z } from 'zod'
import type {
  Actor,
  PullRequest,
  PullRequestState,
  Repository,
} from '../../../contribution/types.ts'
import { Gid, Id, Time } from '../api/values.ts'

/** What is asked of each merge request over GraphQL, its project left out. */
export const mergeRequestFields =
  'id iid title webUrl state draft createdAt updatedAt mergedAt diffStatsSummary { additions deletions fileCount } labels(first: 20) { nodes { title } } author { id username bot }'
export const mergeRequestComplexity = 21

/** `locked` is a merge request that is being merged, or got stuck while it was. */
const states: Readonly<Record<string, PullRequestState>> = {
  opened: 'open',
  locked: 'open',
  merged: 'merged',
  closed: 'closed',
}
const State = z
  .string()
  .refine((state) => Object.hasOwn(states, state))
  .transform((state) => states[state] ?? 'closed')

const nodeShape = {
  id: Gid,
  iid: z.coerce.number().int().positive(),
  title: z.string(),
  webUrl: z.string(),
  state: State,
  draft: z.boolean().nullish(),
  createdAt: Time,
  updatedAt: Time,
  mergedAt: Time.nullish(),
  diffStatsSummary: z
    .object({ additions: z.int(), deletions: z.int(), fileCount: z.int() })
    .nullish(),
  labels: z
    .object({ nodes: z.array(z.object({ title: z.string() }).nullable()).nullish() })
    .nullish(),
  author: z.object({ id: Gid, username: z.string(), bot: z.boolean().nullish() }).nullish(),
}

/** GraphQL's merge request, as far as `mergeRequestFields` asks. */
export const MergeRequestNode = z.object(nodeShape)
export type MergeRequestNode = z.infer<typeof MergeRequestNode>

/** REST's merge request in lists (GitLab docs, "Merge requests API"); it has no diff statistics. */
export const MergeRequest = z.object({
  id: Id,
  iid: z.int().positive(),
  project_id: Id,
  title: z.string(),
  web_url: z.string(),
  state: State,
  draft: z.boolean().nullish(),
  created_at: Time,
  updated_at: Time,
  merged_at: Time.nullish(),
  closed_at: Time.nullish(),
  labels: z.array(z.string()).nullish(),
  author: z.object({ id: Id, username: z.string() }).nullish(),
})
export type MergeRequest = z.infer<typeof MergeRequest>

/** `mergedAt` is as GitLab tells it: null on some merged ones, see `completeMergeTimes`. */
export function fromNode(node: MergeRequestNode, repository: Repository): PullRequest {
  return {
    ...common(node.id, node.iid, repository),
    title: node.title,
    url: node.webUrl,
    state: node.state,
    draft: node.draft ?? false,
    author: toActor(node.author, node.author?.bot),
    createdAt: node.createdAt,
    updatedAt: node.updatedAt,
    mergedAt: node.state === 'merged' ? (node.mergedAt ?? null) : null,
    additions: node.diffStatsSummary?.additions ?? null,
    deletions: node.diffStatsSummary?.deletions ?? null,
    changedFiles: node.diffStatsSummary?.fileCount ?? null,
    labels: (node.labels?.nodes ?? []).flatMap((label) => (label === null ? [] : [label.title])),
  }
}

/**
 * As `fromNode`, from REST. A merged merge request may come without `merged_at` (gitlab-org/gitlab#26911); its time is then
 * `closed_at`, else `updated_at`.
 */
export function fromRow(row: MergeRequest, repository: Repository): PullRequest {
  return {
    ...common(row.id, row.iid, repository),
    title: row.title,
    url: row.web_url,
    state: row.state,
    draft: row.draft ?? false,
    author: toActor(row.author, undefined),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    mergedAt: row.state === 'merged' ? (row.merged_at ?? row.closed_at ?? row.updated_at) : null,
    additions: null,
    deletions: null,
    changedFiles: null,
    labels: row.labels ?? [],
  }
}

/** A merge request's address for the API: GitLab finds none by its number alone over REST. */
export interface Address {
  readonly projectId: string
  readonly iid: number
}

/** `12!34` → project 12, merge request 34. Null for a handle of another shape. */
export function fromHandle(handle: string | null): Address | null {
  const match = /^(\d+)!(\d+)$/.exec(handle ?? '')
  if (match?.[1] === undefined || match[2] === undefined) return null
  return { projectId: match[1], iid: Number(match[2]) }
}

function common(id: string, iid: number, repository: Repository) {
  return {
    id,
    handle: `${repository.id}!${iid}`,
    repository,
    number: iid,
    reference: `${repository.path}!${iid}`,
  }
}

/** GitLab hands the work of deleted accounts to the system account `ghost`. */
export function toActor(
  author: { id: string; username: string } | null | undefined,
  bot: boolean | null | undefined,
): Actor | null {
  if (!author || author.username === 'ghost') return null
  return { id: author.id, login: author.username, bot: bot ?? isBotName(author.username) }
}

/** REST does not say who is a bot; access tokens' accounts tell by their names (GitLab docs, "Project access tokens"). */
function isBotName(username: string): boolean {
  return /^(project|group)_\d+_bot(_|$)/.test(username)
}
