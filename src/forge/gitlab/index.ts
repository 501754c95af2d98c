import type { Forge, ForgeSettings } from '../forge.ts'
import { estimate } from './estimate/estimate.ts'
import { readAccounts } from './read.ts'

/**
 * GitLab.com or a GitLab of one's own. Merge requests and details come over GraphQL, reviews from the events, what GraphQL
 * lacks over REST. GitLab has no Prow, so no stream of commands.
 */
export function createGitLab(settings: ForgeSettings): Forge {
  return {
    name: settings.name,
    kind: 'gitlab',
    host: settings.host,
    streams: ['pull-requests', 'reviews', 'repositories', 'linked'],
    estimate: (tasks, now) => estimate(settings, tasks, now),
    read: (tasks, session) => readAccounts(settings, tasks, session),
  }
}
