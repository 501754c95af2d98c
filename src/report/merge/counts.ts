import { type CountClaim, countClaimsIn } from '../stated/count-claims.ts'
import { countsOfAllTime, isBound } from '../stated/counts-of-all-time.ts'
import { type NumberInText, numbersIn, toNumber } from '../stated/numbers.ts'
import { spelled } from '../stated/numerals.ts'
import { countedBy } from '../stated/stated-counts.ts'
import { countWords, wordOf } from '../style/counts.ts'
import type { Finding } from './findings.ts'

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
 * replaced, unless the words around it say that it counts something else now; everything else is the person's: a number of
 * theirs, a value that stands twice, one they left out.
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
  const line = readLine(text, slots, before)
  const slotted = inOrder(slots).map(([name, old]) => ({
    name,
    old,
    ...mergeSlot(line, name, old, values[name], acceptDrop),
  }))
  return {
    text: replaced(
      text,
      slotted.flatMap(({ change }) => change ?? []),
    ),
    slots: Object.fromEntries(
      slotted.flatMap(({ name, value }) => (value === null ? [] : [[name, value]])),
    ),
    findings: slotted.flatMap(({ finding }) => finding ?? []),
    dropped: slotted.flatMap(({ old, value }) => (value === null ? [old] : [])),
  }
}

/** What becomes of one value. */
interface SlotMerged {
  /** The tool's from now on; null where the person took it out. */
  readonly value: string | null
  readonly change?: Change
  readonly finding?: Finding
}

function mergeSlot(
  line: Line,
  name: string,
  old: string,
  next: string | undefined,
  acceptDrop: boolean,
): SlotMerged {
  if (next === undefined) return { value: old }
  const found = findValue(line, name, old)
  if (found === 'unclear')
    return next === old ? { value: old } : { value: old, finding: differs('ambiguous', old, next) }
  if (found !== null) {
    return toNumber(next) < toNumber(old) && !acceptDrop
      ? { value: old, finding: differs('count', old, next) }
      : { value: next, change: { at: found, value: next } }
  }
  const number = takeEdited(line, name, next)
  if (number === undefined) return { value: null }
  if (number.text === next) return { value: next }
  return { value: old, finding: differs('value-edited', number.text, next) }
}

function differs(kind: Finding['kind'], text: string, value: string): Finding {
  return { kind, text, value }
}

/** What a sentence says most of comes first, however the slots are kept. */
function inOrder(slots: Readonly<Record<string, string>>): [string, string][] {
  const order = Object.keys(countWords)
  return Object.entries(slots).sort(([a], [b]) => order.indexOf(a) - order.indexOf(b))
}

interface Line {
  readonly text: string
  readonly edited: boolean
  readonly slots: Readonly<Record<string, string>>
  readonly numbers: readonly NumberRead[]
  /** Numbers the person put in, of which the words do not tell what they count. Each is taken once. */
  readonly foreign: NumberRead[]
  /** What the person's sentence claims; nothing where the line is the tool's. */
  readonly claims: readonly CountClaim[]
}

interface NumberRead extends NumberInText {
  readonly counts: ReturnType<typeof countedBy>
}

function readLine(text: string, slots: Readonly<Record<string, string>>, before: string): Line {
  const numbers = numbersIn(text).map((each) => ({ ...each, counts: countedBy(text, each) }))
  const known = new Set([...numbersIn(before).map((each) => each.text), ...Object.values(slots)])
  const foreign = numbers.filter((each) => each.counts === undefined && !known.has(each.text))
  const edited = text !== before
  const claims = edited ? countClaimsIn(text) : []
  return { text, edited, slots, numbers, foreign, claims }
}

/** Where the old value of that name stands. Null: nowhere. */
function findValue(line: Line, name: string, old: string): NumberInText | 'unclear' | null {
  const { text, slots, numbers } = line
  const edited = editedInto(line, name)
  if (edited !== null && edited.text !== old) return null
  const found = numbers.filter((number) => number.text === old)
  const rivals = Object.values(slots).filter((value) => value === old).length
  const [only] = found
  const place = found.length === 1 && rivals === 1 ? only : byWord(found, name, text, rivals)
  if (place === undefined) return found.length > 0 ? 'unclear' : null
  const { counts } = place
  if (line.edited && counts !== undefined && counts !== name) return null
  const isIn = ({ start, end }: CountClaim) => start <= place.start && place.start < end
  const isOther = line.claims.some((claim) => isIn(claim) && isBound(claim, old))
  return isSpelledToo(text, place) || isOther ? 'unclear' : place
}

/** The one number that counts this by the words the person put around it. */
function editedInto({ edited, numbers }: Line, name: string): NumberRead | null {
  const [only, other] = numbers.filter(({ counts }) => counts === name)
  return !edited || only === undefined || other !== undefined ? null : only
}

/** `5 (five)`: one of the two alone would be wrong. */
function isSpelledToo(text: string, { text: digits, start }: NumberInText): boolean {
  const rest = text.slice(start + digits.length)
  return behindTwin.test(rest) || beforeTwin.test(text.slice(0, start))
}

const behindTwin = new RegExp(`^[*_]* \\((?:${spelled})\\)`, 'i')
const beforeTwin = new RegExp(`(?<![\\p{L}-])(?:${spelled}) \\([*_]*$`, 'iu')

/** The number the person wrote instead of the one of that name. */
function takeEdited(line: Line, name: string, next: string): NumberRead | undefined {
  const named = editedInto(line, name)
  if (named !== null) return named
  const { foreign } = line
  const own = foreign.findIndex((number) => number.text === next)
  return foreign.splice(Math.max(own, 0), 1)[0]
}

/**
 * Counts in a line of the person's that nobody handed over: one that says what is known is kept up to date from then on, any
 * other stays and is told.
 */
export function claimCounts(
  merged: CountsMerged,
  values: Readonly<Record<string, string>>,
  key: string,
): CountsMerged {
  const slots: Record<string, string> = { ...merged.slots }
  const findings = [...merged.findings]
  for (const [name, stated] of Object.entries(countsOfAllTime(merged.text, key))) {
    const value = values[name]
    if (value === undefined || name in merged.slots) continue
    if (stated === value) slots[name] = value
    else findings.push({ kind: 'value-edited', text: stated, value })
  }
  return { ...merged, slots, findings }
}

/** Of several places the one that reads as generated, `5 merged`. Only where two slots share the value: else it is a guess. */
function byWord(
  found: readonly NumberRead[],
  name: string,
  text: string,
  rivals: number,
): NumberRead | undefined {
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
