import { z } from 'zod'
import type { RepositoryDetails } from '../../../contribution/types.ts'
import type { Item } from '../../forge.ts'
import { type Api, parse } from '../api/api.ts'
import { askComplexity } from '../api/graphql.ts'
import { Refusal } from '../api/requester.ts'
import { allEnded, chunks, Time } from '../api/values.ts'
import {
  Project,
  ProjectDetailNode,
  projectDetailComplexity,
  projectDetailFields,
} from './project.ts'

/** `projects(fullPaths:)` takes 50 (GitLab docs, GraphQL `Query.projects`). */
export const pathsPerOperation = 50

/**
 * What became of projects that only an import told of, by the paths it named. Many together by GraphQL, which follows no
 * rename; those it does not show one by one by REST, which does, and has the last word.
 * @throws ForgeError
 */
export async function lookUpImported(api: Api, paths: readonly string[]): Promise<Item[]> {
  const items: Item[] = []
  await allEnded(
    chunks(paths, pathsPerOperation).map(async (part) => {
      const found = await askTogether(api, part)
      for (const path of part) {
        const project = found.get(path.toLowerCase())
        if (project === undefined) items.push(...(await askAlone(api, path)))
        else items.push({ kind: 'repository', askedAs: path, ...project })
      }
    }),
  )
  return items
}

const projectsQuery = `query ProjectsByPaths($paths: [String!]) {
  ${askComplexity}
  projects(fullPaths: $paths, first: 100) { nodes { ${projectDetailFields} madeAt: createdAt } }
}`
/** When it was made tells it from an older one of the same path. */
const Node = ProjectDetailNode.and(z.object({ madeAt: Time.nullish() })).transform(
  ({ madeAt, ...project }): RepositoryDetails => ({ ...project, createdAt: madeAt ?? null }),
)
const Projects = z.object({
  projects: z.object({ nodes: z.array(Node.nullable()) }).nullish(),
})

/** By path in small letters; without what was not shown, also where the server knows no such question. */
async function askTogether(
  api: Api,
  paths: readonly string[],
): Promise<ReadonlyMap<string, RepositoryDetails>> {
  const complexity = 3 + (projectDetailComplexity + 3) * 2
  const [outcome] = await api.graphql([{ query: projectsQuery, variables: { paths }, complexity }])
  if (outcome?.outcome !== 'data') return new Map()
  const { projects } = parse(Projects, outcome.data, 'projects')
  const shown = (projects?.nodes ?? []).filter((project) => project !== null)
  return new Map(shown.map((project) => [project.path.toLowerCase(), project]))
}

/** Nothing is concluded from a refusal (403): only what is not there for this token (404) is public no longer. */
async function askAlone(api: Api, path: string): Promise<Item[]> {
  try {
    const project = parse(Project, await api.projects.show(path), 'a project')
    return [{ kind: 'repository', askedAs: path, ...project }]
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return error.status === 404 ? [{ kind: 'vanished-path', path, status: 'hidden' }] : []
  }
}
