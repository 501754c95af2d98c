import type { PullRequestFact, ReviewFact } from '../contribution/facts.ts'
import type { Timestamp } from '../contribution/timestamp.ts'
import { dayOf } from '../contribution/zone.ts'
import { keyOf } from './build.ts'
import type { Contributions } from './contributions.ts'
import type { Depth } from './depth.ts'
import { createPattern } from './patterns.ts'
import type { SectionRules } from './rules.ts'
import type { Person, Selection } from './select.ts'
import { isRoutine, toHighlight, withoutBackports } from './titles/titles.ts'
import type { Entry, Section } from './types.ts'

/** Why a section proposes what it does; a document that a person edited may show other things. */
export interface Why {
  readonly section: string
  /** Contributions left out since they are not public, which are named nowhere. */
  readonly hidden: number
  /** Those chosen in their order, then the others by name. */
  readonly projects: readonly WhyProject[]
}

interface WhyProject {
  /** `HOST/PATH` */
  readonly project: string
  readonly chosen: boolean
  /** In the order of the section, from 1; null for one that does not count. */
  readonly position: number | null
  readonly reasons: readonly string[]
  readonly highlights: readonly WhyHighlight[]
}

interface WhyHighlight {
  readonly reference: string
  readonly chosen: boolean
  readonly reason: string
}

type Contribution = PullRequestFact | ReviewFact

/**
 * Explains a selection, `value` being what was built of it.
 * @param deleted What the person took out of the document, as its sidecar remembers it.
 */
export function explain(
  { selection, value }: { readonly selection: Selection; readonly value: Section },
  all: Contributions,
  rules: SectionRules,
  person: Person,
  deleted: readonly string[] = [],
): Why {
  const gone = new Set(deleted)
  const merged = all.pullRequests.filter(({ state }) => state === 'merged')
  const every: Contribution[] = [...merged, ...all.reviews]
  const shown = every.filter(
    ({ visibility }) => rules.select.visibility === 'all' || visibility === 'public',
  )
  const chosen = selection.projects.map((project, index): WhyProject => {
    const entry = value.entries.find(({ key }) => key === keyOf(project))
    const path = `${project.host}/${project.path}`
    const forge =
      project.repository?.forge ?? project.merged[0]?.forge ?? project.reviewed[0]?.forge
    return {
      project: path,
      chosen: entry !== undefined && !gone.has(entry.key),
      position: index + 1,
      reasons: [
        matched(rules, person, forge ?? '', project.path) ?? 'matches no pattern',
        `${project.merged.length} merged, ${project.reviewed.length} reviewed`,
        ...unclear(project.depth),
        ...(project.rules?.pinned === true ? ['pinned'] : []),
        orderOf(rules, project.last, person, project.repository?.stars ?? null),
        ...(entry === undefined ? [`beyond \`max.entries\` ${rules.max.entries}`] : []),
        ...(gone.has(keyOf(project)) ? [byHand] : []),
      ],
      highlights:
        entry === undefined || gone.has(entry.key)
          ? []
          : highlightsOf(project.merged, entry, rules, gone),
    }
  })
  const counted = new Set(chosen.map(({ project }) => project))
  const others = Map.groupBy(shown, ({ host, repository }) => `${host}/${repository}`)
  const left = [...others]
    .filter(([key]) => !counted.has(key))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([project, own]): WhyProject => ({
        project,
        chosen: false,
        position: null,
        reasons: [whyNot(own, all, rules, person)],
        highlights: [],
      }),
    )
  return { section: rules.id, hidden: every.length - shown.length, projects: [...chosen, ...left] }
}

const byHand = 'deleted by hand'

function matched(
  { select: { repositories } }: SectionRules,
  person: Person,
  forge: string,
  path: string,
): string | null {
  const pattern = repositories.find((each) => createPattern(each, person.forges)(forge, path))
  return pattern === undefined ? null : `matches \`${pattern}\``
}

function orderOf(
  { order }: SectionRules,
  last: Timestamp | null,
  { timezone }: Person,
  stars: number | null,
): string {
  if (order === 'stars') return `order \`stars\`: ${stars ?? 0}`
  if (order === 'most' || last === null) return `order \`${order}\``
  return `order \`recent\`: last on ${dayOf(last, timezone)}`
}

/** The first rule that keeps a project out, in the order they are applied. */
function whyNot(
  own: readonly Contribution[],
  { repositories }: Contributions,
  rules: SectionRules,
  person: Person,
): string {
  const [first] = own
  if (first === undefined) return 'nothing counted'
  const { forge, host, repository } = first
  const { select } = rules
  if (own.every(({ gone }) => gone)) return 'no longer on the forge'
  const owner = repository.split('/', 1)[0]?.toLowerCase()
  const isOwn =
    repositories.some((each) => each.own && each.host === host && each.path === repository) ||
    person.logins.some((each) => each.host === host && each.login.toLowerCase() === owner)
  if (isOwn && select.own === 'exclude') return 'the person’s own, and `own` is `exclude`'
  if (!isOwn && select.own === 'only') return 'not the person’s own, and `own` is `only`'
  if (matched(rules, person, forge, repository) === null)
    return 'matches no pattern of `repositories`'
  const excluded = select.exclude.find((each) =>
    createPattern(each, person.forges)(forge, repository),
  )
  if (excluded !== undefined) return `excluded by \`${excluded}\``
  const kindOf = (each: Contribution) => ('mergedAt' in each ? 'pull-request' : 'review')
  const ofKinds = own.filter((each) => !each.gone && select.kinds.includes(kindOf(each)))
  if (ofKinds.length === 0) return 'nothing of the `kinds` that count'
  const inTime = ofKinds.filter((each) => {
    const at = 'mergedAt' in each ? each.mergedAt : each.at
    if (at === null) return select.since === null && select.until === null
    const day = dayOf(at, person.timezone)
    return (select.since ?? day) <= day && day <= (select.until ?? day)
  })
  if (inTime.length === 0) return 'nothing between `since` and `until`'
  return `fewer merged than \`minPullRequests\` ${select.minPullRequests}`
}

/** Newest first, as they would be shown. */
function highlightsOf(
  merged: readonly PullRequestFact[],
  { highlights }: Entry,
  { max }: SectionRules,
  gone: ReadonlySet<string>,
): WhyHighlight[] {
  const newest = [...merged].reverse()
  const works = new Set(
    withoutBackports(newest.filter((pull) => !isRoutine(pull.title, pull.authorIsBot))),
  )
  const why = (pull: PullRequestFact): string => {
    if (gone.has(pull.url)) return byHand
    const shown = highlights.find(({ key }) => key === pull.url)
    if (shown !== undefined)
      return shown.confidence === 'low' ? 'chosen, its title left as it is' : 'chosen'
    if (isRoutine(pull.title, pull.authorIsBot)) return 'routine'
    if (!works.has(pull)) return 'backport of a work that is listed'
    const beyond = `beyond \`max.highlights\` ${max.highlights}`
    const isWorded = toHighlight(pull.title).confidence !== 'low'
    return isWorded
      ? beyond
      : `${beyond}: its title does not say what was done, so others come first`
  }
  const landed = highlights
    .filter(({ landedVia }) => landedVia !== undefined)
    .map(({ link, landedVia }) => ({
      reference: link.reference,
      chosen: !gone.has(link.url),
      reason: gone.has(link.url) ? byHand : `landed via ${landedVia}`,
    }))
  const own = newest.map((pull) => {
    const reason = why(pull)
    return { reference: pull.reference, chosen: reason.startsWith('chosen'), reason }
  })
  return [...own, ...landed]
}

/** For people: a line a project, its highlights below. */
export function whyText({ section, hidden, projects }: Why): string {
  const lines = projects.flatMap(({ project, chosen, position, reasons, highlights }) => [
    `${position === null ? '-' : `${position}.`} ${project}: ${chosen ? 'chosen' : 'left'}: ${reasons.join(', ')}`,
    ...highlights.map(({ reference, reason }) => `    ${reference}: ${reason}`),
  ])
  const rest = hidden === 0 ? [] : [`${hidden} contributions are not public and left out`]
  return [`section \`${section}\``, ...[...lines, ...rest].map((line) => `  ${line}`)].join('\n')
}

/** Why an entry does not say how deep reviews went. */
function unclear({ unknown }: Depth): string[] {
  return unknown === 0
    ? []
    : [`left out on how many comments were left: of ${unknown} reviewed it is not known`]
}
