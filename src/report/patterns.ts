import picomatch from 'picomatch'
import type { SectionRules } from './rules.ts'

type Patterns = Pick<SectionRules['select'], 'repositories' | 'exclude'>

/** Tells whether a repository is one that `repositories` means and `exclude` does not. */
export function createMatcher(
  { repositories, exclude }: Patterns,
  forges: readonly string[],
): (forge: string, path: string) => boolean {
  const included = repositories.map((pattern) => createPattern(pattern, forges))
  const excluded = exclude.map((pattern) => createPattern(pattern, forges))
  return (forge, path) =>
    included.some((matches) => matches(forge, path)) &&
    !excluded.some((matches) => matches(forge, path))
}

/** Tells whether a path on a forge is one that `pattern` means. */
export function createPattern(
  pattern: string,
  forges: readonly string[],
): (forge: string, path: string) => boolean {
  const { forge: only, rest } = splitForge(pattern, forges)
  const matches = picomatch(rest, { nocase: true, dot: true })
  return (forge, path) => (only === undefined || only === forge) && matches(path)
}

/** `github:acme/*` into its two halves; a pattern may begin with the name of a configured forge and a colon. */
export function splitForge(
  text: string,
  forges: readonly string[],
): { forge: string | undefined; rest: string } {
  const colon = text.indexOf(':')
  const forge = text.slice(0, Math.max(colon, 0))
  return colon > 0 && forges.includes(forge)
    ? { forge, rest: text.slice(colon + 1) }
    : { forge: undefined, rest: text }
}

/** False where the patterns can mean no repository of that forge: all name others, or everything on it is left out. */
export function canChooseOn(
  forge: string,
  { repositories, exclude }: Patterns,
  forges: readonly string[],
): boolean {
  const means = (pattern: string) => {
    const { forge: only } = splitForge(pattern, forges)
    return only === undefined || only === forge
  }
  return (
    repositories.some(means) &&
    !exclude.some((pattern) => means(pattern) && meansAll(splitForge(pattern, forges).rest))
  )
}

/** True for `**`, and for the other ways to say that every path is meant, however deep. */
function meansAll(pattern: string): boolean {
  if (!/^[*/]+$/.test(pattern)) return false
  const matches = picomatch(pattern)
  return ['a/a', 'a/a/a', 'a/a/a/a'].every((path) => matches(path))
}
