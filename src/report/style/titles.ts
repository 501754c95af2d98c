import { toPlainText } from '../../contribution/plain-text.ts'
import type { Claim, Entry, Highlight } from '../types.ts'
import { mostFrequent } from './dates.ts'

/** Longest text of an entry's title or highlight that is printed. */
export const maxText = 200

/** A claim is never cut: it is the person's own, and its length is bounded where they write it. */
export function claimText({ text }: Claim): string {
  return toPlainText(text, Number.POSITIVE_INFINITY)
}

/** `, landed via o/r#12`; empty where the pull request was merged itself. */
export function landedText({ landedVia }: Highlight): string {
  return landedVia === undefined ? '' : `, landed via ${landedVia}`
}

const separators = [' | ', ' — ', ' – ', ' - ', ' @ ', ' · ']

/** What stands between a title and the organisation in the titles of entries; ` | ` when none shows it. */
export function detectSeparator(titles: readonly string[]): string {
  return (
    mostFrequent(titles.map((title) => separators.find((each) => title.includes(each)))) ?? ' | '
  )
}

/**
 * `Title, Role | Organisation (Tech, Tech)`. A title that already begins with the organisation, as a repository's path does,
 * stands alone.
 */
export function titleOf(entry: Entry, separator: string): string {
  const { title, role, organisation, technologies } = entry
  const named = organisation === null || startsWith(title, organisation)
  const worker = role === null ? title : `${title}, ${role}`
  const head = named ? worker : `${worker}${separator}${organisation}`
  // A title of nothing visible would leave an entry without a line to know it by.
  const shown = toPlainText(head, maxText) || entry.key
  const tail = technologies.length === 0 ? '' : ` (${technologies.join(', ')})`
  return toPlainText(`${shown}${tail}`, 2 * maxText)
}

function startsWith(title: string, organisation: string): boolean {
  return title.toLowerCase().startsWith(organisation.toLowerCase())
}
