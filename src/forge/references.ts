import { type ForgeKind, forgeKinds, kindFacts } from './kinds.ts'

/** Repository, sign and number. */
const written = /^([A-Za-z0-9_.-]+(?:\/[A-Za-z0-9_.-]+)+)([#!])([1-9]\d*)$/

/** A pull request as somebody writes it down, taken apart. */
export interface PullReference {
  /** As the forge writes it. */
  readonly reference: string
  /** Null where it was not written as an address. */
  readonly host: string | null
}

/** Reads `o/r#12`, `g/p!12` or the address of either; null for anything else. */
export function canonicalReference(text: string): PullReference | null {
  if (written.test(text)) return { reference: text, host: null }
  const url = /\s/.test(text) ? null : URL.parse(text)
  if (url === null || url.protocol !== 'https:') return null
  const found = pullAt(url.pathname)
  return found === null || found.rest.replace('/', '') !== ''
    ? null
    : { reference: found.reference, host: url.host }
}

/** What the path of an address leads to, or into: a pull request as any kind of forge places it; null for anything else. */
export function pullAt(pathname: string): {
  readonly reference: string
  readonly sign: '#' | '!'
  readonly number: string
  /** What follows the number, such as `/files`. */
  readonly rest: string
} | null {
  for (const kind of forgeKinds) {
    const { sign, path } = kindFacts[kind].pull
    const match = path.exec(pathname)
    if (match === null) continue
    const [whole, repository = '', number = ''] = match
    const rest = pathname.slice(whole.length)
    return { reference: `${repository}${sign}${number}`, sign, number, rest }
  }
  return null
}

/** The address of a pull request on the forge at `url`; null where that kind of forge does not write it so. */
export function addressOf(
  text: string,
  { url, host, kind }: { readonly url: string; readonly host: string; readonly kind: ForgeKind },
): string | null {
  const known = canonicalReference(text)
  if (known === null || (known.host !== null && known.host !== host)) return null
  const [, path = '', sign, number = ''] = written.exec(known.reference) ?? []
  const { pull } = kindFacts[kind]
  return pull.sign === sign ? `${url}/${pull.pathOf(path, number)}` : null
}

/** Letter case tells nothing apart on a forge. */
export function isSamePull(
  text: PullReference,
  { host, reference: known }: { readonly host: string; readonly reference: string },
): boolean {
  const isThere = text.host === null || text.host === host
  return isThere && text.reference.toLowerCase() === known.toLowerCase()
}

/** What stands before the number in addresses of every kind. */
const pages = forgeKinds.map((kind) => kindFacts[kind].pull.page).join('|')
const apart = new RegExp(`/-/(?=(?:${pages})/)`)
const below = new RegExp(`(/(?:${pages})/\\d+)/?[\\w-]*/?$`)

/** An address as it compares: a person may write one in more ways than its forge. Called for every contribution. */
export function comparable(url: string): string {
  const query = url.indexOf('?')
  const address = (query < 0 ? url : url.slice(0, query)).toLowerCase()
  const plain = address.replace('://www.', '://').replace(apart, '/')
  return /\d$/.test(plain) ? plain : plain.replace(below, '$1').replace(/\/$/, '')
}

/** The host that people mean by the name of a kind of forge: `github` → `github.com`; null for any other word. */
export function homeHost(word: string): string | null {
  const kind = forgeKinds.find((each) => each === word)
  return kind === undefined ? null : new URL(kindFacts[kind].home).host
}
