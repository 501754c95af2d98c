/** Requests of full, incremental and idle syncs, and the wall time of a full one. */
import { generatedWorld } from '../test/sandbox/generated.ts'
import { changeFive } from '../test/support/five-changes.ts'
import { longestChain, operations, span } from './support/chain.ts'
import { median, type Row, type Stage, tell } from './support/row.ts'
import { atStand, type ForgeKind, type Synced } from './support/stand.ts'

const latencyMs = 100
const years = 10

interface Limits {
  readonly full: number
  readonly incremental: number
  readonly idle: number
}

const limits: Readonly<Record<ForgeKind, Limits>> = {
  github: { full: 30, incremental: 2, idle: 5 },
  gitlab: { full: 40, incremental: 4, idle: 10 },
}
const names: Readonly<Record<ForgeKind, string>> = { github: 'GitHub', gitlab: 'GitLab' }

export const requests: Stage = {
  name: 'requests',
  async run() {
    const rows: Row[] = []
    for (const kind of ['github', 'gitlab'] as const) {
      rows.push(...(await onePerson(kind)), await idlePeople(kind))
    }
    return rows
  },
}

function onePerson(kind: ForgeKind): Promise<Row[]> {
  tell(`full and incremental sync, ${names[kind]}`)
  const world = generatedWorld({
    seed: 1,
    people: 1,
    pullRequests: 1_000,
    reviews: 2_000,
    reviewedPullRequests: 1_500,
    repositories: 40,
    years,
    forges: [kind],
    now: new Date().toISOString(),
  })
  return atStand({ world, people: 1, forges: [kind], latencyMs }, async (stand) => {
    // The sandbox answers its first requests slowly: its own code is not compiled yet.
    await stand.sync()
    const fulls: Synced[] = []
    for (let round = 0; round < 3; round++) {
      stand.forget()
      fulls.push(await stand.sync())
    }
    const incremental: Synced[] = []
    for (const hours of [6, 24]) {
      stand.advance(hours)
      changeFive(world[kind], stand.now())
      incremental.push(await stand.sync())
    }
    const [soon, dayLater] = incremental
    if (soon === undefined || dayLater === undefined) throw new Error('Cannot do without both')
    return [
      counted(
        `full sync, 1,000 pull requests and 2,000 reviews of ${years} years, ${names[kind]}, commands off`,
        most(fulls),
        limits[kind].full,
      ),
      wallTime(kind, fulls),
      counted(
        `incremental 6 hours later, 5 changes, ${names[kind]}`,
        soon,
        limits[kind].incremental,
      ),
      counted(
        `incremental a day later, 5 changes, ${names[kind]}`,
        dayLater,
        limits[kind].incremental,
        'Repositories are looked at anew once a day, since one may have become private: on GitLab that is a request for the own ones; all others ride with the merge requests',
      ),
    ]
  })
}

function idlePeople(kind: ForgeKind): Promise<Row> {
  const people = 100
  tell(`${people} idle people, ${names[kind]}`)
  const world = generatedWorld({
    seed: 2,
    people,
    pullRequests: 5,
    reviews: 5,
    years: 2,
    forges: [kind],
    now: new Date().toISOString(),
  })
  return atStand({ world, people, forges: [kind], latencyMs }, async (stand) => {
    await stand.sync()
    stand.advance(24)
    return counted(
      `idle a day later, ${people} people, ${names[kind]}`,
      await stand.sync(),
      limits[kind].idle,
    )
  })
}

function counted(what: string, { requests }: Synced, limit: number, why?: string): Row {
  return {
    what,
    reach: `≤ ${limit} requests`,
    measured: `${requests.length}`,
    met: requests.length <= limit,
    note: operations(requests),
    ...(why === undefined ? {} : { why }),
  }
}

/** The one with the most requests: which overlap decides whether one more is sent. */
function most(runs: readonly Synced[]): Synced {
  const [first] = runs.toSorted((a, b) => b.requests.length - a.requests.length)
  if (first === undefined) throw new Error('Cannot choose among no runs')
  return first
}

function wallTime(kind: ForgeKind, runs: readonly Synced[]): Row {
  const chains = runs.map(({ requests }) => longestChain(requests))
  const ratios = runs.map(
    ({ requests }, index) => span(requests) / (chains[index]?.seconds ?? Number.NaN),
  )
  const ratio = median(ratios)
  const inFlight = Math.max(
    ...runs.flatMap(({ requests }) => requests.map((each) => each.inFlight)),
  )
  return {
    what: `wall time of that full sync, ${names[kind]}`,
    reach: '≤ 1.3 × longest chain × latency',
    measured: `${ratio.toFixed(2)} ×`,
    met: ratio <= 1.3,
    note: `median of ${runs.length} runs, from the first request to the last answer, against the answers in the longest chain one after the other; chain of ${median(chains.map(({ length }) => length))}, at most ${inFlight} requests at once; ${median(runs.map(({ seconds }) => seconds)).toFixed(1)} s with start and end of the process`,
    why: `The least disturbed of the runs took ${Math.min(...ratios).toFixed(2)} ×. Between an answer and the next question stand reading it, storing it and starting: all of it needs a processor, which tracker, sandbox and whatever else runs here share`,
  }
}
