import { cleanTitle } from './clean.ts'

const backports: readonly RegExp[] = [
  // `[release-1.2] X`, `[1.5] X`
  /^\[(?:release[-/ ])?v?\d+[.-]\d[\w.-]*\]:?\s*(.+)$/i,
  /^(?:\[?backport\]?|\[?cherry[- ]?pick\]?)(?: of)?(?: [#!]\d+)*(?: (?:to|into|onto) [\w./-]+)?:\s*(.+)$/i,
  /^automated cherry[- ]?pick of(?: [#!]\d+)+:\s*(?:[#!]\d+:\s*)?(.+)$/i,
  /^(.+?)\s*\(backport(?: of)? [\w./]*[#!]\d+\)$/i,
]

/** Title of the change that a backport carries to another branch; null for anything else. One work, two pull requests. */
export function originalTitle(title: string): string | null {
  const text = title.trim()
  for (const pattern of backports) {
    const original = pattern.exec(text)?.[1]
    if (original !== undefined) return cleanTitle(original).text
  }
  return null
}

/** Without pull requests that only carry another one of the list, or the same one as a newer of them, to a branch. */
export function withoutBackports<Pull extends { readonly title: string }>(
  newest: readonly Pull[],
): readonly Pull[] {
  const carried = new Map(
    newest.flatMap((pull) => {
      const original = originalTitle(pull.title)
      return original === null ? [] : [[pull, original.toLowerCase()] as const]
    }),
  )
  if (carried.size === 0) return newest
  const said = new Set(
    newest
      .filter((pull) => !carried.has(pull))
      .map(({ title }) => cleanTitle(title).text.toLowerCase()),
  )
  return newest.filter((pull) => {
    const original = carried.get(pull)
    if (original === undefined) return true
    const isNew = !said.has(original)
    said.add(original)
    return isNew
  })
}
