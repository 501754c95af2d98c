import { wordOf } from '../style/counts.ts'
import { countsOfAllTime } from './counts-of-all-time.ts'
import type { Finding } from './findings.ts'
import { type NumberInText, numbersIn, toNumber } from './values.ts'

/** What became of the counts in a line. */
export interface CountsMerged {
  readonly text: string
  /** The values that are the tool's now, by name. */
  readonly slots: Readonly<Record<string, string>>
  readonly findings: readonly Finding[]
  /** Values the person took out of their sentence. */
  readonly dropped: readonly string[]
}

interface Change {
  readonly at: NumberInText
  readonly value: string
}

/**
 * Puts new counts into a sentence in place of the old ones. An old value that stands there once as a whole token is
 * replaced; everything else is the person's: a number of theirs, a value that stands twice, one they left out.
 * @param slots Old values by name.
 * @param values New ones by name; a name without one keeps its value.
 * @param before The text the old values stood in.
 */
export function mergeCounts(
  text: string,
  slots: Readonly<Record<string, string>>,
  values: Readonly<Record<string, string>>,
  { before, acceptDrop }: { readonly before: string; readonly acceptDrop: boolean },
): CountsMerged {
  const numbers = numbersIn(text)
  const known = new Set([...numbersIn(before).map((each) => each.text), ...Object.values(slots)])
  const foreign = numbers.filter((number) => !known.has(number.text))
  const kept: Record<string, string> = {}
  const changes: Change[] = []
  const findings: Finding[] = []
  const dropped: string[] = []
  for (const [name, old] of Object.entries(slots)) {
    const next = values[name]
    const rivals = Object.values(slots).filter((value) => value === old).length
    const found = numbers.filter((number) => number.text === old)
    const place = found.length === 1 && rivals === 1 ? found[0] : byWord(found, name, text, rivals)
    kept[name] = old
    if (next === undefined) continue
    if (place !== undefined) {
      if (toNumber(next) < toNumber(old) && !acceptDrop) {
        findings.push({ kind: 'count', text: old, value: next })
        continue
      }
      changes.push({ at: place, value: next })
      kept[name] = next
    } else if (found.length > 0) {
      if (next !== old) findings.push({ kind: 'ambiguous', text: old, value: next })
    } else {
      const own = foreign.findIndex((number) => number.text === next)
      const [number] = foreign.splice(Math.max(own, 0), 1)
      if (number === undefined) {
        delete kept[name]
        dropped.push(old)
      } else if (number.text === next) kept[name] = next
      else findings.push({ kind: 'value-edited', text: number.text, value: next })
    }
  }
  return { text: replaced(text, changes), slots: kept, findings, dropped }
}

/**
 * Counts in a line of the person's that nobody handed over: one that says what is known is kept up to date from then on, any
 * other stays and is told.
 */
export function claimCounts(
  merged: CountsMerged,
  values: Readonly<Record<string, string>>,
): CountsMerged {
  const slots: Record<string, string> = { ...merged.slots }
  const findings = [...merged.findings]
  for (const [name, stated] of Object.entries(countsOfAllTime(merged.text))) {
    const value = values[name]
    if (value === undefined || name in merged.slots) continue
    if (stated === value) slots[name] = value
    else findings.push({ kind: 'value-edited', text: stated, value })
  }
  return { ...merged, slots, findings }
}

/** Of several places the one that reads as generated, `5 merged`. Only where two slots share the value: else it is a guess. */
function byWord(
  found: readonly NumberInText[],
  name: string,
  text: string,
  rivals: number,
): NumberInText | undefined {
  if (found.length > rivals) return undefined
  const fitting = found.filter((number) =>
    text.slice(number.start + number.text.length).startsWith(` ${wordOf(name)}`),
  )
  return fitting.length === 1 ? fitting[0] : undefined
}

function replaced(text: string, changes: readonly Change[]): string {
  let result = text
  for (const { at, value } of [...changes].sort((a, b) => b.at.start - a.at.start))
    result = result.slice(0, at.start) + value + result.slice(at.start + at.text.length)
  return result
}
