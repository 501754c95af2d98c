import type { Writer } from '../formats/format.ts'
import { toNumber } from '../stated/numbers.ts'
import { datesIn, isPresent } from '../style/read-dates.ts'
import type { Count, Month } from '../types.ts'
import type { Conflict } from '../update/conflicts.ts'
import type { Measured } from './measure.ts'
import type { ValueQuery } from './query.ts'
import type { ValueSlot } from './slots.ts'

/** What each value read when the tool last wrote it or agreed with it, by key. */
export type ValueMemory = Readonly<Record<string, string>>

export interface ValuesAsked {
  readonly measure: (query: ValueQuery) => Measured
  readonly acceptDrop: boolean
  readonly acceptDate: boolean
  readonly writer: Writer
}

export interface ValuesUpdate {
  readonly text: string
  readonly memory: ValueMemory
  readonly conflicts: readonly Conflict[]
  /** Values that stay as they are for now, and why. */
  readonly left: readonly { readonly line: number; readonly key: string; readonly reason: string }[]
}

/** What becomes of one value. */
interface Verdict {
  /** What is to stand there. */
  readonly text: string
  /** The tool answers for it; otherwise it is the person's, and what was remembered stays. */
  readonly own: boolean
  readonly conflict?: Pick<Conflict, 'kind' | 'value'>
  readonly left?: string
}

/** Brings the values of a document up to date, touching nothing but what stands between their comments. */
export function updateValues(
  text: string,
  slots: readonly ValueSlot[],
  memory: ValueMemory,
  asked: ValuesAsked,
): ValuesUpdate {
  const verdicts = slots.map((slot) => ({ slot, verdict: decide(slot, memory[slot.key], asked) }))
  let updated = text
  for (const { slot, verdict } of [...verdicts].reverse())
    updated = updated.slice(0, slot.start) + verdict.text + updated.slice(slot.end)
  return {
    text: updated,
    // A value that was taken out of the document is forgotten.
    memory: Object.fromEntries(
      verdicts.flatMap(({ slot, verdict }) => {
        const remembered = verdict.own ? verdict.text.trim() : memory[slot.key]
        return remembered === undefined ? [] : [[slot.key, remembered]]
      }),
    ),
    conflicts: verdicts.flatMap(({ slot, verdict }) =>
      verdict.conflict === undefined
        ? []
        : [{ line: slot.line, text: slot.text.trim(), ...verdict.conflict }],
    ),
    left: verdicts.flatMap(({ slot, verdict }) =>
      verdict.left === undefined ? [] : [{ line: slot.line, key: slot.key, reason: verdict.left }],
    ),
  }
}

function decide(slot: ValueSlot, written: string | undefined, asked: ValuesAsked): Verdict {
  const { count, month, recent, neverRead } = asked.measure(slot.query)
  if (neverRead.length > 0) {
    const left = `never read so far: ${neverRead.join(', ')}; run \`tracker sync\` first`
    return { ...kept(slot), left }
  }
  if (count !== null) return decideCount(slot, written, count, asked)
  return decideMonth(slot, written, month, slot.query.name === 'last' && recent, asked)
}

/** The value stays, and stays whose it was. */
function kept({ text }: ValueSlot): Verdict {
  return { text, own: false }
}

function decideCount(
  slot: ValueSlot,
  written: string | undefined,
  { value, atLeast }: Count,
  { acceptDrop }: ValuesAsked,
): Verdict {
  const current = slot.text.trim()
  const next = `${value}${atLeast ? '+' : ''}`
  if (current === '' || current === next) return { text: inPlace(slot, next), own: true }
  // Whoever puts comments around a number hands it over; a number changed after that is theirs again.
  const isHandedOver = written === undefined ? isNumber(current) : current === written
  if (!isHandedOver) return { ...kept(slot), conflict: { kind: 'value-edited', value: next } }
  if (value < toNumber(current) && !acceptDrop) {
    const left = `${current} would become ${next}; \`--accept drop\` takes it`
    return { ...kept(slot), conflict: { kind: 'count', value: next }, left }
  }
  if (`${current}+` === next) {
    const left = 'the only change would be a `+` behind it; `tracker status` says what is missing'
    return { ...kept(slot), left }
  }
  return { text: inPlace(slot, next), own: true }
}

function decideMonth(
  slot: ValueSlot,
  written: string | undefined,
  month: Month | null,
  recent: boolean,
  { acceptDate, writer }: ValuesAsked,
): Verdict {
  const current = slot.text.trim()
  if (month === null) {
    return current === '' ? kept(slot) : { ...kept(slot), conflict: { kind: 'gone', value: '' } }
  }
  const isSame = recent && isPresent(current, writer.terms) ? true : isMonth(current, month, writer)
  if (isSame) return { text: slot.text, own: true }
  const value = writer.datesLike(current, { start: month, end: month })
  if (current !== '' && current !== written && !acceptDate)
    return { ...kept(slot), conflict: { kind: 'date', value } }
  return { text: inPlace(slot, value), own: true }
}

function isMonth(text: string, month: Month, { terms }: Writer): boolean {
  const [found, other] = datesIn(text, terms)
  return (
    found !== undefined &&
    other === undefined &&
    found.text === text &&
    found.dates.start === month &&
    found.dates.end === month
  )
}

function isNumber(text: string): boolean {
  return /^\d[\d,]*\+?$/.test(text)
}

/** White space around a value is the person's. */
function inPlace({ text }: ValueSlot, value: string): string {
  return text.trim() === '' ? value : text.replace(text.trim(), () => value)
}
