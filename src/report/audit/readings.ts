import { type BuildOptions, build, keyOf } from '../build.ts'
import type { SectionRules } from '../rules.ts'
import { everything } from '../rules.ts'
import { type Project, type Selection, select } from '../select.ts'
import { always, type Counted, type Scope, type Window } from '../stated/window.ts'
import type { Count, Section } from '../types.ts'
import type { Audited } from './person.ts'

/** One sensible way to read what a document says: everything that counts under one set of rules, over some days. */
export interface Reading {
  readonly rules: SectionRules
  readonly selection: Selection
  readonly section: Section
}

export class Readings {
  readonly #who: Audited
  readonly #known = new Map<string, Reading>()

  constructor(who: Audited) {
    this.#who = who
  }

  get options(): BuildOptions {
    const { proofs, asOf, person } = this.#who
    return { proofs, asOf, timezone: person.timezone }
  }

  /** The readings of words that stand in a section, the likeliest first; `null` for words anywhere else. */
  of(section: SectionRules | null, window: Window = always): readonly Reading[] {
    const own = section === null ? this.#who.sections.map(({ rules }) => rules) : [section]
    const { select: all } = everything
    const others = [{ ...everything, select: { ...all, own: 'exclude' as const } }, everything]
    const readings = [...own, ...others].map((rules) => this.#read(rules, window))
    return [...new Set(readings)]
  }

  /** Of the projects that anything is counted in under one of the readings. */
  keysOf(section: SectionRules | null): readonly string[] {
    return [...new Set(this.of(section).flatMap(({ section: { counts } }) => Object.keys(counts)))]
  }

  /** Everything, what is not public included: it may speak for a document, and is never printed. */
  hidden(window: Window = always): Reading {
    return this.#read(
      { ...everything, select: { ...everything.select, visibility: 'all' } },
      window,
    )
  }

  #read(rules: SectionRules, window: Window): Reading {
    const { since, until } = rules.select
    const narrowed = {
      ...rules,
      select: {
        ...rules.select,
        since: outermost(since, window.since, (a, b) => a > b),
        until: outermost(until, window.until, (a, b) => a < b),
      },
    }
    const key = JSON.stringify(narrowed.select)
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const selection = select(this.#who.contributions, narrowed, this.#who.person)
    const section = build(selection, narrowed, this.options)
    const reading = { rules: narrowed, selection, section }
    this.#known.set(key, reading)
    return reading
  }
}

function outermost(
  a: string | null,
  b: string | null,
  isFurther: (a: string, b: string) => boolean,
): string | null {
  if (a === null || b === null) return a ?? b
  return isFurther(a, b) ? a : b
}

/** How many a reading counts; null if it counts nothing of that kind. */
export function countIn(reading: Reading, counted: Counted, scope: Scope): Count | null {
  const { kinds } = reading.rules.select
  if (counted === 'repositories') return repositoriesIn(reading, scope)
  if (!kinds.includes(counted === 'merged' ? 'pull-request' : 'review')) return null
  const { counts, totals } = reading.section
  if (scope === null) return totals[counted]
  const chosen = Object.entries(counts).filter(([key]) => scope(key))
  return {
    value: chosen.reduce((sum, [, count]) => sum + count[counted].value, 0),
    atLeast:
      chosen.length === 0
        ? totals[counted].atLeast
        : chosen.some(([, each]) => each[counted].atLeast),
  }
}

function repositoriesIn({ section, rules }: Reading, scope: Scope): Count | null {
  if (!rules.select.kinds.includes('pull-request')) return null
  const { counts, totals } = section
  const chosen = Object.entries(counts).filter(
    ([key, { merged }]) => merged.value > 0 && (scope === null || scope(key)),
  )
  return { value: chosen.length, atLeast: totals.merged.atLeast }
}

export function projectIn({ selection }: Reading, key: string): Project | undefined {
  return selection.projects.find((project) => keyOf(project) === key)
}
