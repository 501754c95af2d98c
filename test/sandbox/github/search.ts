/** Issue search: the qualifiers that find pull requests, and the cap. */
import { Unsupported } from '../exchange.ts'
import { forgeError } from '../graphql/run.ts'
import { derive, group, repositoryOf, userByLogin } from '../lookup.ts'
import { maySee } from '../tokens.ts'
import type { PullRequest } from '../world.ts'
import { type GitHubContext, seconds } from './context.ts'

/** "The GitHub Search API provides up to 1,000 results for each search" (GitHub docs). */
export const searchReach = 1000

interface Qualifier {
  readonly name: string
  readonly value: string
  readonly not: boolean
}

/** All that match, in the order asked for; the caller stops at `searchReach`. */
export function searchPulls(context: GitHubContext, text: string): PullRequest[] {
  if (text.length > 256)
    throw forgeError('The search is longer than 256 characters.', 'UNPROCESSABLE')
  const { forge, viewer, tweaks } = context
  const found = derive(forge, `search ${text} ${viewer?.seesPrivate}`, () => {
    const qualifiers = parse(text)
    const sort = qualifiers.find((each) => each.name === 'sort')?.value ?? 'created-desc'
    const filters = qualifiers.filter((each) => each.name !== 'sort')
    const hits = candidates(context, filters).filter(
      (pull) =>
        visible(context, pull) &&
        filters.every((each) => matches(context, pull, each) !== each.not),
    )
    return order(hits, sort)
  })
  if (tweaks.searchLag === 0) return found
  const newest = new Set(order([...found], 'updated-desc').slice(0, tweaks.searchLag))
  return found.filter((pull) => !newest.has(pull))
}

function parse(text: string): Qualifier[] {
  const parts = text.match(/-?[\w-]+:(?:"[^"]*"|\S+)|\S+/g) ?? []
  return parts.map((part) => {
    const [, not = '', name = '', value = ''] = /^(-?)([a-z][\w-]*):(.+)$/i.exec(part) ?? []
    if (name === '')
      throw new Unsupported(`The sandbox's search knows only qualifiers, not \`${part}\``)
    return { name: name.toLowerCase(), value: value.replaceAll('"', ''), not: not === '-' }
  })
}

/** The smallest list that holds every match. */
function candidates(context: GitHubContext, filters: readonly Qualifier[]): PullRequest[] {
  const { forge } = context
  const reviewer = filters.find((each) => each.name === 'reviewed-by' && !each.not)
  if (reviewer !== undefined) return [...reviewedBy(context, reviewer.value)]
  const author = filters.find((each) => each.name === 'author' && !each.not)
  if (author === undefined) return [...forge.pullRequests.values()]
  const id = userByLogin(forge, author.value)?.id
  return id === undefined ? [] : (group(forge, 'pullRequests', 'authorId').get(id) ?? [])
}

function visible(context: GitHubContext, pull: PullRequest): boolean {
  const repository = repositoryOf(context.forge, pull)
  return !repository.saml && maySee(context.viewer, repository)
}

const flags: Record<string, (pull: PullRequest, visibility: string) => boolean> = {
  pr: () => true,
  'pull-request': () => true,
  issue: () => false,
  merged: (pull) => pull.state === 'merged',
  unmerged: (pull) => pull.state !== 'merged',
  open: (pull) => pull.state === 'open',
  closed: (pull) => pull.state !== 'open',
  draft: (pull) => pull.draft,
  public: (_, visibility) => visibility === 'public',
  private: (_, visibility) => visibility !== 'public',
}

function matches(context: GitHubContext, pull: PullRequest, { name, value }: Qualifier): boolean {
  const { forge } = context
  const repository = repositoryOf(forge, pull)
  const same = (text: string | undefined) => text?.toLowerCase() === value.toLowerCase()
  switch (name) {
    case 'is':
    case 'type':
    case 'state': {
      const flag = flags[value.toLowerCase()]
      if (flag === undefined)
        throw new Unsupported(`The sandbox's search does not know \`is:${value}\``)
      return flag(pull, repository.visibility)
    }
    case 'author':
      return pull.authorId !== null && same(forge.users.get(pull.authorId)?.login)
    case 'reviewed-by':
      return reviewedBy(context, value).has(pull)
    case 'commenter':
      return (group(forge, 'comments', 'pullRequestId').get(pull.id) ?? []).some(
        (comment) => comment.authorId !== null && same(forge.users.get(comment.authorId)?.login),
      )
    case 'repo':
      return same(repository.path)
    case 'org':
    case 'user':
      return same(repository.path.split('/')[0])
    case 'label':
      return pull.labels.some(same)
    case 'created':
      return within(seconds(pull.createdAt), value)
    case 'updated':
      return within(seconds(pull.updatedAt), value)
    case 'merged':
      return pull.mergedAt !== null && within(seconds(pull.mergedAt), value)
    case 'archived':
      return repository.archived === (value === 'true')
    default:
      throw new Unsupported(`The sandbox's search does not know \`${name}:\``)
  }
}

function reviewedBy(context: GitHubContext, login: string): ReadonlySet<PullRequest> {
  const { forge, behaviour } = context
  return derive(
    forge,
    `reviewed-by ${login.toLowerCase()} ${behaviour.searchFindsComments}`,
    () => {
      const found = new Set<PullRequest>()
      const id = userByLogin(forge, login)?.id
      if (id === undefined) return found
      for (const review of group(forge, 'reviews', 'authorId').get(id) ?? []) {
        if (review.state === 'PENDING') continue
        if (review.state === 'COMMENTED' && !behaviour.searchFindsComments) continue
        const pull = forge.pullRequests.get(review.pullRequestId)
        if (pull !== undefined) found.add(pull)
      }
      return found
    },
  )
}

/** `A..B`, `*..B`, `>=A`, `>A`, `<=B`, `<B` or one day; days are whole and in UTC, both ends count. */
function within(time: string, range: string): boolean {
  const [, from, until] = /^(.+)\.\.(.+)$/.exec(range) ?? []
  if (from !== undefined && until !== undefined) {
    return (from === '*' || time >= first(from)) && (until === '*' || time <= last(until))
  }
  if (range.startsWith('>=')) return time >= first(range.slice(2))
  if (range.startsWith('<=')) return time <= last(range.slice(2))
  if (range.startsWith('>')) return time > last(range.slice(1))
  if (range.startsWith('<')) return time < first(range.slice(1))
  return time >= first(range) && time <= last(range)
}

function first(time: string): string {
  return seconds(time)
}

function last(time: string): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(time) ? `${time}T23:59:59Z` : seconds(time)
}

function order(pulls: PullRequest[], sort: string): PullRequest[] {
  const [field, direction = 'desc'] = sort.split('-')
  const key = field === 'updated' ? 'updatedAt' : 'createdAt'
  const sign = direction === 'asc' ? 1 : -1
  return pulls.sort((a, b) => sign * (a[key] < b[key] ? -1 : a[key] > b[key] ? 1 : a.id - b.id))
}
