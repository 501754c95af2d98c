import type { Period } from '../../stated/moments.ts'
import type { Moment } from '../../stated/read-moment.ts'
import { type MomentWriter, presentLike, spanLike, writtenLike } from '../../stated/write-moment.ts'
import { type Draft, together, unlessHidden, type Verdict } from '../finding.ts'
import type { Known } from '../known.ts'
import type { Page } from '../page.ts'
import type { Entry, Passage } from '../passages.ts'
import type { Audited } from '../person.ts'
import { projectIn, type Readings } from '../readings.ts'
import { datesOf } from './entry-dates.ts'
import { ofLinks, ofProject, type Stretch } from './stretches.ts'

/**
 * The dates of an entry: each end of a span is a finding of its own.
 * @param taken where dates start that are those of one link
 */
export function checkDates(
  entry: Entry,
  taken: ReadonlySet<number>,
  { section, background }: Passage,
  page: Page,
  who: Audited,
  readings: Readings,
  known: Known,
): Draft[] {
  const { periods, isSure } = datesOf(entry, page, taken)
  if (periods.length === 0) return unreadSpans(entry, page)
  const key = entry.key
  const stretches =
    key === null
      ? []
      : ofProject(key, section.rules.activeDays, section.rules, who, readings, known)
  // What the section itself does not count is dated by what it links, as report does.
  const [own] = readings.of(section.rules)
  const isCounted = key !== null && own !== undefined && projectIn(own, key) !== undefined
  const linked = isCounted
    ? []
    : ofLinks(entry, page, background, who, section.rules.activeDays, known)
  const all = [...linked, ...stretches]
  const reference = key === null ? null : key.slice(key.indexOf('/') + 1)
  const shown = key !== null && background.isHidden(key) ? null : reference
  return periods.flatMap((period) =>
    ofPeriod(period, isSure && !entry.isShared ? all : [], page, shown, who.asOf),
  )
}

/** `Φεβρουάριος 2025 – Σήμερα`, `2025年2月 – 现在`: a line that is a span of time, in a language whose months are not read. */
const unreadSpan =
  /^[\s*_(]*(?<span>(?:[\p{L}.]{1,20} )?(?:19|20)\d{2}[年년.]? ?(?:\d{1,2} ?[月월]?)?\s*[-–—~〜～至]+\s*[\p{L}\d. ]{1,30}?)[\s*_)]*$/u

/** What cannot be read cannot be proven, and is said so. */
function unreadSpans({ title, units }: Entry, { said }: Page): Draft[] {
  const head = headOf(units)
  return [...(title === null ? [] : [title]), ...head].flatMap(({ start, end }) => {
    const [line = ''] = said.slice(start, end).split('\n')
    const span = unreadSpan.exec(line)?.groups?.['span']
    if (span === undefined) return []
    const at = start + line.indexOf(span)
    const unread = { verdict: 'unprovable', expected: null, reference: null, advice: '' } as const
    return [{ at, kind: 'date', text: span, ...unread }]
  })
}

/** What stands before the first bullet. */
function headOf(units: Entry['units']): Entry['units'] {
  const bullet = units.findIndex(({ kind }) => kind === 'bullet')
  return bullet < 0 ? units : units.slice(0, bullet)
}

function ofPeriod(
  { from, to, open, closed }: Period,
  stretches: readonly Stretch[],
  page: Page,
  reference: string | null,
  asOf: string,
): Draft[] {
  const by: MomentWriter = { writer: page.writer, words: page.dates, text: page.text }
  const text = (moment: Moment) => page.text.slice(moment.start, moment.end)
  const like = page.text.slice(from.start, (to ?? from).end)
  const finding = (moment: Moment, verdict: Verdict, expected: string | null): Draft => {
    const told = verdict === 'true' || verdict === 'unprovable' ? null : expected
    const advice = told === null ? '' : `should say ${told}`
    return {
      at: moment.start,
      kind: 'date',
      text: text(moment),
      verdict,
      expected: told,
      reference,
      advice,
    }
  }
  const [main] = stretches
  if (main === undefined) {
    return [from, ...(to === null ? [] : [to])].map((each) => finding(each, 'unprovable', null))
  }
  const start = judged(stretches, (stretch) => ofStart(from, stretch))
  if (to !== null) {
    const end = judged(stretches, (stretch) => ofEnd(to, stretch, asOf))
    return [
      finding(from, start, writtenLike(main.first, from, like, by)),
      finding(to, end, endLike(main, to, like, by)),
    ]
  }
  if (closed) {
    const end = judged(stretches, (stretch) => ofEnd(from, stretch, asOf))
    return [finding(from, end, endLike(main, from, like, by))]
  }
  if (open || from.days === null)
    return [finding(from, start, writtenLike(main.first, from, like, by))]
  const alone = judged(stretches, (stretch) => ofLone(from, stretch))
  return [finding(from, alone, spanLike(main, from, like, by))]
}

function judged(stretches: readonly Stretch[], of: (stretch: Stretch) => Verdict): Verdict {
  const verdicts = (hidden: boolean) => stretches.filter((each) => each.hidden === hidden).map(of)
  return unlessHidden(together(verdicts(false)), verdicts(true))
}

function ofStart({ days, wide }: Moment, { first, covers }: Stretch): Verdict {
  if (days === null || wide === null) return 'unprovable'
  if (first >= days.first && first <= days.last) return 'true'
  if (first >= wide.first && first <= wide.last) return 'unprovable'
  if (first < wide.first) return 'false'
  return covers(wide.first, wide.last) ? 'false' : 'unprovable'
}

function ofEnd({ days, wide }: Moment, { last, active, covers }: Stretch, asOf: string): Verdict {
  if (days === null || wide === null)
    return active ? 'true' : covers(last, asOf) ? 'stale' : 'unprovable'
  if (last >= days.first && last <= days.last) return 'true'
  if (last >= wide.first && last <= wide.last) return 'unprovable'
  if (last > wide.last) return 'stale'
  return covers(wide.first, wide.last) ? 'false' : 'unprovable'
}

/** One month or year for all of it. */
function ofLone(moment: Moment, stretch: Stretch): Verdict {
  const start = ofStart(moment, stretch)
  return start === 'true' ? ofEnd(moment, stretch, '') : start
}

function endLike(
  { last, active }: Stretch,
  moment: Moment,
  like: string,
  by: MomentWriter,
): string {
  return active ? presentLike(like, by) : writtenLike(last, moment, like, by)
}
