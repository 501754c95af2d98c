/** What an address on a GitHub host points at. */
export type Target =
  | { readonly kind: 'repository'; readonly owner: string; readonly name: string }
  | {
      readonly kind: 'pull-request'
      readonly owner: string
      readonly name: string
      readonly number: number
      readonly note: Note | null
    }

/** A comment below a pull request. Each sort has its own REST address. */
interface Note {
  readonly sort: 'issue-comment' | 'review-comment' | 'review'
  readonly id: string
}

/** First parts of addresses that are GitHub's own pages, not owners. */
const pages: ReadonlySet<string> = new Set([
  'about',
  'apps',
  'collections',
  'enterprise',
  'events',
  'explore',
  'features',
  'login',
  'marketplace',
  'notifications',
  'orgs',
  'search',
  'settings',
  'sponsors',
  'topics',
  'trending',
  'users',
])

/** Null when the address is on another host or none we understand: such addresses are left alone. */
export function parseAddress(address: string, host: string): Target | null {
  const url = URL.parse(address)
  if (url === null || url.host !== host) return null
  const [owner, name, kind, number] = url.pathname.split('/').filter((part) => part !== '')
  if (owner === undefined || name === undefined || pages.has(owner.toLowerCase())) return null
  const repository = { owner, name: name.replace(/\.git$/, '') }
  if (kind === undefined) return { kind: 'repository', ...repository }
  if (kind !== 'pull' || number === undefined || !/^[1-9]\d{0,9}$/.test(number)) return null
  return {
    kind: 'pull-request',
    ...repository,
    number: Number(number),
    note: parseNote(url.hash),
  }
}

const anchors = [
  ['issue-comment', /^#issuecomment-(\d+)$/],
  ['review-comment', /^#(?:discussion_)?r(\d+)$/],
  ['review', /^#pullrequestreview-(\d+)$/],
] as const

/** An unknown anchor points into the pull request all the same. */
function parseNote(hash: string): Note | null {
  for (const [sort, pattern] of anchors) {
    const id = pattern.exec(hash)?.[1]
    if (id !== undefined) return { sort, id }
  }
  return null
}
