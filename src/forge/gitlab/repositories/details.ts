import { z } from 'zod'
import type { RepositoryDetails } from '../../../contribution/types.ts'
import type { Item } from '../../forge.ts'
import { type Api, parse } from '../api/api.ts'
import { askComplexity } from '../api/graphql.ts'
import { Refusal } from '../api/requester.ts'
import { allEnded, chunks, gid } from '../api/values.ts'
import {
  Project,
  ProjectDetailNode,
  projectDetailComplexity,
  projectDetailFields,
} from './project.ts'

export const perRequest = 100

/** GitLab answers for a private project as for one that is not there: neither is public. */
export function toItems(
  ids: readonly string[],
  details: ReadonlyMap<string, RepositoryDetails>,
): Item[] {
  return ids.map((id) => {
    const project = details.get(id)
    return project === undefined
      ? { kind: 'vanished-repository', id, status: 'hidden' }
      : { kind: 'repository', ...project }
  })
}

/** What projects say of themselves, by number, without those that are not shown; REST where GraphQL does not answer. */
export async function readProjectDetails(
  api: Api,
  ids: readonly string[],
): Promise<ReadonlyMap<string, RepositoryDetails>> {
  const found = new Map<string, RepositoryDetails>()
  // All at once, so that they ride together as far as their complexity allows.
  await allEnded(
    chunks(ids, perRequest).map(async (part) => {
      const details = (await askTogether(api, part)) ?? (await askOneByOne(api, part))
      for (const project of details) found.set(project.id, project)
    }),
  )
  return found
}

const projectsQuery = `query ProjectsByIds($ids: [ID!]) {
  ${askComplexity}
  projects(ids: $ids, first: 100) { nodes { ${projectDetailFields} } }
}`
const Projects = z.object({
  projects: z.object({ nodes: z.array(ProjectDetailNode.nullable()) }).nullish(),
})

async function askTogether(api: Api, ids: readonly string[]): Promise<RepositoryDetails[] | null> {
  if (ids.length === 0) return []
  const complexity = 3 + (projectDetailComplexity + 2) * 2
  const variables = { ids: ids.map((id) => gid('Project', id)) }
  const [outcome] = await api.graphql([{ query: projectsQuery, variables, complexity }])
  if (outcome?.outcome === 'too-much' && ids.length > 1) {
    const halves = chunks(ids, Math.ceil(ids.length / 2))
    const answers = await Promise.all(halves.map((half) => askTogether(api, half)))
    return answers.some((answer) => answer === null)
      ? null
      : answers.flatMap((answer) => answer ?? [])
  }
  // Beside an error, what is not there may only have failed: it is not hidden.
  if (outcome?.outcome !== 'data' || outcome.partial) return null
  const { projects } = parse(Projects, outcome.data, 'projects')
  return (projects?.nodes ?? []).filter((project) => project !== null)
}

async function askOneByOne(api: Api, ids: readonly string[]): Promise<RepositoryDetails[]> {
  const projects: RepositoryDetails[] = []
  for (const id of ids) {
    try {
      projects.push(parse(Project, await api.projects.show(id), 'a project'))
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
    }
  }
  return projects
}
