import type { StreamName } from '../../contribution/types.ts'
import { dayOf, daysBetween } from '../../contribution/zone.ts'
import { monthOf } from '../build.ts'
import type { Writer } from '../formats/format.ts'
import { linksIn } from '../formats/links.ts'
import { isProven } from '../proof.ts'
import type { Dates, Month } from '../types.ts'
import { type Draft, together, unlessHidden, type Verdict } from './finding.ts'
import type { Known } from './known.ts'
import { type Moment, type Period, periodsIn } from './moments.ts'
import type { Page } from './page.ts'
import type { Entry, Passage, Unit } from './passages.ts'
import type { Audited } from './person.ts'
import { projectIn, type Reading, type Readings } from './readings.ts'

/** When somebody worked on something, under one reading. Days in the person's time zone. */
interface Stretch {
  readonly first: string
  readonly last: string
  /** The last day is recent enough to say "Present". */
  readonly active: boolean
  /** True if nothing of those days can be missing. */
  readonly covers: (from: string, until: string) => boolean
  /** It counts also what is not public: it may keep something from being called wrong, and is never printed. */
  readonly hidden: boolean
}

/** The dates of an entry: each end of a span is a finding of its own. */
export function checkDates(
  entry: Entry,
  { section, background }: Passage,
  page: Page,
  who: Audited,
  readings: Readings,
  known: Known,
): Draft[] {
  const { periods, isSure } = datesOf(entry, page)
  if (periods.length === 0) return []
  const key = entry.key
  const stretches =
    key === null
      ? []
      : ofProject(key, section.rules.activeDays, section.rules, who, readings, known)
  const all =
    stretches.length > 0
      ? stretches
      : ofLinks(entry, page, background, who, section.rules.activeDays)
  const reference = key === null ? null : key.slice(key.indexOf('/') + 1)
  const shown = key !== null && background.isHidden(key) ? null : reference
  return periods.flatMap((period) => ofPeriod(period, isSure ? all : [], page, shown, who.asOf))
}

/**
 * Those in the title, else on a line of their own, else in the first lines that are neither bullet nor links. Sure only
 * where there are no others: of several roles or spells none is the time of all the work.
 */
function datesOf({ title, units }: Entry, page: Page): { periods: Period[]; isSure: boolean } {
  const lines: Unit[] = title === null ? [] : [title]
  const bullet = units.findIndex(({ kind }) => kind === 'bullet')
  const head = bullet < 0 ? units : units.slice(0, bullet)
  const dated = units.filter(({ kind }) => kind === 'dates')
  lines.push(...dated.slice(0, 1))
  lines.push(...head.filter(({ kind }) => kind === 'other').slice(0, 1))
  for (const { start, end, kind } of lines) {
    const text = page.said.slice(start, end)
    const links = linksIn(text)
    const found = periodsIn(text)
      .filter((each) => !links.some((link) => each.start >= link.start && each.start < link.end))
      // A year in a sentence dates what the sentence tells, not the entry.
      .filter((each) => kind !== 'other' || each.to !== null || !each.from.year)
    const spans = found.filter(({ to }) => to !== null)
    const meant = spans.length > 0 ? spans : found
    if (meant.length > 0) {
      const isSure = meant.length === 1 && dated.length <= 1
      return { periods: meant.map((each) => moved(each, start)), isSure }
    }
  }
  return { periods: [], isSure: false }
}

function moved(period: Period, by: number): Period {
  const shift = (moment: Moment) => ({ ...moment, start: moment.start + by, end: moment.end + by })
  return {
    ...period,
    start: period.start + by,
    end: period.end + by,
    from: shift(period.from),
    to: period.to === null ? null : shift(period.to),
  }
}

/** From the first to the last counted contribution; of own repositories also from creation to the last push. */
function ofProject(
  key: string,
  activeDays: number,
  rules: Passage['section']['rules'],
  who: Audited,
  readings: Readings,
  known: Known,
): Stretch[] {
  const { timezone } = who.person
  const isActive = (last: string) => daysBetween(last as never, who.asOf) <= activeDays
  const host = key.slice(0, key.indexOf('/'))
  const stretch = (reading: Reading, hidden: boolean): Stretch[] => {
    const project = projectIn(reading, key)
    if (project === undefined || project.first === null || project.last === null) return []
    if (project.merged.length + project.reviewed.length === 0) return []
    const [first, last] = [dayOf(project.first, timezone), dayOf(project.last, timezone)]
    return [{ first, last, active: isActive(last), covers: coverage(who, host), hidden }]
  }
  const shown = readings.of(rules).flatMap((reading) => stretch(reading, false))
  // Of a project with nothing public in it nothing is said at all.
  const counted = shown.length === 0 ? [] : [...shown, ...stretch(readings.hidden(), true)]
  const repository = known.repositoryOf(key)
  const isShown = repository?.visibility === 'public' || rules.select.visibility === 'all'
  if (repository?.own !== true || !isShown) return counted
  const { createdAt, pushedAt } = repository
  if (createdAt === null || pushedAt === null) return counted
  const last = dayOf(pushedAt, timezone)
  const own = {
    first: dayOf(createdAt, timezone),
    last,
    active: isActive(last),
    covers: () => true,
    hidden: false,
  }
  return rules.select.kinds.includes('repository') ? [own, ...counted] : [...counted, own]
}

const streams: ReadonlySet<StreamName> = new Set(['pull-requests', 'reviews', 'commands'])

function coverage({ proofs, person }: Audited, host: string): Stretch['covers'] {
  const { timezone } = person
  const asked = proofs.filter((proof) => proof.host === host && streams.has(proof.stream))
  return (since, until) => asked.every((proof) => isProven(proof, { since, until, timezone }))
}

/** An entry without counted contributions: the months in which the pull requests it links were opened. */
function ofLinks(
  { title, units }: Entry,
  page: Page,
  background: Passage['background'],
  { asOf }: Audited,
  activeDays: number,
): Stretch[] {
  const lines = title === null ? units : [title, ...units]
  const pulls = lines
    .flatMap(({ start, end }) => linksIn(page.said.slice(start, end)))
    .map(({ url }) => background.pull(url))
    .filter((pull) => pull?.visible === true)
  const months = pulls.flatMap((pull) => pull?.created ?? []).sort()
  const [first, last] = [months[0], months.at(-1)]
  if (first === undefined || last === undefined) return []
  const isOpen = pulls.some((pull) => pull?.state === 'open' || pull?.state === 'draft')
  const active = isOpen || daysBetween(`${last}-28` as never, asOf) <= activeDays
  return [{ first: `${first}-01`, last: `${last}-01`, active, covers: () => true, hidden: false }]
}

function ofPeriod(
  { from, to, open }: Period,
  stretches: readonly Stretch[],
  page: Page,
  reference: string | null,
  asOf: string,
): Draft[] {
  const { writer } = page
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
      finding(from, start, written(main.first, from, like, writer)),
      finding(to, end, endOf(main, to, like, writer)),
    ]
  }
  if (open || from.days === null)
    return [finding(from, start, written(main.first, from, like, writer))]
  const alone = judged(stretches, (stretch) => ofLone(from, stretch))
  return [finding(from, alone, wholeOf(main, from, like, writer))]
}

function judged(stretches: readonly Stretch[], of: (stretch: Stretch) => Verdict): Verdict {
  const verdicts = (hidden: boolean) => stretches.filter((each) => each.hidden === hidden).map(of)
  return unlessHidden(together(verdicts(false)), verdicts(true))
}

function ofStart({ days }: Moment, { first, covers }: Stretch): Verdict {
  if (days === null) return 'unprovable'
  if (first >= days.first && first <= days.last) return 'true'
  if (first < days.first) return 'false'
  return covers(days.first, days.last) ? 'false' : 'unprovable'
}

function ofEnd({ days }: Moment, { last, active, covers }: Stretch, asOf: string): Verdict {
  if (days === null) return active ? 'true' : covers(last, asOf) ? 'stale' : 'unprovable'
  if (last >= days.first && last <= days.last) return 'true'
  if (last > days.last) return 'stale'
  return covers(days.first, days.last) ? 'false' : 'unprovable'
}

/** One month or year for all of it. */
function ofLone(moment: Moment, stretch: Stretch): Verdict {
  const start = ofStart(moment, stretch)
  return start === 'true' ? ofEnd(moment, stretch, '') : start
}

function endOf({ last, active }: Stretch, like: Moment, text: string, writer: Writer): string {
  return active ? presentIn(text, writer) : written(last, like, text, writer)
}

/** The document's own word for "Present". */
function presentIn(text: string, writer: Writer): string {
  const month = '2000-01' as Month
  const [alone, span] = [{ start: month, end: month }, { start: month, end: 'present' } as const]
  const start = writer.datesLike(text, alone)
  return writer
    .datesLike(text, span)
    .slice(start.length)
    .replace(/^[^\p{L}]+/u, '')
}

function wholeOf(stretch: Stretch, moment: Moment, like: string, writer: Writer): string {
  const { first, last, active } = stretch
  if (moment.year) {
    const [from, to] = [first.slice(0, 4), active ? presentIn(like, writer) : last.slice(0, 4)]
    return from === to ? from : `${from} – ${to}`
  }
  const dates: Dates = {
    start: monthOf(first as never),
    end: active && first.slice(0, 7) !== last.slice(0, 7) ? 'present' : monthOf(last as never),
  }
  return writer.datesLike(like, dates)
}

/** `day` as a month or a year, as `moment` is written. */
function written(day: string, moment: Moment, like: string, writer: Writer): string {
  if (moment.year) return day.slice(0, 4)
  const month = monthOf(day as never)
  return writer.datesLike(like, { start: month, end: month })
}
