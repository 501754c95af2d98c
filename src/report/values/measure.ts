import { dayOf, daysBetween } from '../../contribution/zone.ts'
import { type BuildOptions, build, monthOf } from '../build.ts'
import type { Contributions } from '../contributions.ts'
import { everything, type SectionRules } from '../rules.ts'
import { type Person, select } from '../select.ts'
import type { Count, Month } from '../types.ts'
import type { ValueName, ValueQuery } from './query.ts'

/** What is known of a value now. */
export interface Measured {
  /** Of `merged`, `reviewed` and `repositories`; null for the others. */
  readonly count: Count | null
  /** Of `first` and `last`; null where nothing counts, and for the others. */
  readonly month: Month | null
  /** Of `last`: it is at most 90 days old. */
  readonly recent: boolean
  /** Streams behind it that were never read: a reason to leave it as it is. */
  readonly neverRead: readonly string[]
}

const kindsOf: Readonly<Record<ValueName, SectionRules['select']['kinds']>> = {
  merged: ['pull-request'],
  reviewed: ['review'],
  repositories: ['pull-request', 'review'],
  first: ['pull-request', 'review'],
  last: ['pull-request', 'review'],
}

/** Over what is public: of the repositories named, else of all but the person's own. */
export function measure(
  query: ValueQuery,
  contributions: Contributions,
  person: Person,
  options: BuildOptions,
): Measured {
  const rules = rulesFor(query)
  const selection = select(contributions, rules, person)
  const { projects } = selection
  const { totals, neverRead } = build(selection, rules, options)
  const atLeast = totals.merged.atLeast || totals.reviewed.atLeast
  const counts: Readonly<Record<ValueName, Count | null>> = {
    ...totals,
    repositories: { value: projects.length, atLeast },
    first: null,
    last: null,
  }
  const times =
    query.name === 'first'
      ? projects.flatMap(({ first }) => first ?? []).sort()
      : projects
          .flatMap(({ last }) => last ?? [])
          .sort()
          .reverse()
  const day = times[0] === undefined ? null : dayOf(times[0], options.timezone)
  const isDate = query.name === 'first' || query.name === 'last'
  return {
    count: counts[query.name],
    month: isDate && day !== null ? monthOf(day) : null,
    recent: day !== null && daysBetween(day, options.asOf) <= rules.activeDays,
    neverRead,
  }
}

function rulesFor({ name, repository, since, until }: ValueQuery): SectionRules {
  const all = everything.select
  const chosen = repository === null ? all.repositories : [repository]
  const own = repository === null ? ('exclude' as const) : ('include' as const)
  return {
    ...everything,
    select: { ...all, kinds: kindsOf[name], repositories: chosen, own, since, until },
  }
}
