/** The feed of what a person did. */
import { type Answer, answer } from '../exchange.ts'
import { derive, group } from '../lookup.ts'
import { maySee } from '../tokens.ts'
import type { Event, User } from '../world.ts'
import { type GitLabContext, readsProfile } from './context.ts'
import { eventJson } from './json.ts'
import { pageAnswer } from './pages.ts'

const actions: Record<string, Event['action'] | undefined> = {
  approved: 'approved',
  commented: 'commented on',
  created: 'opened',
  merged: 'accepted',
  closed: 'closed',
}

const day = 86_400_000

/**
 * Three years back (GitLab docs); `after` and `before` are whole days, both left out themselves; counted to 10,001, so
 * that page 101 of 100 is the last; what lies in projects that the reader may not see is not counted, but single events are
 * taken out after a page was cut, so that a page may be short or empty while more follow (GitLab source EventsFinder).
 */
export function eventsAnswer(context: GitLabContext, user: User): Answer {
  const { forge, viewer, request, now } = context
  const { query } = request
  const action = query.get('action')
  if (action !== null && actions[action] === undefined) {
    return answer(400, { error: 'action does not have a valid value' })
  }
  const horizon = new Date(now)
  horizon.setUTCFullYear(horizon.getUTCFullYear() - 3)
  const after = query.has('after') ? Date.parse(query.get('after') ?? '') + day : 0
  const before = query.has('before')
    ? Date.parse(query.get('before') ?? '')
    : Number.POSITIVE_INFINITY
  if (Number.isNaN(after) || Number.isNaN(before)) return answer(400, { error: 'after is invalid' })
  const from = Math.max(+horizon, after)
  const ascending = query.get('sort') === 'asc'
  const targetType = query.get('target_type')
  const maySeeProject = ({ repositoryId }: Event) => {
    const repository = forge.repositories.get(repositoryId)
    return repository !== undefined && maySee(viewer, repository)
  }
  const items = timedEvents(context, user, action, targetType, ascending)
    .filter(({ event, at }) => at >= from && at < before && maySeeProject(event))
    .map(({ event }) => event)
  return pageAnswer(context, {
    items: readsProfile(context, user) ? items : [],
    countLimit: 10_001,
    keep: (event) => !event.hidden,
    write: (event) => eventJson(context, event),
  })
}

/** All there ever were, sorted once: the bounds move with the clock. */
function timedEvents(
  { forge }: GitLabContext,
  user: User,
  action: string | null,
  targetType: string | null,
  ascending: boolean,
): readonly { readonly event: Event; readonly at: number }[] {
  // `note` means the type `Note` itself: notes on diffs and in discussions are not found by it (GitLab source).
  const wanted = (event: Event) =>
    (action === null || event.action === actions[action]) &&
    (targetType === null || event.targetType.toLowerCase() === targetType.replaceAll('_', ''))
  return derive(forge, `events ${user.id} ${action} ${ascending} ${targetType}`, () =>
    (group(forge, 'events', 'userId').get(user.id) ?? [])
      .filter(wanted)
      .sort((a, b) => (ascending ? a.id - b.id : b.id - a.id))
      .map((event) => ({ event, at: Date.parse(event.at) })),
  )
}
