/** Syncs of one person with ever more contributions, and of ever more people: memory must not grow with either. */
import { generatedWorld } from '../test/sandbox/generated.ts'
import { type Row, type Stage, tell } from './support/row.ts'
import { atStand, type ForgeKind } from './support/stand.ts'

/** Megabytes of heap a sync gets, whatever its size: Node would rather take more than collect, so it is not asked. */
const heap = 64
/** Megabytes the largest may need more than the smallest: a page of a hundred items as text, as JSON and as rows. */
const slack = 64

interface Size {
  readonly people: number
  /** Of each person, half merged pull requests, half reviews. */
  readonly contributions: number
  readonly forges: readonly ForgeKind[]
}

const contributions: readonly Size[] = [10, 1_000, 100_000].map((count) => ({
  people: 1,
  contributions: count,
  forges: ['github'],
}))
const people: readonly Size[] = [1, 100, 1_000].map((count) => ({
  people: count,
  contributions: 200,
  forges: ['github'],
}))
/** On GitLab a person costs a dozen requests of a first sync however little they did: fewer contributions save time only. */
const peopleOnGitLab: readonly Size[] = people.map((size) => ({
  ...size,
  contributions: 20,
  forges: ['gitlab'],
}))

export const sizes: Stage = {
  name: 'sizes',
  async run() {
    return [
      ...(await series('contributions of one person', contributions, (size) => size.contributions)),
      ...(await series('people with 200 contributions each', people, (size) => size.people)),
      ...(await series('people with 20 contributions each', peopleOnGitLab, (size) => size.people)),
    ]
  },
}

async function series(
  what: string,
  all: readonly Size[],
  countOf: (size: Size) => number,
): Promise<Row[]> {
  const rows: Row[] = []
  const peaks: number[] = []
  for (const size of all) {
    const count = countOf(size).toLocaleString('en')
    tell(`sync of ${count} ${what}`)
    const { seconds, requests, peakMegabytes } = await syncOnce(size)
    peaks.push(peakMegabytes)
    rows.push({
      what: `sync, ${count} ${what}, on ${size.forges.join(' and ')}`,
      reach: '',
      measured: `${requests.length.toLocaleString('en')} requests, ${seconds.toFixed(1)} s, peak ${peakMegabytes.toFixed(0)} MB`,
      met: null,
    })
  }
  const growth = Math.max(...peaks) - Math.min(...peaks)
  return [
    ...rows,
    {
      what: `memory of the syncs of ${all.map((size) => countOf(size).toLocaleString('en')).join(', ')} ${what}`,
      reach: `flat (within ${slack} MB)`,
      measured: `${peaks.map((peak) => peak.toFixed(0)).join(', ')} MB`,
      met: growth < slack,
      note: `most memory the operating system gave the process; its heap is held to ${heap} MB, so that whatever grows with history ends the run`,
    },
  ]
}

function syncOnce({ people, contributions, forges }: Size) {
  const half = contributions / 2 / forges.length
  const world = generatedWorld({
    seed: 3,
    people,
    pullRequests: half,
    reviews: half,
    years: 5,
    forges,
    now: new Date().toISOString(),
  })
  return atStand({ world, people, forges, latencyMs: 0 }, (stand) => stand.sync({ heap }))
}
