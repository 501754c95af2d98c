import type { PullRequest, Repository } from '../../../contribution/types.ts'
import { type Api, parse } from '../api/api.ts'
import { Refusal } from '../api/requester.ts'
import { chunks } from '../api/values.ts'
import { Project, toRepository } from '../repositories/project.ts'
import { type Address, fromRow, MergeRequest } from './merge-request.ts'

/** What became of a merge request that was asked for by its address. */
export type Detail =
  | {
      readonly status: 'found'
      readonly mergeRequest: PullRequest
      readonly approvedBy: ReadonlySet<string>
    }
  /** Its project is there and has no such merge request. */
  | { readonly status: 'gone' }
  /** The project, or its merge requests, are not for this token, or deleted: GitLab does not tell which. */
  | { readonly status: 'hidden' }

export type Details = ReadonlyMap<string, Detail>

/** Numbers of merge requests one address or one alias may carry (GitLab docs: 100 per page; longer addresses: 414). */
const perProject = 100
/** Some merge requests of one project. */
export interface Batch {
  readonly projectId: string
  readonly iids: readonly number[]
}

export function byProject(addresses: readonly Address[]): Batch[] {
  const projects = new Map<string, Set<number>>()
  for (const { projectId, iid } of addresses) {
    const iids = projects.get(projectId)
    if (iids === undefined) projects.set(projectId, new Set([iid]))
    else iids.add(iid)
  }
  return [...projects].flatMap(([projectId, iids]) =>
    chunks([...iids], perProject).map((part) => ({ projectId, iids: part })),
  )
}

export function addressKey({ projectId, iid }: Address): string {
  return `${projectId}!${iid}`
}

/** The REST way, and the last word on what is not there. */
export async function readDetailsByRest(api: Api, batch: Batch): Promise<Details> {
  const details = new Map<string, Detail>()
  const answer = await rowsOf(api, batch)
  const repository = answer === null ? null : await readProject(api, batch.projectId)
  for (const iid of batch.iids) {
    const row = answer?.find((candidate) => candidate.iid === iid)
    details.set(
      addressKey({ projectId: batch.projectId, iid }),
      repository === null
        ? { status: 'hidden' }
        : row === undefined
          ? { status: 'gone' }
          : { status: 'found', mergeRequest: fromRow(row, repository), approvedBy: new Set() },
    )
  }
  return details
}

async function rowsOf(api: Api, { projectId, iids }: Batch): Promise<MergeRequest[] | null> {
  const rows: MergeRequest[] = []
  try {
    const query = { iids, state: 'all', scope: 'all' }
    for await (const page of api.pages(
      `projects/${projectId}/merge_requests`,
      query,
      MergeRequest,
    )) {
      rows.push(...page.rows)
    }
    return rows
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

/** @returns null when it is not there or not for this token */
export async function readProject(api: Api, id: string): Promise<Repository | null> {
  try {
    return toRepository(parse(Project, await api.projects.show(id), 'a project'))
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

/**
 * Merged merge requests that GraphQL gives no merge time, with the time REST gives: `merged_at ?? closed_at ?? updated_at`
 * (gitlab-org/gitlab#26911). By id; holds only those. They are few, so asking costs nothing elsewhere.
 */
export async function completeMergeTimes(
  api: Api,
  mergeRequests: readonly PullRequest[],
): Promise<ReadonlyMap<string, PullRequest>> {
  const timeless = mergeRequests.filter(
    ({ state, mergedAt }) => state === 'merged' && mergedAt === null,
  )
  const complete = new Map<string, PullRequest>()
  const addresses = timeless.map(({ repository, number }) => ({
    projectId: repository.id,
    iid: number,
  }))
  for (const batch of byProject(addresses)) {
    const rows = (await rowsOf(api, batch)) ?? []
    for (const mergeRequest of timeless) {
      const row = rows.find(({ id }) => id === mergeRequest.id)
      if (row !== undefined) {
        complete.set(row.id, {
          ...mergeRequest,
          mergedAt: fromRow(row, mergeRequest.repository).mergedAt,
        })
      }
    }
  }
  for (const mergeRequest of timeless) {
    if (complete.has(mergeRequest.id)) continue
    complete.set(mergeRequest.id, { ...mergeRequest, mergedAt: mergeRequest.updatedAt })
  }
  return complete
}
