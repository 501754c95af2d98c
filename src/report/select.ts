import type { PullRequestFact, RepositoryFact, ReviewFact } from '../contribution/facts.ts'
import { later } from '../contribution/timestamp.ts'
import type { Timestamp } from '../contribution/types.ts'
import { dayOf } from '../contribution/zone.ts'
import type { Contributions } from './contributions.ts'
import { commentedPulls, type Depth, depthOf } from './depth.ts'
import type { LandedPull } from './landed.ts'
import { canChooseOn, createMatcher, splitForge } from './patterns.ts'
import type { ProjectRules, SectionRules } from './rules.ts'

export interface Person {
  /** IANA name. */
  readonly timezone: string
  readonly logins: readonly { readonly host: string; readonly login: string }[]
  /** Names of the configured forges: a pattern may begin with one and a colon. */
  readonly forges: readonly string[]
}

/** One project with what counts of it. */
export interface Project {
  readonly host: string
  readonly path: string
  readonly repository: RepositoryFact | undefined
  readonly rules: ProjectRules | undefined
  readonly merged: readonly PullRequestFact[]
  /** Newest review of each pull request reviewed. */
  readonly reviewed: readonly ReviewFact[]
  /** Of these. */
  readonly depth: Depth
  /** First and last counted contribution. */
  readonly first: Timestamp | null
  readonly last: Timestamp | null
}

export interface Selection {
  /** In the order they are shown; all of them, also those beyond `max.entries`. */
  readonly projects: readonly Project[]
  readonly warnings: readonly string[]
  /** False for the name of a forge none of whose repositories could be chosen. */
  readonly asks: (forge: string) => boolean
}

/** Where nothing is asked. */
export const nothingChosen: Selection = { projects: [], warnings: [], asks: () => false }

/**
 * Chooses what a section counts (docs/design.md "Selecting"), groups it by project and orders it.
 * @param landed Closed pull requests whose work was merged through others. They count nowhere, but a project that has
 *   nothing else is chosen for them; `since` and `until` hold for the time they were opened.
 */
export function select(
  all: Contributions,
  rules: SectionRules,
  person: Person,
  landed: readonly LandedPull[] = [],
): Selection {
  const repositories = new Map(
    all.repositories.map((repository) => [keyOf(repository), repository]),
  )
  const counts = createFilter(rules, person, repositories)
  const counted = gather(all, rules, person, counts)
  const shown = [
    ...counted,
    ...onlyLanded(landed, rules, counts, counted).map((key) => [key, nothingYet()] as const),
  ]
  const commented = commentedPulls(rules.select.kinds.includes('review') ? all.reviews : [])
  const warnings = new Set<string>()
  const projects = shown.map(([key, group]) => {
    const project = toProject(key, repositories.get(key), group, { commented, rules })
    return { ...project, rules: rulesFor(project, rules, person, warnings) }
  })
  // Only what is said of a project itself makes an entry of it.
  const isChosen = (project: Project) =>
    counted.has(keyOfProject(project)) ||
    landed.some(({ rule }) => project.rules?.landedVia?.includes(rule) === true)
  return {
    projects: projects
      .filter((project) => isChosen(project) && isEnough(project, rules))
      .sort(comparison(rules.order)),
    warnings: [...warnings],
    asks: (forge) => canChooseOn(forge, rules.select, person.forges),
  }
}

/** What counts of one project while it is gathered. */
interface Chosen {
  readonly merged: PullRequestFact[]
  /** Newest review of each pull request, by its address. */
  readonly reviewed: Map<string, ReviewFact>
  /** Of every review: work on a project may begin with an earlier one of the same pull request. */
  readonly times: Timestamp[]
}

const nothingYet = (): Chosen => ({ merged: [], reviewed: new Map(), times: [] })

type Filter = (contribution: Located, at: Timestamp | null) => boolean

/** What counts, by project, in the order it is met. */
function gather(
  all: Contributions,
  rules: SectionRules,
  person: Person,
  counts: Filter,
): ReadonlyMap<string, Chosen> {
  const { kinds } = rules.select
  const chosen = new Map<string, Chosen>()
  const group = (key: string) => {
    const known = chosen.get(key) ?? nothingYet()
    chosen.set(key, known)
    return known
  }
  for (const pull of kinds.includes('pull-request') ? all.pullRequests : []) {
    if (pull.state === 'merged' && counts(pull, pull.mergedAt))
      group(keyOfContribution(pull)).merged.push(pull)
  }
  for (const review of kinds.includes('review') ? all.reviews : []) {
    if (!counts(review, review.at)) continue
    const { reviewed, times } = group(keyOfContribution(review))
    // Oldest first: the newest review of a pull request stays.
    reviewed.set(review.pullRequestUrl, review)
    times.push(review.at)
  }
  for (const repository of kinds.includes('repository') ? all.repositories : []) {
    if (isOwnProject(repository, rules, person)) group(keyOf(repository))
  }
  return chosen
}

/** Projects of which nothing counts but that something landed there through another's pull request. */
function onlyLanded(
  landed: readonly LandedPull[],
  rules: SectionRules,
  counts: Filter,
  counted: ReadonlyMap<string, Chosen>,
): readonly string[] {
  if (!rules.select.kinds.includes('pull-request')) return []
  const keys = landed
    .filter(({ pull }) => counts(pull, pull.createdAt))
    .map(({ pull }) => keyOfContribution(pull))
  return [...new Set(keys)].filter((key) => !counted.has(key))
}

function isEnough(project: Project, rules: SectionRules): boolean {
  const ownEntry = rules.select.kinds.includes('repository') && project.repository?.own === true
  return ownEntry || project.merged.length >= rules.select.minPullRequests
}

type Located = Pick<PullRequestFact, 'forge' | 'host' | 'repository' | 'visibility' | 'gone'>

function createFilter(
  rules: SectionRules,
  person: Person,
  repositories: ReadonlyMap<string, RepositoryFact>,
): Filter {
  const { own, since, until, visibility } = rules.select
  const matches = createMatcher(rules.select, person.forges)
  // Asked once for each repository, not for each contribution.
  const places = new Map<string, boolean>()
  const inPlace = (contribution: Located): boolean => {
    const key = keyOfContribution(contribution)
    const known = places.get(key)
    if (known !== undefined) return known
    const isOwn = repositories.get(key)?.own === true || ownedBy(contribution, person)
    const fits =
      (own === 'include' || isOwn === (own === 'only')) &&
      matches(contribution.forge, contribution.repository)
    places.set(key, fits)
    return fits
  }
  return (contribution, at) => {
    // It was there once; no forge proves it now.
    if (contribution.gone) return false
    if (visibility === 'public' && contribution.visibility !== 'public') return false
    if (!inPlace(contribution)) return false
    if (since === null && until === null) return true
    if (at === null) return false
    const day = dayOf(at, person.timezone)
    return (since === null || day >= since) && (until === null || day <= until)
  }
}

function isOwnProject(repository: RepositoryFact, rules: SectionRules, person: Person): boolean {
  if (!repository.own || repository.fork) return false
  if (rules.select.visibility === 'public' && repository.visibility !== 'public') return false
  return createMatcher(rules.select, person.forges)(repository.forge, repository.path)
}

function ownedBy(contribution: Located, person: Person): boolean {
  const owner = contribution.repository.split('/', 1)[0]?.toLowerCase()
  return person.logins.some(
    ({ host, login }) => host === contribution.host && login.toLowerCase() === owner,
  )
}

function toProject(
  key: string,
  repository: RepositoryFact | undefined,
  { merged, reviewed, times: ofReviews }: Chosen,
  { commented, rules }: { commented: ReadonlyMap<string, boolean | null>; rules: SectionRules },
): Project {
  const slash = key.indexOf('/')
  const given = [...reviewed.values()]
  const times = [...merged.flatMap((pull) => pull.mergedAt ?? []), ...ofReviews].sort()
  // An entry of an own repository runs from its creation to its last push, whatever was merged there.
  const isOwnEntry = rules.select.kinds.includes('repository') && repository?.fork === false
  const own = repository?.own && (isOwnEntry || times.length === 0) ? repository : undefined
  return {
    host: key.slice(0, slash),
    path: repository?.path ?? key.slice(slash + 1),
    repository,
    rules: undefined,
    merged,
    reviewed: given,
    depth: depthOf(given, commented),
    first: own?.createdAt ?? times[0] ?? null,
    last: later(own?.pushedAt ?? null, times.at(-1) ?? null),
  }
}

/** The person's words for a project: by its path, else by a path it had before. */
function rulesFor(
  project: Project,
  rules: SectionRules,
  person: Person,
  warnings: Set<string>,
): ProjectRules | undefined {
  const names = Object.keys(rules.projects)
  const find = (path: string) =>
    names.find((name) => {
      const { forge, rest } = splitForge(name, person.forges)
      return (
        (forge === undefined || forge === project.repository?.forge) &&
        rest.toLowerCase() === path.toLowerCase()
      )
    })
  const name = find(project.path)
  if (name !== undefined) return rules.projects[name]
  for (const former of project.repository?.formerPaths ?? []) {
    const old = find(former)
    if (old !== undefined) {
      warnings.add(`\`${old}\` is called \`${project.path}\` now; correct it under \`projects\``)
      return rules.projects[old]
    }
  }
  return undefined
}

function comparison(order: SectionRules['order']): (a: Project, b: Project) => number {
  const newest = (a: Project, b: Project) => compare(b.last ?? '', a.last ?? '')
  const first: (a: Project, b: Project) => number =
    order === 'most'
      ? (a, b) => b.merged.length - a.merged.length || b.reviewed.length - a.reviewed.length
      : order === 'stars'
        ? (a, b) => (b.repository?.stars ?? 0) - (a.repository?.stars ?? 0)
        : newest
  return (a, b) =>
    Number(b.rules?.pinned ?? false) - Number(a.rules?.pinned ?? false) ||
    first(a, b) ||
    newest(a, b) ||
    compare(a.path, b.path) ||
    compare(a.host, b.host)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function keyOf(repository: RepositoryFact): string {
  return `${repository.host}/${repository.path}`
}

function keyOfContribution(contribution: Located): string {
  return `${contribution.host}/${contribution.repository}`
}

function keyOfProject({ host, path }: Project): string {
  return `${host}/${path}`
}
