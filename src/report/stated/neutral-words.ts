/**
 * Words before "pull requests" that praise or repeat and leave nothing out: `3 production MRs` are three merge requests. Every
 * other word may narrow what is counted (`3 documentation PRs`).
 */
const neutral: ReadonlySet<string> = new Set(
  `accepted actual all approved code combined community different distinct external foss free github gitlab
  github's gitlab's high-quality individual landed merge merged my open opensource
  open-source oss own peer production production-grade production-ready public pull quality separate several shipped
  software source successful successfully technical total unique upstream valuable various
  well-received`.split(/\s+/),
)

export function isNeutral(word: string): boolean {
  return neutral.has(word.toLowerCase())
}

/** Words that name no place where work went. */
const placeless: ReadonlySet<string> = new Set(
  `project projects repository repositories repo repos total all upstream open source date community ecosystem github gitlab
  production main`.split(/\s+/),
)

export function isPlaceless(word: string): boolean {
  return placeless.has(word) || isNeutral(word)
}

/** Words of a label before a count, or over one, that say what it is and not where: `Impact: merged 3 MRs`. */
const heads: ReadonlySet<string> = new Set(
  `achievement achievements active activity amount and contribution contributions contributor count counts developer
  engineer engineering facts figures code highlight highlights impact in key landed member merge merged metric metrics mr mrs
  number numbers of open opensource oss overall overview page pr prs pull github gitlab request requests results
  far since so review reviewed reviews shipped software source stat statistics stats sum summary the total totals value volume
  work works`.split(/\s+/),
)

export function isHead(word: string): boolean {
  return heads.has(word) || isPlaceless(word)
}

export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
}
