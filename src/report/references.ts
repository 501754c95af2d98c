/** `o/r#12` of GitHub, `g/p!12` of GitLab: repository, sign and number. */
const reference = /^([A-Za-z0-9_.-]+(?:\/[A-Za-z0-9_.-]+)+)([#!])([1-9]\d*)$/
const onGitHub = /^\/([\w.-]+\/[\w.-]+)\/pull\/([1-9]\d*)\/?$/
const onGitLab = /^\/([\w.-]+(?:\/[\w.-]+)+?)(?:\/-)?\/merge_requests\/([1-9]\d*)\/?$/

/** A pull request as somebody writes it down, taken apart. */
export interface PullReference {
  /** As the forge writes it. */
  readonly reference: string
  /** Null where it was not written as an address. */
  readonly host: string | null
}

/** Reads `o/r#12`, `g/p!12` or the address of either; null for anything else. */
export function canonicalReference(text: string): PullReference | null {
  if (reference.test(text)) return { reference: text, host: null }
  const url = /\s/.test(text) ? null : URL.parse(text)
  if (url === null || url.protocol !== 'https:') return null
  const github = onGitHub.exec(url.pathname)
  if (github !== null) return { reference: `${github[1]}#${github[2]}`, host: url.host }
  const gitlab = onGitLab.exec(url.pathname)
  return gitlab === null ? null : { reference: `${gitlab[1]}!${gitlab[2]}`, host: url.host }
}

/** The address of a pull request on the forge at `url`; null where that kind of forge does not write it so. */
export function addressOf(
  text: string,
  { url, host, kind }: { readonly url: string; readonly host: string; readonly kind: string },
): string | null {
  const known = canonicalReference(text)
  if (known === null || (known.host !== null && known.host !== host)) return null
  const [, path, sign, number] = reference.exec(known.reference) ?? []
  if (sign === '#') return kind === 'github' ? `${url}/${path}/pull/${number}` : null
  return kind === 'gitlab' ? `${url}/${path}/-/merge_requests/${number}` : null
}

/** Letter case tells nothing apart on a forge. */
export function isSamePull(
  written: PullReference,
  { host, reference: known }: { readonly host: string; readonly reference: string },
): boolean {
  const isThere = written.host === null || written.host === host
  return isThere && written.reference.toLowerCase() === known.toLowerCase()
}
