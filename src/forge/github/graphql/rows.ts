import { z } from 'zod'
import { toTimestamp } from '../../../contribution/timestamp.ts'
import type {
  Actor,
  PullRequest,
  Repository,
  RepositoryDetails,
  Review,
} from '../../../contribution/types.ts'
import { hasWords } from '../../../contribution/words.ts'
import { ForgeError } from '../../forge.ts'
import { parseJson } from '../../http/json.ts'

/** 64-bit numbers arrive as text, `databaseId` of older servers as number. */
const Num = z.union([z.string(), z.number()]).transform(String)
const Time = z.string().transform(toTimestamp)

/** Older servers have only a 32-bit number for what long outgrew it, and then none; the address still ends with it. */
function numberOf(row: {
  readonly fullDatabaseId?: string | null | undefined
  readonly url: string
}): string {
  const number = row.fullDatabaseId ?? /-(\d+)$/.exec(row.url)?.[1]
  if (number === undefined) throw new RangeError('Cannot find the number of a row')
  return number
}

const ActorRow = z.object({
  __typename: z.string(),
  login: z.string(),
  id: z.string().optional(),
  databaseId: z.number().nullish(),
})

const RepositoryRow = z.object({
  id: z.string(),
  databaseId: Num,
  nameWithOwner: z.string(),
  url: z.string(),
  isPrivate: z.boolean(),
})

export const PullRequestRow = z.object({
  id: z.string(),
  fullDatabaseId: Num,
  number: z.number(),
  title: z.string(),
  url: z.string(),
  state: z.enum(['OPEN', 'CLOSED', 'MERGED']),
  isDraft: z.boolean().default(false),
  createdAt: Time,
  updatedAt: Time,
  mergedAt: Time.nullable(),
  additions: z.number().nullish(),
  deletions: z.number().nullish(),
  changedFiles: z.number().nullish(),
  author: ActorRow.nullable(),
  labels: z
    .object({ nodes: z.array(z.object({ name: z.string() }).nullable()).nullable() })
    .nullish(),
  repository: RepositoryRow,
})
export type PullRequestRow = z.infer<typeof PullRequestRow>

export const ReviewRow = z
  .object({
    id: z.string(),
    fullDatabaseId: Num.nullish(),
    state: z.enum(['APPROVED', 'CHANGES_REQUESTED', 'COMMENTED', 'DISMISSED', 'PENDING']),
    body: z.string(),
    url: z.string(),
    submittedAt: Time.nullable(),
    createdAt: Time,
    updatedAt: Time,
  })
  .transform((row) => ({ ...row, fullDatabaseId: numberOf(row) }))
export type ReviewRow = z.infer<typeof ReviewRow>

export const CommentRow = z
  .object({
    id: z.string(),
    fullDatabaseId: Num.nullish(),
    body: z.string(),
    url: z.string(),
    createdAt: Time,
    updatedAt: Time,
    pullRequest: PullRequestRow.nullable(),
  })
  .transform((row) => ({ ...row, fullDatabaseId: numberOf(row) }))
export type CommentRow = z.infer<typeof CommentRow>

export const RepositoryDetailsRow = RepositoryRow.extend({
  description: z.string().nullish(),
  stargazerCount: z.number().nullish(),
  isArchived: z.boolean().default(false),
  isFork: z.boolean().default(false),
  createdAt: Time.nullish(),
  pushedAt: Time.nullish(),
  owner: z.object({ login: z.string() }),
  languages: z
    .object({ nodes: z.array(z.object({ name: z.string() }).nullable()).nullable() })
    .nullish(),
  repositoryTopics: z
    .object({
      nodes: z.array(z.object({ topic: z.object({ name: z.string() }) }).nullable()).nullable(),
    })
    .nullish(),
})
export type RepositoryDetailsRow = z.infer<typeof RepositoryDetailsRow>

/**
 * Reads an answer at the border.
 * @param what names the thing in the error, after "Cannot read"
 * @throws ForgeError `protocol` when the answer has another shape
 */
export function parse<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  what: string,
): z.output<Schema> {
  try {
    return schema.parse(value)
  } catch (error) {
    // Only the first tells of places alone; others repeat what stood there, which may be private.
    const detail =
      error instanceof z.ZodError ? z.prettifyError(error) : 'a value is not as GitHub documents it'
    // biome-ignore lint/style/useErrorCause: it is passed, in the options of our own class
    throw new ForgeError('protocol', `Cannot read ${what}: ${detail.slice(0, 300)}`, {
      cause: error,
    })
  }
}

/** Undefined for what is no JSON, which fits no shape. */
export function readJson(text: string): unknown {
  try {
    return parseJson(text)
  } catch {
    return undefined
  }
}

const states = { OPEN: 'open', CLOSED: 'closed', MERGED: 'merged' } as const

export function toPullRequest(row: PullRequestRow): PullRequest {
  return {
    id: row.fullDatabaseId,
    handle: row.id,
    repository: toRepository(row.repository),
    number: row.number,
    reference: `${row.repository.nameWithOwner}#${row.number}`,
    title: row.title,
    url: row.url,
    state: states[row.state],
    draft: row.isDraft,
    author: row.author === null ? null : toActor(row.author),
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    mergedAt: row.mergedAt,
    additions: row.additions ?? null,
    deletions: row.deletions ?? null,
    changedFiles: row.changedFiles ?? null,
    labels: (row.labels?.nodes ?? []).flatMap((label) => label?.name ?? []),
  }
}

function toRepository(row: z.infer<typeof RepositoryRow>): Repository {
  return {
    id: row.databaseId,
    handle: row.id,
    path: row.nameWithOwner,
    url: row.url,
    visibility: row.isPrivate ? 'private' : 'public',
  }
}

/** An enterprise account has no number of its own: its node id stands in. */
function toActor(row: z.infer<typeof ActorRow>): Actor {
  return {
    id: String(row.databaseId ?? row.id ?? row.login),
    login: row.login,
    bot: row.__typename === 'Bot',
  }
}

const verdicts = {
  APPROVED: 'approved',
  CHANGES_REQUESTED: 'changes-requested',
  COMMENTED: 'commented',
  DISMISSED: 'dismissed',
} as const

/** Null for a draft (`PENDING`), which nobody but its author has seen. */
export function toReview(row: ReviewRow, pullRequestId: string): Review | null {
  if (row.state === 'PENDING') return null
  return {
    id: row.fullDatabaseId,
    handle: row.id,
    source: 'review',
    verdict: verdicts[row.state],
    pullRequestId,
    at: row.submittedAt ?? row.createdAt,
    updatedAt: row.updatedAt,
    url: row.url,
    approximate: false,
    // A body proves words, its absence nothing: there may be comments on lines (see `depth.ts`).
    hasComments: hasWords(row.body) ? true : null,
  }
}

export function toRepositoryDetails(row: RepositoryDetailsRow): RepositoryDetails {
  return {
    ...toRepository(row),
    description: row.description ?? null,
    stars: row.stargazerCount ?? null,
    languages: (row.languages?.nodes ?? []).flatMap((language) => language?.name ?? []),
    topics: (row.repositoryTopics?.nodes ?? []).flatMap((node) => node?.topic.name ?? []),
    archived: row.isArchived,
    fork: row.isFork,
    createdAt: row.createdAt ?? null,
    pushedAt: row.pushedAt ?? null,
    ownerLogin: row.owner.login,
  }
}
