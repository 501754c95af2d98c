import { z } from 'zod'
import { type Api, parse } from '../api/api.ts'
import { askComplexity, type Operation, type Outcome } from '../api/graphql.ts'
import { allEnded, chunks, Gid, gid } from '../api/values.ts'
import {
  ProjectNode,
  projectComplexity,
  projectFields,
  toRepository,
} from '../repositories/project.ts'
import {
  addressKey,
  type Batch,
  byProject,
  completeMergeTimes,
  type Detail,
  type Details,
  readDetailsByRest,
} from './details-rest.ts'
import {
  type Address,
  fromNode,
  MergeRequestNode,
  mergeRequestComplexity,
  mergeRequestFields,
} from './merge-request.ts'

/** `nodes { id … mergeRequests { nodes { … } } }` around one project's merge requests. */
const aliasComplexity = projectComplexity + mergeRequestComplexity + 5
/** `approvedBy { nodes { id } }`, a connection of 100. */
const approvalComplexity = 6

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
  await allEnded(
    chunks(wanted, projectsPerRequest(api.client.limit, approvals)).map(async (batches) => {
      const { found, missing } = await askTogether(api, batches, approvals)
      if (found.size > 0) each(await withMergeTimes(api, found))
      left.push(...missing)
    }),
  )
  for (const batch of left) each(await readDetailsByRest(api, batch))
}

/** Projects one request may ask about. */
export function projectsPerRequest(limit: number, approvals: boolean): number {
  const complexity = aliasComplexity + (approvals ? approvalComplexity : 0)
  return Math.max(1, Math.floor((limit - 3) / complexity))
}

const Node = MergeRequestNode.extend({
  approvedBy: z.object({ nodes: z.array(z.object({ id: Gid }).nullable()) }).nullish(),
})
type Node = z.infer<typeof Node>

const Nodes = z.object({
  mergeRequests: z.object({ nodes: z.array(Node.nullable()) }).nullish(),
})
const Projects = z.object({ nodes: z.array(ProjectNode.and(Nodes).nullable()) })
type Projects = z.infer<typeof Projects>

/** What an answer told of the merge requests asked for. */
export interface Answer {
  /** By `addressKey`. */
  readonly found: ReadonlyMap<string, Detail>
  readonly missing: readonly Batch[]
}

async function askTogether(
  api: Api,
  batches: readonly Batch[],
  approvals: boolean,
): Promise<Answer> {
  const [outcome] = await api.graphql([detailsOperation(batches, approvals)])
  const failed = outcome?.outcome === 'data' && outcome.partial && approvals
  if ((outcome?.outcome === 'too-much' || failed) && batches.length > 1) {
    const halves = chunks(batches, Math.ceil(batches.length / 2))
    return together(await Promise.all(halves.map((half) => askTogether(api, half, approvals))))
  }
  return readAnswer(outcome, batches) ?? { found: new Map(), missing: batches }
}

/** Null when the server did not answer. */
export function readAnswer(outcome: Outcome | undefined, batches: readonly Batch[]): Answer | null {
  if (outcome?.outcome !== 'data') return null
  const aliases = parse(z.record(z.string(), z.unknown()), outcome.data, 'merge requests')
  return together(
    batches.map((batch, index) =>
      readAlias(batch, parse(Projects.nullish(), aliases[`p${index}`], 'merge requests')),
    ),
  )
}

function readAlias({ projectId, iids }: Batch, projects: Projects | null | undefined): Answer {
  const found = new Map<string, Detail>()
  const shown = (projects?.nodes ?? []).filter((project) => project !== null)
  for (const project of shown) {
    for (const node of project.mergeRequests?.nodes ?? []) {
      if (node === null) continue
      const mergeRequest = fromNode(node, toRepository(project))
      const approvedBy = approversOf(node)
      found.set(addressKey({ projectId, iid: node.iid }), {
        status: 'found',
        mergeRequest,
        approvedBy,
      })
    }
  }
  const missing = iids.filter((iid) => !found.has(addressKey({ projectId, iid })))
  return { found, missing: missing.length === 0 ? [] : [{ projectId, iids: missing }] }
}

function approversOf({ approvedBy }: Node): ReadonlySet<string> {
  return new Set((approvedBy?.nodes ?? []).flatMap((user) => (user === null ? [] : [user.id])))
}

export function together(answers: readonly Answer[]): Answer {
  return {
    found: new Map(answers.flatMap(({ found }) => [...found])),
    missing: answers.flatMap(({ missing }) => missing),
  }
}

export async function withMergeTimes(
  api: Api,
  found: ReadonlyMap<string, Detail>,
): Promise<Details> {
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

export function detailsOperation(batches: readonly Batch[], approvals: boolean): Operation {
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
