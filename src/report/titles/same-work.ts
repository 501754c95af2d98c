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
