import type { Item } from '../document/sidecar.ts'
import { addressesIn, wrongStates } from '../entries/links.ts'
import { linksIn } from '../formats/links.ts'
import type { Background, KnownPull } from '../types.ts'
import type { Finding } from './findings.ts'

/** What a person should know of the links in a line, whoever wrote it: gone, taken back, no longer public, in another state. */
export function flagsOf(text: string, background: Background): Finding[] {
  const findings = linksIn(text).flatMap(({ url }): Finding[] => {
    if (background.isHidden(url)) return [{ kind: 'private', text: url, value: '' }]
    const pull = background.pull(url)
    if (pull === null) return []
    if (pull.gone) return [{ kind: 'gone', text: url, value: '' }]
    return pull.revertedBy === null ? [] : [{ kind: 'reverted', text: url, value: pull.revertedBy }]
  })
  for (const { text: stated, state } of wrongStates(text, background))
    findings.push({ kind: 'state', text: stated, value: state })
  return [...new Map(findings.map((finding) => [finding.text, finding])).values()]
}

/** True for a contribution that is no longer what it was: it is never taken out silently. */
export function isFlagged(key: string | undefined, background: Background): boolean {
  if (key === undefined) return false
  const pull = background.pull(key)
  if (pull === null) return !background.isKnown(key)
  return pull.gone || pull.revertedBy !== null || isUnmerged(pull)
}

/** What the tool writes a bullet for was merged once, or landed through another. */
function isUnmerged({ state, visible, landedVia }: KnownPull): boolean {
  return visible && state !== 'merged' && landedVia === null
}

/** True for a line that holds such a contribution: the one it is about, or one the tool links there. */
export function holdsFlagged({ key, links = [] }: Item, background: Background): boolean {
  return isFlagged(key, background) || links.some((url) => isFlagged(url, background))
}

/** Of a line that the tool wrote, in whatever words it stands there now: pull requests that are not merged any more. */
export function stateFlags(item: Item, background: Background): Finding[] {
  return writtenFor(item).flatMap((url): Finding[] => {
    const pull = background.pull(url)
    if (pull === null || pull.gone || pull.revertedBy !== null || !isUnmerged(pull)) return []
    return [{ kind: 'state', text: pull.url, value: pull.state }]
  })
}

/** Addresses that the tool put into a line, each of something merged then. */
function writtenFor({ kind, key, text, links = [] }: Item): readonly string[] {
  return kind === 'highlight' && key !== undefined && text !== null ? [key] : links
}

/** What a person should know of a region that stands as it is, each with its line in the region, from 0. */
export function flagsAt(
  body: string,
  items: readonly Item[],
  background: Background,
): (Finding & { readonly at: number })[] {
  const flagged = items.flatMap((item) => stateFlags(item, background))
  return body.split('\n').flatMap((line, at) => {
    const linked = addressesIn(line, background)
    const own = flagged.filter(({ text }) => linked.includes(text))
    return [...own, ...flagsOf(line, background)].map((finding) => ({ ...finding, at }))
  })
}
