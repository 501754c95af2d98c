import type { StreamName } from '../../../contribution/types.ts'
import { type Day, dayOf, daysBetween } from '../../../contribution/zone.ts'
import { linksIn } from '../../formats/links.ts'
import { isProven } from '../../proof.ts'
import type { Known } from '../known.ts'
import type { Page } from '../page.ts'
import type { Entry, Passage } from '../passages.ts'
import type { Audited } from '../person.ts'
import { projectIn, type Reading, type Readings } from '../readings.ts'

/** When somebody worked on something, under one reading. Days in the person's time zone. */
export interface Stretch {
  readonly first: Day
  readonly last: Day
  /** The last day is recent enough to say "Present". */
  readonly active: boolean
  /** True if nothing of those days can be missing. */
  readonly covers: (from: string, until: string) => boolean
  /** It counts also what is not public: it may keep something from being called wrong, and is never printed. */
  readonly hidden: boolean
}

/** From the first to the last counted contribution; of own repositories also from creation to the last push. */
export function ofProject(
  key: string,
  activeDays: number,
  rules: Passage['section']['rules'],
  who: Audited,
  readings: Readings,
  known: Known,
): Stretch[] {
  const { timezone } = who.person
  const isActive = (last: Day) => daysBetween(last, who.asOf) <= activeDays
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

/** An entry without counted contributions: the days on which the pull requests it links were opened. */
export function ofLinks(
  { title, units }: Entry,
  page: Page,
  background: Passage['background'],
  { asOf, person }: Audited,
  activeDays: number,
  known: Known,
): Stretch[] {
  const lines = title === null ? units : [title, ...units]
  const pulls = lines
    .flatMap(({ start, end }) => linksIn(page.said.slice(start, end)))
    .filter(({ url }) => background.pull(url)?.visible === true)
    .flatMap(({ url }) => known.pull(url) ?? [])
  const days = pulls
    .flatMap(({ createdAt }) => (createdAt === null ? [] : [dayOf(createdAt, person.timezone)]))
    .sort()
  const [first, last] = [days[0], days.at(-1)]
  if (first === undefined || last === undefined) return []
  // As report, which knows the month alone.
  const end = `${last.slice(0, 7)}-28` as Day
  const active = pulls.some(({ state }) => state === 'open') || daysBetween(end, asOf) <= activeDays
  return [{ first, last, active, covers: () => true, hidden: false }]
}
