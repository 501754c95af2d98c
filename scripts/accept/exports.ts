import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Expectations, ExpectedPerson, ExpectedReview } from './expectations.ts'
import type { Bench } from './resumes.ts'
import { forges, tracker } from './tracker.ts'

interface Exported {
  readonly id: string
  readonly pullRequests: readonly {
    reference: string
    title: string
    url: string
    mergedAt: string
    state: string
  }[]
  readonly reviews: readonly { reference: string; source: string; at: string; verdict: string }[]
  readonly coverage: readonly {
    stream: string
    complete: boolean
    gaps: readonly { reason: string; from: string | null; until: string | null }[]
  }[]
}

/** Half by GitHub login, half by GitLab login: the busiest and ones spread over the rest. */
export async function checkExports(
  count: number,
  expected: Expectations,
  bench: Bench,
): Promise<void> {
  const { work, sandbox, checks } = bench
  const half = Math.ceil(count / 2)
  const chosen = [
    ...choose([...expected.github.values()], half).map((person) => ({ forge: 'github', person })),
    ...choose([...expected.gitlab.values()], count - half).map((person) => ({
      forge: 'gitlab',
      person,
    })),
  ]
  const people = chosen.map(({ forge, person }, index) => ({
    id: `p${index}`,
    name: `Person ${index}`,
    accounts: [{ forge, login: person.login }],
  }))
  const config = join(work, 'people.json')
  writeFileSync(config, JSON.stringify({ database: 'people.db', forges: forges(sandbox), people }))
  const sent = sandbox.requests.length
  const synced = await tracker(['sync', '--config', config], work)
  checks.equal(
    `a sync of ${people.length} people ends with 0 (${sandbox.requests.length - sent} requests)`,
    [synced.code, synced.stderr],
    [0, ''],
  )
  const exported = await tracker(['export', '--config', config], work)
  const rows = (JSON.parse(exported.stdout) as { people: Exported[] }).people
  for (const [index, { forge, person }] of chosen.entries()) {
    const row = rows[index]
    if (row !== undefined)
      checkPerson(`person ${index} (${forge})`, row, person, sandbox.now(), bench)
  }
}

function checkPerson(
  name: string,
  row: Exported,
  person: ExpectedPerson,
  now: number,
  { checks }: Bench,
): void {
  const pulls = row.pullRequests.map(
    ({ reference, title, url, mergedAt }) => `${reference} ${mergedAt} ${url} ${title}`,
  )
  const expectedPulls = person.pulls.map(
    ({ reference, title, url, mergedAt }) => `${reference} ${mergedAt} ${url} ${title}`,
  )
  checks.equal(
    `${name}: all ${pulls.length} merged, no more`,
    pulls.toSorted(),
    expectedPulls.toSorted(),
  )
  checkReviews(name, row, person, now, checks)
}

function checkReviews(
  name: string,
  row: Exported,
  person: ExpectedPerson,
  now: number,
  checks: Bench['checks'],
): void {
  const horizon = new Date(now)
  horizon.setUTCFullYear(horizon.getUTCFullYear() - 3)
  const edge = horizon.toISOString()
  const key = ({
    reference,
    source,
    at,
  }: Pick<ExpectedReview, 'reference' | 'at'> & { source: string }) =>
    `${reference} ${source} ${at}`
  // The day of the horizon itself may be told or not: the events are cut by whole days.
  const isRecent = ({ at }: { at: string }) => at.slice(0, 10) > edge.slice(0, 10)
  const recent = row.reviews.filter(isRecent).map(key)
  const expectedRecent = person.reviews.filter(isRecent).map(key)
  checks.equal(
    `${name}: all ${recent.length} reviews of three years, no more`,
    recent.toSorted(),
    expectedRecent.toSorted(),
  )
  const known = new Set(row.reviews.map(({ reference }) => reference))
  const olderMissing = person.reviews.filter(
    (review) => !isRecent(review) && !known.has(review.reference),
  )
  const gaps = row.coverage
    .filter(({ stream }) => stream === 'reviews')
    .flatMap((stream) => stream.gaps)
  const covered = olderMissing.filter(({ at }) =>
    gaps.some(
      ({ reason, from, until }) =>
        reason === 'retention' && (from ?? '') <= at && at <= (until ?? '9'),
    ),
  )
  checks.equal(
    `${name}: of ${person.reviews.length - expectedRecent.length} older reviews ${olderMissing.length} are missing, all within a retention gap`,
    covered.length,
    olderMissing.length,
  )
  const expectedReferences = new Set(person.reviews.map(({ reference }) => reference))
  checks.equal(
    `${name}: no review of anything else`,
    [...known].filter((reference) => !expectedReferences.has(reference)),
    [],
  )
}

function choose(people: readonly ExpectedPerson[], count: number): ExpectedPerson[] {
  const byWork = people.toSorted((a, b) => size(b) - size(a) || (a.login < b.login ? -1 : 1))
  const top = byWork.slice(0, Math.ceil(count / 2))
  const rest = byWork.slice(top.length)
  const step = Math.max(1, Math.floor(rest.length / (count - top.length)))
  return [...top, ...rest.filter((_, index) => index % step === 0).slice(0, count - top.length)]
}

function size({ pulls, reviews }: ExpectedPerson): number {
  return pulls.length + reviews.length
}
