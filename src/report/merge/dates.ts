import type { Writer } from '../formats/format.ts'
import { type DatesInText, datesIn, isSameDates } from '../style/read-dates.ts'
import type { Dates } from '../types.ts'
import type { Finding } from './findings.ts'

/** What became of the dates in a line. */
export interface DatesMerged {
  readonly text: string
  /** The dates that are the tool's now; null where they are the person's, or gone. */
  readonly slot: string | null
  readonly findings: readonly Finding[]
  /** The person took them out. */
  readonly dropped: boolean
}

/**
 * Puts new dates into a line, in the style of the old ones. Those the tool wrote are replaced; those a person typed are
 * their claim, and change only when that is accepted. Of several that are not the tool's none is touched.
 * @param slot The dates the tool wrote there; null if a person did.
 */
export function mergeDates(
  text: string,
  slot: string | null,
  dates: Dates,
  { accept, writer }: { readonly accept: boolean; readonly writer: Writer },
): DatesMerged {
  const found = datesIn(text)
  const own = found.filter((each) => each.text === slot)
  const [first] = own.length === 1 ? own : found
  if (first === undefined) return { text, slot: null, findings: [], dropped: slot !== null }
  const same = found.some((each) => isSameDates(each.dates, dates))
  const value = isSameDates(first.dates, dates) ? first.text : writer.datesLike(first.text, dates)
  const isOne = own.length === 1 || found.length === 1
  if (isOne && (own.length === 1 || accept)) {
    return { text: replaced(text, first, value), slot: value, findings: [], dropped: false }
  }
  const kind = isOne || !accept ? 'date' : 'ambiguous'
  const findings = same ? [] : [{ kind, text: first.text, value } as const]
  return { text, slot, findings, dropped: false }
}

function replaced(text: string, { start, end }: DatesInText, value: string): string {
  return text.slice(0, start) + value + text.slice(end)
}
