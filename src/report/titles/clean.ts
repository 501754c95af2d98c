import { toPlainText } from '../../contribution/plain-text.ts'

/** Longer titles are cut: no bullet is read beyond this. */
const maxTitle = 200

export interface CleanTitle {
  /** Without the markers before and the references after it. */
  readonly text: string
  /** Numbers of proposals (`KEP-4762`) from the markers: what `Promote to GA` is about. */
  readonly proposals: readonly string[]
}

/** Signs that say something about the pull request, not about the work. */
const leading: readonly RegExp[] = [
  // An emoji, or its code.
  /^(?:\p{Extended_Pictographic}|\p{Regional_Indicator}|[\uFE0F\u20E3])+\s*/u,
  /^:[a-z0-9_+-]+:\s*/,
  // `[tag]`, `[Steering Election 2026]`; not a link.
  /^\[[^[\]]{1,40}\]:?(?!\()\s*/,
  /^(?:Draft|WIP|RFC)(?::\s*|\s+-\s+)/i,
  // `JIRA-12: `; a proposal's number is kept as what the work is on.
  /^(?!(?:KEP|GEP|PEP|JEP)-)[A-Z][A-Z0-9]+-\d+(?::\s*|\s+-\s+)/,
  // `Follow-up to !12: `
  /^follow[- ]?up (?:to|for|of|on) [#!]?\d+(?::\s*|\s+-\s+)/i,
]

const trailing: readonly RegExp[] = [
  /[\s,;.-]*\(?\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?) [\w./-]*#\d+\)?\.?$/i,
  // `(#12)`, `(!12)`, ` #12`
  /\s*\((?:[\w./-]*[#!]\d+(?:,\s*)?)+\)$/,
  /(?<=\S)\s+[#!]\d+$/,
  // A full stop ends a sentence; a bullet is none. Not of `etc.` or `...`.
  /(?<=[\w)`'"]{2})(?<!\betc)\.$/,
]

/** Enhancement proposals are the subject of the work, unlike tickets. */
const proposal = /\b(?:KEP|GEP|PEP|JEP)-\d+\b/g

/** Makes a title fit to print and strips the listed markers, however many there are. A title of markers only is kept. */
export function cleanTitle(title: string): CleanTitle {
  const plain = toPlainText(title, maxTitle)
  const withoutEnd = stripped(plain, trailing)
  const text = stripped(withoutEnd, leading)
  const markers = withoutEnd.slice(0, withoutEnd.length - text.length)
  return { text, proposals: [...new Set(markers.match(proposal) ?? [])] }
}

function stripped(text: string, patterns: readonly RegExp[]): string {
  for (const pattern of patterns) {
    const rest = text.replace(pattern, '')
    if (rest !== text && rest.trim() !== '') return stripped(rest.trim(), patterns)
  }
  return text
}
