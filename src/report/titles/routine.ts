import { cleanTitle } from './clean.ts'
import { splitPrefix } from './prefix.ts'

/** Work that a count tells better than a bullet. */
const routine: readonly RegExp[] = [
  // `build(deps): …`, `chore(deps-dev): …`
  /^\w+\(deps[\w-]*\)!?:/i,
  /^(?:deps|dependencies):/i,
  // `Bump x from 1 to 2`, `bump golang.org/x/oauth2`, `bump controller-tools`; a timeout or a feature that is bumped is work.
  /^bump(?:s|ed|ing)? (?!.*\b(?:milestone|alpha|beta|stable|ga)\b)(?:.*(?:\d\.\d|\w\/\w|\bdep)|[^ ]+(?: [^ ]+)?$)/i,
  /^(?:update|upgrade)s?d? (?:module|dependency|dependencies)\b/i,
  /^(?:update|upgrade)s?d? (?!.*\bmilestone)\S+(?: \S+)?(?: \S+)? (?:to|from) (?:version )?v?\d+(?:\.\d+)+\S*$/i,
  /\b(?:typos?|misspell\w*|spelling)\b/i,
  // Texts of merge robots.
  /^(?:automatic merge from submit-queue|see merge request)\b/i,
]

/** Dependency bumps and typo fixes, and whatever a robot wrote: counted, and not worth a bullet. */
export function isRoutine(title: string, authorIsBot: boolean): boolean {
  if (authorIsBot) return true
  const { text } = cleanTitle(title)
  const { rest } = splitPrefix(text)
  return routine.some((pattern) => pattern.test(text) || pattern.test(rest))
}
