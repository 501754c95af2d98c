/** Requests of full, incremental and idle syncs, and the wall time of a full one. */
import { generatedWorld } from '../test/sandbox/generated.ts'
import { longestChain, operations, span } from './support/chain.ts'
import { changeFive } from './support/changes.ts'
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
    stand.advance(24)
    changeFive(world[kind], stand.now())
    const incremental = await stand.sync()
    return [
      counted(
        `full sync, 1,000 pull requests and 2,000 reviews of ${years} years, ${names[kind]}, commands off`,
        most(fulls),
        limits[kind].full,
      ),
      wallTime(kind, fulls),
      counted(
        `incremental a day later, 5 changes, ${names[kind]}`,
        incremental,
        limits[kind].incremental,
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

function counted(what: string, { requests }: Synced, limit: number): Row {
  return {
    what,
    reach: `≤ ${limit} requests`,
    measured: `${requests.length}`,
    met: requests.length <= limit,
    note: operations(requests),
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
    ({ requests }, index) => span(requests) / (((chains[index] ?? 0) * latencyMs) / 1000),
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
    note: `median of ${runs.length} runs, from the first request to the last answer; chain of ${median(chains)}, at most ${inFlight} requests at once; ${median(runs.map(({ seconds }) => seconds)).toFixed(1)} s with start and end of the process`,
  }
}
