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
