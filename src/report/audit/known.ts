import type {
  LinkedPull,
  LinkFact,
  PullRequestFact,
  RepositoryFact,
  ReviewFact,
} from '../../contribution/facts.ts'
import type { Timestamp, Visibility } from '../../contribution/types.ts'
import { dayOf } from '../../contribution/zone.ts'
import { comparable } from '../../forge/references.ts'
import { keyOf } from '../build.ts'
import { isProven } from '../proof.ts'
import type { Audited, Landed } from './person.ts'

/** What is known of the addresses in one person's documents. Nothing is indexed before the first question. */
export class Known {
  readonly #who: Audited
  readonly #links: ReadonlyMap<string, LinkFact>
  readonly #pulls: ReadonlyMap<string, PullRequestFact>
  /** Their reviews by the address of the pull request and by their own. */
  readonly #reviews: ReadonlyMap<string, ReviewFact>
  readonly #repositories: ReadonlyMap<string, RepositoryFact>
  readonly #byKey: ReadonlyMap<string, RepositoryFact>

  constructor(who: Audited) {
    const { pullRequests, reviews, repositories } = who.contributions
    this.#who = who
    this.#links = new Map(who.links.map((link) => [comparable(link.address), link]))
    this.#pulls = new Map(pullRequests.map((pull) => [comparable(pull.url), pull]))
    this.#reviews = new Map(
      reviews.flatMap((review) => [
        [comparable(review.pullRequestUrl), review] as const,
        [comparable(review.url), review] as const,
      ]),
    )
    this.#repositories = new Map(
      repositories.flatMap((repository) =>
        [...formerUrls(repository), repository.url].map(
          (url) => [comparable(url), repository] as const,
        ),
      ),
    )
    this.#byKey = new Map(repositories.map((each) => [keyOf(each), each]))
  }

  /** What sync found there. */
  link(url: string): LinkFact | undefined {
    return this.#links.get(comparable(url))
  }

  /** The person's own pull request there, under any path its repository had, or one that sync found to be theirs. */
  pull(url: string): PullRequestFact | undefined {
    const plain = withoutAnchor(url)
    const linked = this.link(url)?.pull ?? this.link(plain)?.pull
    return (
      this.#pulls.get(comparable(plain)) ??
      (linked == null ? undefined : this.#pulls.get(comparable(linked.url))) ??
      this.#pulls.get(comparable(this.#moved(plain)))
    )
  }

  /** The person's review at that address, or of the pull request there. */
  review(url: string): ReviewFact | undefined {
    const moved = comparable(this.#moved(url))
    return this.#reviews.get(comparable(url)) ?? this.#reviews.get(moved)
  }

  /** What the pull request at that address is called now; null where it is not known. */
  referenceOf(url: string, isVisible: Visible): string | null {
    const own = this.pull(url) ?? this.review(withoutAnchor(url))
    if (own !== undefined) return isVisible(own.visibility) ? own.reference : null
    const linked = this.link(url) ?? this.link(withoutAnchor(url))
    return linked?.pull != null && isVisible(linked.visibility) ? linked.pull.reference : null
  }

  /** Every path that the repository at that address, or around it, has or had. */
  pathsOf(url: string, isVisible: Visible): readonly string[] {
    const address = `${comparable(url)}/`
    return this.#who.contributions.repositories
      .filter(({ visibility }) => isVisible(visibility))
      .filter((each) =>
        [each.url, ...formerUrls(each)].some((home) => address.startsWith(`${comparable(home)}/`)),
      )
      .flatMap(({ path, formerPaths }) => [path, ...formerPaths])
  }

  /** True for the path of a repository that is known, or for the last part of one. */
  isRepository(name: string, isVisible: Visible): boolean {
    return this.#who.contributions.repositories.some(
      ({ path, formerPaths, visibility }) =>
        isVisible(visibility) &&
        [path, ...formerPaths].some((each) => `/${each}`.toLowerCase().endsWith(`/${name}`)),
    )
  }

  reviewOf({ url }: LinkedPull): ReviewFact | undefined {
    return this.#reviews.get(comparable(url))
  }

  /** All the person's reviews of the pull request at that address. */
  reviewsOn(url: string): readonly ReviewFact[] {
    const addresses = [url, this.#moved(url)].map(comparable)
    return this.#who.contributions.reviews.filter(({ pullRequestUrl }) =>
      addresses.includes(comparable(pullRequestUrl)),
    )
  }

  /** The repository whose address it is, now or before. */
  repository(url: string): RepositoryFact | undefined {
    return this.#repositories.get(comparable(url.replace(/\.git\/?$/, '')))
  }

  repositories(isVisible: Visible): readonly RepositoryFact[] {
    return this.#who.contributions.repositories.filter(({ visibility }) => isVisible(visibility))
  }

  repositoryOf(key: string): RepositoryFact | undefined {
    return this.#byKey.get(key)
  }

  /** True for an address in a public repository of which public pull requests are known. */
  showsPulls(url: string): boolean {
    const { repositories, pullRequests, reviews } = this.#who.contributions
    const repository = repositories.find((each) =>
      [each.url, ...formerUrls(each)].some((home) =>
        comparable(url).startsWith(`${comparable(home)}/`),
      ),
    )
    if (repository?.visibility !== 'public') return false
    const isSeen = (each: PullRequestFact | ReviewFact) =>
      each.visibility === 'public' && `${each.host}/${each.repository}` === keyOf(repository)
    return pullRequests.some((pull) => !pull.gone && isSeen(pull)) || reviews.some(isSeen)
  }

  isOwnProfile(url: string): boolean {
    const { host, pathname } = new URL(url)
    const login = pathname.replaceAll('/', '').toLowerCase()
    return this.#who.person.logins.some(
      (account) => account.host === host && account.login.toLowerCase() === login,
    )
  }

  /** True for addresses on a host where the person has an account. */
  isOnForge(url: string): boolean {
    const host = URL.parse(url)?.host
    return this.#who.person.logins.some((account) => account.host === host)
  }

  /** True if no review of the person's since then can be missing on that host. */
  allReviewsKnown(host: string, since: Timestamp | null): boolean {
    const { proofs, person } = this.#who
    const from = since === null ? null : dayOf(since, person.timezone)
    return proofs
      .filter((proof) => proof.host === host && ['reviews', 'commands'].includes(proof.stream))
      .every((proof) => isProven(proof, { since: from, until: null, timezone: person.timezone }))
  }

  /** What the pull request with that reference went in through, and whether that is merged; null where nobody knows. */
  landing(reference: string): { readonly via: string; readonly merged: boolean | null } | null {
    const landed = this.#who.landed.find((each) => isSameReference(each.reference, reference))
    if (landed === undefined) return null
    const linked = this.#who.links.find(
      ({ pull }) => pull !== null && isSameReference(pull.reference, landed.via),
    )
    const own = this.#who.contributions.pullRequests.find((pull) =>
      isSameReference(pull.reference, landed.via),
    )
    const state = own?.state ?? linked?.pull?.state
    return { via: landed.via, merged: state === undefined ? null : state === 'merged' }
  }

  /** True for a pull request that one of the person's went in through. */
  isLanding(reference: string): boolean {
    return this.#who.landed.some(({ via }: Landed) => isSameReference(via, reference))
  }

  #moved(url: string): string {
    for (const repository of this.#who.contributions.repositories) {
      const former = formerUrls(repository).find((each) =>
        comparable(url).startsWith(`${comparable(each)}/`),
      )
      if (former !== undefined) return `${repository.url}${url.slice(former.length)}`
    }
    return url
  }
}

function formerUrls({ url, path, formerPaths }: RepositoryFact): string[] {
  return url.endsWith(path)
    ? formerPaths.map((former) => `${url.slice(0, -path.length)}${former}`)
    : []
}

function isSameReference(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}

export function withoutAnchor(url: string): string {
  return url.replace(/#.*$/, '')
}

/** What may be shown: see docs/design.md "Trust". */
export type Visible = (visibility: Visibility) => boolean
