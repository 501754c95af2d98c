import { z } from 'zod'
import type { PullRequest, Repository } from '../../contribution/types.ts'
import { ForgeError } from '../forge.ts'
import { type Api, parse } from './client.ts'
import { askComplexity, type Operation } from './graphql.ts'
import {
  type Address,
  fromNode,
  fromRow,
  MergeRequest,
  MergeRequestNode,
  mergeRequestComplexity,
  mergeRequestFields,
} from './merge-request.ts'
import { Project, ProjectNode, projectComplexity, projectFields, toRepository } from './project.ts'
import { Refusal } from './requester.ts'
import { chunks, Gid, gid } from './values.ts'

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
/** `nodes { id … mergeRequests { nodes { … } } }` around one project's merge requests. */
const aliasComplexity = projectComplexity + mergeRequestComplexity + 5
/** `approvedBy { nodes { id } }`, a connection of 100. */
const approvalComplexity = 6

export function addressKey({ projectId, iid }: Address): string {
  return `${projectId}!${iid}`
}

/**
 * Reads many merge requests by project and number: up to 100 of each of several projects in one GraphQL request, REST for
 * what GraphQL lacks, so that nobody's row is called gone because one way did not show it.
 * @param each called with what one request told, so that it can be stored before the next
 */
export async function readDetails(
  api: Api,
  addresses: readonly Address[],
  options: { readonly approvals?: boolean },
  each: (details: Details) => void,
): Promise<void> {
  const wanted = byProject(addresses)
  const approvals = options.approvals === true
  const left: Batch[] = []
  const room = Math.floor(
    (api.client.limit - 3) / (aliasComplexity + (approvals ? approvalComplexity : 0)),
  )
  await Promise.all(
    chunks(wanted, Math.max(1, room)).map(async (batches) => {
      const { found, missing } = await askTogether(api, batches, approvals)
      if (found.size > 0) each(await withMergeTimes(api, found))
      left.push(...missing)
    }),
  )
  for (const batch of left) each(await askByRest(api, batch))
}

/** Some merge requests of one project. */
interface Batch {
  readonly projectId: string
  readonly iids: readonly number[]
}

function byProject(addresses: readonly Address[]): Batch[] {
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

const Connection = z.object({
  nodes: z.array(
    ProjectNode.and(
      z.object({
        mergeRequests: z
          .object({
            nodes: z.array(
              MergeRequestNode.extend({
                approvedBy: z
                  .object({ nodes: z.array(z.object({ id: Gid }).nullable()) })
                  .nullish(),
              }).nullable(),
            ),
          })
          .nullish(),
      }),
    ).nullable(),
  ),
})

async function askTogether(
  api: Api,
  batches: readonly Batch[],
  approvals: boolean,
): Promise<{ found: Map<string, Detail>; missing: Batch[] }> {
  const [outcome] = await api.graphql([operation(batches, approvals)])
  const found = new Map<string, Detail>()
  if (outcome?.outcome === 'too-much' && batches.length > 1) {
    const half = Math.ceil(batches.length / 2)
    const parts = [batches.slice(0, half), batches.slice(half)]
    const answers = await Promise.all(parts.map((part) => askTogether(api, part, approvals)))
    return {
      found: new Map(answers.flatMap((answer) => [...answer.found])),
      missing: answers.flatMap((answer) => answer.missing),
    }
  }
  if (outcome?.outcome !== 'data') return { found, missing: [...batches] }
  const aliases = parse(z.record(z.string(), z.unknown()), outcome.data, 'merge requests')
  const missing = batches.flatMap((batch, index) => {
    const projects = parse(
      Connection.nullish(),
      aliases[`p${index}`],
      'merge requests of a project',
    )
    for (const project of projects?.nodes ?? []) {
      for (const node of project?.mergeRequests?.nodes ?? []) {
        if (project === null || node === null) continue
        found.set(addressKey({ projectId: batch.projectId, iid: node.iid }), {
          status: 'found',
          mergeRequest: fromNode(node, toRepository(project)),
          approvedBy: new Set(
            (node.approvedBy?.nodes ?? []).flatMap((user) => (user === null ? [] : [user.id])),
          ),
        })
      }
    }
    const iids = batch.iids.filter(
      (iid) => !found.has(addressKey({ projectId: batch.projectId, iid })),
    )
    return iids.length === 0 ? [] : [{ ...batch, iids }]
  })
  return { found, missing }
}

async function withMergeTimes(api: Api, found: ReadonlyMap<string, Detail>): Promise<Details> {
  const details = new Map(found)
  const read = [...found.values()].flatMap((detail) =>
    detail.status === 'found' ? [detail.mergeRequest] : [],
  )
  const complete = await completeMergeTimes(api, read)
  for (const [key, detail] of found) {
    const mergeRequest = complete.get(detail.status === 'found' ? detail.mergeRequest.id : '')
    if (detail.status === 'found' && mergeRequest !== undefined)
      details.set(key, { ...detail, mergeRequest })
  }
  return details
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

function operation(batches: readonly Batch[], approvals: boolean): Operation {
  const fields = approvals
    ? `${mergeRequestFields} approvedBy { nodes { id } }`
    : mergeRequestFields
  const aliases = batches.map(
    (_, index) =>
      `p${index}: projects(ids: $i${index}, first: 1) { nodes { ${projectFields} mergeRequests(iids: $n${index}) { nodes { ${fields} } } } }`,
  )
  const variables = batches.map((_, index) => `$i${index}: [ID!], $n${index}: [String!]`)
  return {
    query: `query MergeRequestsByNumber(${variables.join(', ')}) { ${askComplexity} ${aliases.join(' ')} }`,
    variables: Object.fromEntries(
      batches.flatMap(({ projectId, iids }, index) => [
        [`i${index}`, [gid('Project', projectId)]],
        [`n${index}`, iids.map(String)],
      ]),
    ),
    complexity: 3 + batches.length * (aliasComplexity + (approvals ? approvalComplexity : 0)),
  }
}

/** The REST way, and the last word on what is not there. */
async function askByRest(api: Api, batch: Batch): Promise<Details> {
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
    return toRepository(parse(Project, await api.gitlab.Projects.show(id), 'a project'))
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

/** For callers that cannot go on without an answer. */
export function tooSlow(host: string, why: string): ForgeError {
  return new ForgeError('unavailable', `Cannot read ${host}: ${why}, even when asked for little`)
}
