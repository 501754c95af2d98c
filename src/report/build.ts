import { createHash } from 'node:crypto'
import type { PullRequestFact, ReviewFact } from '../contribution/facts.ts'
import type { StreamName, Timestamp } from '../contribution/types.ts'
import { type Day, dayOf, daysBetween } from '../contribution/zone.ts'
import type { LandedPull } from './landed.ts'
import { isProven, type Proof, type Span, wasNeverRead } from './proof.ts'
import type { SectionRules } from './rules.ts'
import type { Project, Selection } from './select.ts'
import { isStale } from './stale.ts'
import { isRoutine, toHighlight, withoutBackports } from './titles/titles.ts'
import type {
  Claim,
  Count,
  Dates,
  DeepCounts,
  Entry,
  Highlight,
  Link,
  Month,
  Section,
} from './types.ts'

/** Streams behind each kind of contribution: commands are reviews too. */
const streamsOf: Readonly<Record<SectionRules['select']['kinds'][number], readonly StreamName[]>> =
  {
    'pull-request': ['pull-requests'],
    review: ['reviews', 'commands'],
    repository: ['repositories'],
  }

export interface BuildOptions {
  readonly proofs: readonly Proof[]
  readonly timezone: string
  /** Decides what is still "Present". */
  readonly asOf: Day
  /** Closed pull requests whose work was merged through others. */
  readonly landed?: readonly LandedPull[]
}

/** Turns what was chosen into the values a document prints. */
export function build(selection: Selection, rules: SectionRules, options: BuildOptions): Section {
  const { since, until } = rules.select
  const span: Span = { since, until, timezone: options.timezone }
  const proofs = options.proofs.filter(({ forge }) => selection.asks(forge))
  const counts = createCounter(proofs, rules, span)
  const { projects } = selection
  return {
    id: rules.id,
    entries: projects
      .slice(0, rules.max.entries)
      .map((project) => toEntry(project, rules, counts, options)),
    totals: countsOf(projects, undefined, counts),
    counts: Object.fromEntries(
      projects.map((project) => [keyOf(project), countsOf([project], project.host, counts)]),
    ),
    neverRead: neverRead(proofs, rules),
    max: rules.max,
    selection: createHash('sha256').update(JSON.stringify(rules.select)).digest('hex').slice(0, 16),
  }
}

/** The values of one project, also of one that is not among the entries shown. */
export function entryOf(project: Project, rules: SectionRules, options: BuildOptions): Entry {
  const { since, until } = rules.select
  const span: Span = { since, until, timezone: options.timezone }
  return toEntry(project, rules, createCounter(options.proofs, rules, span), options)
}

type Kind = 'pull-request' | 'review'
type Counter = (kind: Kind, host: string | undefined, value: number) => Count

function createCounter(proofs: readonly Proof[], rules: SectionRules, span: Span): Counter {
  const answers = new Map<string, boolean>()
  return (kind, host, value) => {
    if (!rules.select.kinds.includes(kind)) return { value, atLeast: false }
    const question = `${kind} ${host ?? ''}`
    const known = answers.get(question)
    const proven =
      known ??
      proofs
        .filter((proof) => host === undefined || proof.host === host)
        .filter((proof) => streamsOf[kind].includes(proof.stream))
        .every((proof) => isProven(proof, span))
    answers.set(question, proven)
    return { value, atLeast: !proven }
  }
}

/** @param host that all of the projects are on; undefined asks for the streams of every host */
function countsOf(
  projects: readonly Project[],
  host: string | undefined,
  counts: Counter,
): DeepCounts {
  const of = (kind: Kind, each: (project: Project) => number) =>
    counts(kind, host, sum(projects, each))
  const commented = of('review', ({ depth }) => depth.commented)
  const isUnclear = projects.some(({ depth }) => depth.unknown > 0)
  return {
    merged: of('pull-request', ({ merged }) => merged.length),
    reviewed: of('review', ({ reviewed }) => reviewed.length),
    commented: { ...commented, atLeast: commented.atLeast || isUnclear },
  }
}

function neverRead(proofs: readonly Proof[], rules: SectionRules): string[] {
  const streams = rules.select.kinds.flatMap((kind) => streamsOf[kind])
  return proofs
    .filter((proof) => streams.includes(proof.stream) && wasNeverRead(proof))
    .map((proof) => `${proof.host}/${proof.login} ${proof.stream}`)
}

function toEntry(
  project: Project,
  rules: SectionRules,
  counts: Counter,
  options: BuildOptions,
): Entry {
  const { host, path, repository } = project
  const title = project.rules?.title
  const newest = [...project.merged].reverse()
  const landed = landedOf(project, options).slice(0, rules.max.highlights)
  const dates =
    toDates(project.first, project.last, rules.activeDays, options) ??
    datesOfLanded(landed, options)
  return {
    key: keyOf(project),
    title: title ?? path,
    url: repository?.url ?? `https://${host}/${path}`,
    organisation: title === undefined ? (path.split('/')[0] ?? null) : null,
    role: project.rules?.role ?? null,
    technologies: project.rules?.technologies ?? (repository?.languages ?? []).slice(0, 3),
    dates,
    ...countsOf([project], host, counts),
    highlights: [
      ...toHighlights(newest, rules.max.highlights - landed.length),
      ...landed.map(toLandedHighlight),
    ],
    claims: toClaims(project, options),
    links: toLinks(project, rules.max.links),
  }
}

function toDates(
  first: Timestamp | null,
  last: Timestamp | null,
  activeDays: number,
  { timezone, asOf }: BuildOptions,
): Dates | null {
  if (first === null || last === null) return null
  const lastDay = dayOf(last, timezone)
  return {
    start: monthOf(dayOf(first, timezone)),
    end: daysBetween(lastDay, asOf) <= activeDays ? 'present' : monthOf(lastDay),
  }
}

function toClaims({ rules }: Project, { asOf }: BuildOptions): Claim[] {
  const claims = (rules?.claims ?? []).map(({ text, asOf: told }) => ({
    text,
    staleSince: isStale(told, asOf) ? told : null,
  }))
  // Known by their words, so that one says nothing twice.
  return [...new Map(claims.map((claim) => [claim.text, claim])).values()]
}

/** Each work once: the newest that read well, before any whose title had to be left as it is; shown newest first. */
function toHighlights(newest: readonly PullRequestFact[], max: number): Highlight[] {
  const works = withoutBackports(newest.filter((pull) => !isRoutine(pull.title, pull.authorIsBot)))
  const all = works.map(toHighlightOf)
  const readsWell = all.filter(({ confidence }) => confidence !== 'low')
  const others = all.filter(({ confidence }) => confidence === 'low')
  const shown = new Set([...readsWell, ...others].slice(0, max))
  return all.filter((highlight) => shown.has(highlight))
}

/** Named by the person one by one, so they come before what was chosen for them when room is short. */
function landedOf({ rules }: Project, { landed = [] }: BuildOptions): LandedPull[] {
  return landed.filter(({ rule }) => rules?.landedVia?.includes(rule) === true)
}

function toLandedHighlight({ pull, via }: LandedPull): Highlight {
  const highlight = toHighlightOf(pull)
  return { ...highlight, link: { ...highlight.link, state: null }, landedVia: via }
}

/** Of an entry without counted contributions: the months in which what it links was opened. */
function datesOfLanded(landed: readonly LandedPull[], { timezone }: BuildOptions): Dates | null {
  const months = landed
    .flatMap(({ pull }) => pull.createdAt ?? [])
    .sort()
    .map((time) => monthOf(dayOf(time, timezone)))
  const [start, end] = [months[0], months.at(-1)]
  return start === undefined || end === undefined ? null : { start, end }
}

function toHighlightOf(pull: PullRequestFact): Highlight {
  const { text, confidence } = toHighlight(pull.title)
  return { key: pull.url, text, confidence, link: toLink(pull) }
}

/** The newest, in the order they were merged; what was reviewed where nothing was merged. */
function toLinks(project: Project, max: number): Link[] {
  if (max === 0) return []
  if (project.merged.length > 0) return project.merged.slice(-max).map(toLink)
  return [...project.reviewed].sort(byTime).slice(-max).map(toReviewLink)
}

function byTime(a: ReviewFact, b: ReviewFact): number {
  return a.at < b.at ? -1 : a.at > b.at ? 1 : 0
}

export function toLink(pull: PullRequestFact): Link {
  const state =
    pull.state === 'merged' ? null : pull.state === 'open' && pull.draft ? 'draft' : pull.state
  return { url: pull.url, reference: pull.reference, state }
}

/** Somebody else's pull request: its state is not the person's claim. */
function toReviewLink(review: ReviewFact): Link {
  return { url: review.pullRequestUrl, reference: review.reference, state: null }
}

/** `HOST/PATH` */
export function keyOf({ host, path }: { readonly host: string; readonly path: string }): string {
  return `${host}/${path}`
}

export function monthOf(day: Day): Month {
  return day.slice(0, 7) as Month
}

function sum(projects: readonly Project[], of: (project: Project) => number): number {
  return projects.reduce((total, project) => total + of(project), 0)
}
