import type { Item } from '../document/sidecar.ts'
import type { Background } from '../types.ts'
import { nameOf } from './resolve.ts'

/**
 * What is remembered of lines that a person took out: the address of a highlight's pull request, `KEY count`,
 * `KEY dates`, `KEY links` and `KEY claim WORDS`, or the key of an entry when its title went.
 */
export function tombstonesOf(missing: readonly Item[], rest: readonly Item[]): string[] {
  const goneEntries = new Set(
    missing.filter(({ kind }) => kind === 'title').map((each) => each.entry),
  )
  const alive = new Set(rest.map(({ entry }) => entry))
  const keys = missing.flatMap((item) => {
    if (goneEntries.has(item.entry)) {
      // Of an entry that went as a whole one word is enough.
      return item.kind === 'title' || alive.has(item.entry) ? [tombstoneOf(item)] : []
    }
    return [tombstoneOf(item)]
  })
  return [...new Set(keys)]
}

export function tombstoneOf(item: Item): string {
  const { kind, key, entry } = item
  if (kind === 'title') return entry
  return kind === 'highlight' ? (key ?? entry) : `${entry} ${nameOf(item)}`
}

/** Under present names, without what is there again. */
export function stillDeleted(
  deleted: readonly string[],
  there: { readonly addresses: ReadonlySet<string>; readonly entries: ReadonlySet<string> },
  background: Background,
): string[] {
  const present = deleted
    .map((key) => presentKey(key, background))
    .filter((key) => !there.addresses.has(key) && !there.entries.has(key))
  return [...new Set(present)].sort()
}

function presentKey(key: string, background: Background): string {
  if (/^https?:/.test(key)) return background.pull(key)?.url ?? key
  const [head = '', ...kind] = key.split(' ')
  return [background.present(head), ...kind].join(' ')
}
