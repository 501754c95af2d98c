import type { Writer } from '../formats/format.ts'
import { endMeant } from '../style/date-line.ts'
import { type DatesInText, datesIn, isSameDates } from '../style/read-dates.ts'
import type { Dates } from '../types.ts'
import type { Finding } from './findings.ts'

/** What became of the dates in a line. */
export interface DatesMerged {
  readonly text: string
  /** The dates that are the tool's now; null where they are the person's, or gone. */
  readonly slot: string | null
  /** What the person wrote where the tool's are; null where the tool wrote first. */
  readonly like: string | null
  readonly findings: readonly Finding[]
  /** The person took them out. */
  readonly dropped: boolean
}

/** Dates of the tool's in a line. */
export interface OwnDates {
  /** Null if a person wrote what stands there. */
  readonly slot: string | null
  /** What a person wrote there before. */
  readonly like: string | null
}

/**
 * Puts new dates into a line, in the style of the old ones, and those of the tool in the style of what a person wrote there:
 * a single month shows neither their dash nor their word for the present. Those the tool wrote are replaced; those a
 * person typed are their claim, and change only when that is accepted. Of several that are not the tool's none is touched.
 */
export function mergeDates(
  text: string,
  { slot, like }: OwnDates,
  dates: Dates,
  { accept, writer }: { readonly accept: boolean; readonly writer: Writer },
): DatesMerged {
  const found = datesIn(text, writer.terms)
  const own = ownOf(found, slot, writer)
  const [first] = own.length === 1 ? own : found
  if (first === undefined)
    return { text, slot: null, like: null, findings: [], dropped: slot !== null }
  const wanted = wantedOf(text, first, dates, writer)
  if (wanted === null) return { text, slot, like, findings: [], dropped: false }
  const same = found.some((each) => isSameDates(each.dates, wanted))
  const typed = first.text === slot ? like : first.text
  const model = typed ?? first.text
  const value = isSameDates(first.dates, wanted) ? first.text : writer.datesLike(model, wanted)
  const isOne = own.length === 1 || found.length === 1
  if (isOne && (own.length === 1 || accept)) {
    const now = replaced(text, first, value)
    return { text: now, slot: value, like: typed, findings: [], dropped: false }
  }
  const kind = isOne || !accept ? 'date' : 'ambiguous'
  const findings = same ? [] : [{ kind, text: first.text, value } as const]
  return { text, slot, like, findings, dropped: false }
}

/** "Since May 2025" stays a start alone, "until May 2025" an end. Null where an end is said of what has none. */
function wantedOf(
  text: string,
  { start, end, dates: stated }: DatesInText,
  dates: Dates,
  { terms }: Writer,
): Dates | null {
  if (stated.start !== stated.end) return dates
  const meant = endMeant(text.slice(0, start), text.slice(end), terms)
  if (meant === null) return dates
  if (meant === 'start') return { start: dates.start, end: dates.start }
  return dates.end === 'present' ? null : { start: dates.end, end: dates.end }
}

/** The tool's dates in a line: as it wrote them, else the same time span in a person's way to write it. */
function ownOf(
  found: readonly DatesInText[],
  slot: string | null,
  { terms }: Writer,
): DatesInText[] {
  const same = found.filter(({ text }) => text === slot)
  const [old] = slot === null ? [] : datesIn(slot, terms)
  if (same.length === 1 || old === undefined) return same
  return found.filter(({ dates }) => isSameDates(dates, old.dates))
}

function replaced(text: string, { start, end }: DatesInText, value: string): string {
  return text.slice(0, start) + value + text.slice(end)
}
