/**
 * Every fault on a run of the command line over lists of several pages: at the first, the middle and the last request of
 * the run, and at the first, the middle and the last page of each list. `npm test` takes a sample of these cells;
 * `npm run test:faults` takes them all (`FAULTS_EVERY=1`).
 *
 * The command line runs in this process, so that there is no argument list to look at; the process of its own in
 * test/cli/signals.test.ts has one.
 */
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { ForgeKind } from '../../src/forge/kinds.ts'
import type { Fault } from '../sandbox/faults/rules.ts'
import { expectEnd, expectHonestRun } from './fault-judge.ts'
import { type Phase, phases, prepared, startRun } from './fault-run.ts'
import { faultsOf, letTimePass, nameOf } from './faults.ts'
import { lists, textOf } from './lists.ts'
import { type Profile, profiles } from './ocean.ts'

const every = Number(process.env['FAULTS_EVERY'] ?? 10)
// CI repeats one sample, so that a landing is judged by its change; every other run explores.
const explored = process.env['CI'] === undefined ? Date.now() % 1000 : 0
const seed = Number(process.env['FAULTS_SEED'] ?? explored)

/** What a forge may answer besides: only a part, a cursor that stands, another time, or a way out of its own origin. */
const partial: readonly Fault[] = (['field', 'row'] as const).flatMap((what) =>
  (['first', 'last'] as const).map((which) => ({ kind: 'forbidden' as const, what, which })),
)
const strange: readonly Fault[] = [
  { kind: 'stuck-cursor' },
  { kind: 'wrong-clock', by: -7200 },
  { kind: 'wrong-clock', by: 7200 },
]
const others: Readonly<Record<ForgeKind, readonly Fault[]>> = {
  github: [...partial, ...strange],
  gitlab: [...partial, ...strange, { kind: 'foreign-next' }, { kind: 'foreign-next', only: true }],
}

/** One fault at one request, from then on or once. */
interface Cell {
  readonly at: number
  readonly times: number
}

/** What a run without a fault sends, in order. */
async function survey(kind: ForgeKind, profile: Profile, phase: Phase): Promise<string[]> {
  const { requests } = await prepared(kind, profile, phase)
  return requests.map(textOf)
}

/** The requests to strike, from 1, without doubles. */
function placesIn(kind: ForgeKind, sent: readonly string[]): number[] {
  const places = [ends(sent.map((_, index) => index + 1))]
  for (const { holds } of lists[kind]) {
    places.push(ends(sent.flatMap((text, index) => (holds.test(text) ? [index + 1] : []))))
  }
  return [...new Set(places.flat())].sort((a, b) => a - b)
}

function ends(places: readonly number[]): number[] {
  if (places.length === 0) return []
  const middle = Math.floor((places.length - 1) / 2)
  return [places[0], places[middle], places.at(-1)].filter((place) => place !== undefined)
}

function cellsIn(kind: ForgeKind, sent: readonly string[]): Cell[] {
  const places = placesIn(kind, sent)
  const forEver = places.map((at) => ({ at, times: Number.POSITIVE_INFINITY }))
  return [...forEver, ...ends(places).map((at) => ({ at, times: 1 }))]
}

/** Seconds until the next run. What a forge forbade in part, it is asked for again within a week, as all is. */
const week = 8 * 86_400
const twoHours = 7200

/** The sample goes on from one test to the next, so that all places come up in each. */
let counted = seed

function isTaken(): boolean {
  counted += 1
  return counted % every === 0
}

/** Registers the tests of one forge. */
export function faultMatrix(kind: ForgeKind): void {
  afterEach(() => {
    vi.useRealTimers()
  })

  describe.each(profiles)(`a profile that is %s (FAULTS_SEED=${seed})`, (profile) => {
    test.each(phases)('a %s run sends many requests, several for each list', async (phase) => {
      const sent = await survey(kind, profile, phase)

      expect(sent.length).toBeGreaterThanOrEqual(phase === 'first' ? 10 : 5)
      if (phase === 'later') return
      for (const { name, holds, long } of lists[kind]) {
        const pages = sent.filter((text) => holds.test(text)).length
        if (long.includes(profile)) expect(pages, name).toBeGreaterThanOrEqual(3)
      }
    })

    const faults = [...faultsOf[kind].map(([fault]) => fault), ...others[kind]]
    describe.each(faults.map((fault) => ({ name: nameOf(fault), fault })))('$name', ({ fault }) => {
      test.each(phases)(
        'ends a %s run complete, or incomplete and said so',
        async (phase) => {
          const cells = cellsIn(kind, await survey(kind, profile, phase))
          for (const cell of cells.filter(isTaken))
            await expectCell(kind, profile, phase, fault, cell)
        },
        600_000,
      )
    })
  })
}

async function expectCell(
  kind: ForgeKind,
  profile: Profile,
  phase: Phase,
  fault: Fault,
  { at, times }: Cell,
): Promise<void> {
  const run = await startRun(kind, profile, phase, fault.kind === 'forbidden')
  const { sandbox } = run.bench
  const match = { forge: kind, from: at }
  sandbox.faults.push({ match, fault, times })
  if (fault.kind === 'stall') letTimePass(sandbox, match, times)
  try {
    const ran = await run.run()
    vi.useRealTimers()
    await expectHonestRun(run, ran)
    await expectEnd(run, fault.kind === 'forbidden' ? week : twoHours)
  } catch (error) {
    const place = `request ${at}, ${times === 1 ? 'once' : 'from then on'}`
    throw new Error(`${nameOf(fault)} at ${place} of a ${phase} run, profile ${profile}`, {
      cause: error,
    })
  }
}
