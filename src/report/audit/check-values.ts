import { periodsIn } from '../stated/moments.ts'
import { toNumber } from '../stated/numbers.ts'
import { atLeast, exactly } from '../stated/stated-number.ts'
import type { DateWords } from '../style/date-words.ts'
import { type Measured, measure } from '../values/measure.ts'
import type { ValueSlot } from '../values/slots.ts'
import { compareCount } from './counts/compare.ts'
import type { Draft, Verdict } from './finding.ts'
import type { Page } from './page.ts'
import type { Audited } from './person.ts'
import type { Readings } from './readings.ts'

/** Every value between `tracker:value` comments, held against its own question: the words around it ask another. */
export function checkValues(
  { values, writer, dates }: Page,
  who: Audited,
  readings: Readings,
): Draft[] {
  return values.flatMap((slot): Draft[] => {
    const text = slot.text.trim()
    if (text === '') return []
    const at = slot.start + slot.text.indexOf(text)
    const { query } = slot
    const measured = measure(query, who.contributions, who.person, readings.options)
    const reference = null
    if (query.name === 'first' || query.name === 'last') {
      const { month, recent } = measured
      const verdict = isOpen(slot, measured, who, readings)
        ? 'unprovable'
        : ofMonth(text, month, query.name === 'last' && recent, dates)
      const expected =
        verdict === 'stale' && month !== null
          ? writer.datesLike(text, { start: month, end: month })
          : null
      return [{ at, kind: 'date', text, verdict, expected, reference, advice: adviceOf(expected) }]
    }
    const { verdict, expected } = ofCount(slot, measured.count, measured.neverRead.length > 0)
    const advice = adviceOf(expected === null ? null : `${expected} ${query.name}`)
    return [{ at, kind: 'count', text, verdict, expected, reference, advice }]
  })
}

function adviceOf(expected: string | null): string {
  return expected === null ? '' : `should say ${expected}`
}

/** True if nothing was read, or what a gap hides may be earlier than the first or later than the last. */
function isOpen(
  { query, text }: ValueSlot,
  { month, neverRead }: Measured,
  { contributions, person }: Audited,
  { options }: Readings,
): boolean {
  if (neverRead.length > 0) return true
  const said = periodsIn(text)[0]?.from.days?.last.slice(0, 7)
  const isInside =
    said !== undefined && month !== null && (query.name === 'first' ? said > month : said < month)
  if (isInside) return false
  return (['merged', 'reviewed'] as const).some(
    (name) => measure({ ...query, name }, contributions, person, options).count?.atLeast,
  )
}

const unprovable = { verdict: 'unprovable', expected: null } as const

function ofCount(
  { text }: ValueSlot,
  count: Measured['count'],
  isUnread: boolean,
): { readonly verdict: Verdict; readonly expected: string | null } {
  const number = text.trim()
  if (count === null || isUnread || !/^\d[\d,]*\+?$/.test(number)) return unprovable
  const stated = number.endsWith('+') ? atLeast(toNumber(number)) : exactly(toNumber(number))
  const verdict = compareCount(stated, count)
  const isWrong = verdict === 'stale' || verdict === 'false'
  return { verdict, expected: isWrong ? `${count.value}${count.atLeast ? '+' : ''}` : null }
}

/** A month that is not the one known is an older one, or the person's: never an accusation of more than that. */
function ofMonth(
  text: string,
  month: string | null,
  isPresent: boolean,
  words: DateWords,
): Verdict {
  const [period, other] = periodsIn(text, words)
  const days = period?.from.days ?? null
  const isNow = new RegExp(`^(?:${words.present})$`, 'iu').test(text)
  if (period === undefined) return isPresent && isNow ? 'true' : 'unprovable'
  if (month === null || days === null || other !== undefined || period.to !== null)
    return 'unprovable'
  return days.first.slice(0, 7) <= month && month <= days.last.slice(0, 7) ? 'true' : 'stale'
}
