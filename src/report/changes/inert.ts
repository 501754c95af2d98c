import { toPlainText } from '../../contribution/plain-text.ts'

/** Characters of a title in a commit message. */
const titleLength = 72

/**
 * What forges and CI act on when it stands in a commit message, and what takes its place. Invisible characters would
 * break it too, but nobody could see why.
 */
const triggers: readonly (readonly [RegExp, string])[] = [
  // `[skip ci]`, `[ci skip]`, `[no ci]`, `[skip actions]` and their kin in every other service; links and footnotes.
  [/\[/g, '('],
  [/\]/g, ')'],
  [/\*{3,}/g, ''],
  // An address of an issue is a reference, and closes it after a closing word.
  [/[a-z][a-z0-9+.-]*:\/\//gi, ''],
  [/\bwww\./gi, ''],
  // People and teams.
  [/@(?=[\p{L}\p{N}_.-])/gu, '@ '],
  // `#12`, `owner/name#12`, `!12`, `&12`, `GH-12`, and `ABC-12` of Jira, which GitLab closes too.
  [/#(?=[\p{L}\p{N}_])/gu, '# '],
  [/([!&])(?=\p{N})/gu, '$1 '],
  [/\b(GH|gh|[A-Z][A-Z0-9]+)-(?=\d)/g, '$1 '],
  // `Signed-off-by:`, `Co-authored-by:`, `skip-checks: true`.
  [/-by\s*:/gi, ' by'],
  [/skip-checks/gi, 'skip checks'],
]

/** Text from a forge that can neither close, mention, skip CI nor add a trailer, on one line and cut to 72 characters. */
export function inert(text: string): string {
  let broken = toPlainText(text, 1000)
  for (const [pattern, replacement] of triggers) broken = broken.replace(pattern, replacement)
  return toPlainText(broken, titleLength)
}
