import { z } from 'zod'
import type { Repository, RepositoryDetails, Visibility } from '../../../contribution/types.ts'
import { Gid, Id, Time } from '../api/values.ts'

/** What every merge request needs to know of its project. */
export const projectFields = 'id fullPath webUrl visibility'
export const projectComplexity = 4

const Node = z.object({
  id: Gid,
  fullPath: z.string(),
  webUrl: z.string(),
  visibility: z.string().nullish(),
})

/** GraphQL's project, as far as `projectFields` asks. */
export const ProjectNode = Node.transform(
  (node): Repository => ({
    id: node.id,
    handle: null,
    path: node.fullPath,
    url: node.webUrl.replace(/\/+$/, ''),
    visibility: toVisibility(node.visibility),
  }),
)

/** What a project says of itself (GitLab docs, GraphQL `Project`). GraphQL has no REST twin for `languages`. */
export const projectDetailFields = `${projectFields} description archived starCount forksCount languages { name share } namespace { id fullPath }`
export const projectDetailComplexity = projectComplexity + 12

export const ProjectDetailNode = Node.extend({
  description: z.string().nullish(),
  archived: z.boolean().nullish(),
  starCount: z.int().nullish(),
  languages: z.array(z.object({ name: z.string(), share: z.number().nullish() })).nullish(),
  namespace: z.object({ fullPath: z.string() }).nullish(),
}).transform(
  (node): RepositoryDetails => ({
    id: node.id,
    handle: null,
    path: node.fullPath,
    url: node.webUrl.replace(/\/+$/, ''),
    visibility: toVisibility(node.visibility),
    description: node.description ?? null,
    stars: node.starCount ?? null,
    languages: byShare(node.languages ?? []),
    topics: null,
    archived: node.archived ?? false,
    fork: null,
    createdAt: null,
    pushedAt: null,
    ownerLogin: node.namespace?.fullPath ?? node.fullPath.slice(0, node.fullPath.lastIndexOf('/')),
  }),
)

/**
 * REST's project (GitLab docs, "Projects API"). `visibility` is left out for readers without an account. The last push is
 * not told; `last_activity_at`, which also moves with issues, is the nearest.
 */
export const Project = z
  .object({
    id: Id,
    path_with_namespace: z.string(),
    web_url: z.string(),
    visibility: z.string().nullish(),
    description: z.string().nullish(),
    star_count: z.int().nullish(),
    topics: z.array(z.string()).nullish(),
    archived: z.boolean().nullish(),
    forked_from_project: z.object({ id: Id }).nullish(),
    created_at: Time.nullish(),
    last_activity_at: Time.nullish(),
    namespace: z.object({ full_path: z.string() }).nullish(),
  })
  .transform(
    (project): RepositoryDetails => ({
      id: project.id,
      handle: null,
      path: project.path_with_namespace,
      url: project.web_url.replace(/\/+$/, ''),
      visibility: toVisibility(project.visibility),
      description: project.description ?? null,
      stars: project.star_count ?? null,
      languages: null,
      topics: project.topics ?? [],
      archived: project.archived ?? false,
      fork: Boolean(project.forked_from_project),
      createdAt: project.created_at ?? null,
      pushedAt: project.last_activity_at ?? null,
      ownerLogin:
        project.namespace?.full_path ??
        project.path_with_namespace.slice(0, project.path_with_namespace.lastIndexOf('/')),
    }),
  )

/** Only what a merge request carries of its project. */
export function toRepository({ id, handle, path, url, visibility }: Repository): Repository {
  return { id, handle, path, url, visibility }
}

/** `internal` is visible to anyone who signs in, which is not the public. */
function toVisibility(visibility: string | null | undefined): Visibility {
  if (visibility === 'public') return 'public'
  return visibility === 'private' || visibility === 'internal' ? 'private' : 'unknown'
}

function byShare(
  languages: readonly { name: string; share?: number | null | undefined }[],
): string[] {
  return languages.toSorted((a, b) => (b.share ?? 0) - (a.share ?? 0)).map(({ name }) => name)
}
