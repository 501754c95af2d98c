/** Something on this GitLab that a document links. */
export interface LinkAddress {
  /** As written in the document. */
  readonly text: string
  /** The project's path as the address gives it; it may have been renamed since. */
  readonly path: string
  /** Null: the project itself. */
  readonly iid: number | null
  readonly note: string | null
}

/** First parts of addresses that are GitLab's own pages, not groups. */
const ownPages: ReadonlySet<string> = new Set([
  '-',
  'admin',
  'api',
  'dashboard',
  'explore',
  'groups',
  'help',
  'profile',
  'projects',
  'search',
  'snippets',
  'users',
])

const project = /^((?:[\w.-]+\/)+[\w.-]+?)(?:\.git)?$/
const mergeRequest = /^((?:[\w.-]+\/)+[\w.-]+)\/merge_requests\/(\d+)(?:\/.*)?$/

/**
 * Reads `URL/g/p/-/merge_requests/N`, with `#note_ID` or not, the older form without `/-/`, and `URL/g/p`.
 * @param url the forge's `url`
 * @returns null for anything else, other hosts included
 */
export function parseAddress(text: string, url: string): LinkAddress | null {
  const address = URL.parse(text)
  const base = new URL(url)
  const prefix = base.pathname.replace(/\/+$/, '')
  if (address === null || address.host !== base.host || !address.pathname.startsWith(`${prefix}/`))
    return null
  const path = address.pathname.slice(prefix.length + 1).replace(/\/+$/, '')
  if (ownPages.has(path.split('/')[0] ?? '')) return null
  const merge = mergeRequest.exec(path.replace('/-/merge_requests/', '/merge_requests/'))
  if (merge?.[1] !== undefined) {
    const note = /^#note_(\d+)$/.exec(address.hash)?.[1] ?? null
    return { text, path: merge[1], iid: Number(merge[2]), note }
  }
  const plain = path.includes('/-/') ? null : project.exec(path)
  return plain?.[1] === undefined ? null : { text, path: plain[1], iid: null, note: null }
}
