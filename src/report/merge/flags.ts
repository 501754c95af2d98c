import { linksIn } from '../formats/links.ts'
import type { Background } from '../types.ts'
import type { Finding } from './findings.ts'
import { wrongStates } from './links.ts'

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
  return pull === null ? !background.isKnown(key) : pull.gone || pull.revertedBy !== null
}
