/**
 * A world from public records: NDJSON files of merged pull requests, read from the git history of repositories. What the
 * history does not tell is derived plainly: created when merged, public, reviews as its trailers name them.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type GitHubRow, readGitHub } from './records/github.ts'
import { readGitLab } from './records/gitlab.ts'
import { repositoryOfPath } from './records/ids.ts'
import { readLinked, readRepositories } from './records/others.ts'
import { emptyWorld, type World } from './world.ts'

/** After the last record. */
const recordsNow = '2026-08-22T12:00:00Z'

const githubFiles = ['gateway-api', 'org', 'enhancements', 'community', 'apiserver']

export function recordsWorld(folder: string, options: { readonly now?: string } = {}): World {
  const world = emptyWorld(options.now ?? recordsNow)
  const rows = <T>(name: string): T[] =>
    readFileSync(join(folder, `${name}.ndjson`), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as T)
  const files = githubFiles.map((name) => rows<GitHubRow>(name))
  // Owners of repositories are known to be no people before the first row names one as an author.
  for (const { repo } of files.flat()) repositoryOfPath(world.github, repo)
  for (const file of files) readGitHub(world.github, file)
  readGitLab(world.gitlab, 'gitlab-org/gitlab-runner', rows('gitlab-runner'))
  readLinked(world, rows('linked'))
  readRepositories(world, rows('repositories'))
  return world
}
