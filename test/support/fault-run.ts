/** A person with a résumé and a ledger over the ocean, about to run `tracker run`. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect } from 'vitest'
import type { ForgeKind } from '../../src/forge/kinds.ts'
import { pullUrl } from '../sandbox/addresses.ts'
import type { Request } from '../sandbox/exchange.ts'
import { expectedExport } from '../sandbox/oracle.ts'
import { type Bench, type Ran, startBench } from './cli.ts'
import { type Ocean, ocean, type Profile, shortPages, tide } from './ocean.ts'
import { numbersOfEntries, numbersOfLedger, numbersOfValues } from './sayings.ts'
import { linesOf, type Records } from './truth.ts'

/** `first`: nothing is stored yet. `later`: a first run is stored, and two days have brought several pages of news. */
export const phases = ['first', 'later'] as const
export type Phase = (typeof phases)[number]

/** The files that say numbers. */
const documents = ['ada.md', 'ledger.md'] as const
type Documents = Readonly<Record<(typeof documents)[number], string>>

/** What a run is held against: the same without a fault. */
interface Undisturbed {
  /** In the order they came. */
  readonly requests: readonly Request[]
  /** Rows of the export. */
  readonly lines: readonly string[]
  readonly documents: Documents
}

export interface FaultRun {
  readonly bench: Bench
  readonly undisturbed: Undisturbed
  /** The fault may keep approvals from before GitLab's events back, which no page of numbers goes without a gap for. */
  readonly mayLackOld: boolean
  /** Tells also how the documents stood before. */
  run(): Promise<Ran & { readonly before: Documents }>
  /** What is stored now. */
  exported(): Promise<Records>
  expected(): Records
  documents(): Documents
}

interface Prepared extends Undisturbed {
  /** In the folder before the run. */
  readonly files: ReadonlyMap<string, Buffer>
}

const known = new Map<string, Promise<Prepared>>()

/** Worked out once for all the cells that begin the same way. */
export async function prepared(kind: ForgeKind, profile: Profile, phase: Phase): Promise<Prepared> {
  const name = `${kind} ${profile} ${phase}`
  const work = known.get(name) ?? prepare(kind, profile, phase)
  known.set(name, work)
  return await work
}

async function prepare(kind: ForgeKind, profile: Profile, phase: Phase): Promise<Prepared> {
  const { bench, place } = await open(kind, profile)
  if (phase === 'later') {
    expect(await bench.run(['run'])).toMatchObject({ code: 0 })
  }
  const files = filesOf(bench)
  if (phase === 'later') letPass(bench, place)
  const requests: Request[] = []
  bench.sandbox.faults.push({
    match: (request) => {
      requests.push(request)
      return false
    },
    fault: { kind: 'mutate', change: () => {} },
  })
  expect(await bench.run(['run'])).toMatchObject({ code: 0 })
  const lines = linesOf(await exportedBy(bench))
  if (profile === 'open') expect(lines).toEqual(linesOf(expectedBy(bench, kind)))
  const documents = documentsOf(bench)
  // There is something to be wrong about: two projects and two values, and a ledger's sums, projects and years.
  const records = expectedBy(bench, kind)
  expect(numbersOfEntries(documents['ada.md'], records).length).toBeGreaterThanOrEqual(2)
  expect(numbersOfValues(documents['ada.md'], records)).toHaveLength(2)
  expect(numbersOfLedger(documents['ledger.md'], records).length).toBeGreaterThanOrEqual(10)
  return { files, requests: [...requests], lines, documents }
}

export async function startRun(
  kind: ForgeKind,
  profile: Profile,
  phase: Phase,
  mayLackOld: boolean,
): Promise<FaultRun> {
  const undisturbed = await prepared(kind, profile, phase)
  const { bench, place } = await open(kind, profile)
  for (const [name, content] of undisturbed.files) {
    if (name !== 'config.json') await bench.write(name, content)
  }
  if (phase === 'later') letPass(bench, place)
  return {
    bench,
    undisturbed,
    mayLackOld,
    run: async () => ({ before: documentsOf(bench), ...(await bench.run(['run', '--json'])) }),
    exported: () => exportedBy(bench),
    expected: () => expectedBy(bench, kind),
    documents: () => documentsOf(bench),
  }
}

function letPass(bench: Bench, place: Ocean): void {
  bench.clock.advance(2 * 86_400)
  tide(place, new Date(bench.clock.now()).toISOString())
}

async function open(kind: ForgeKind, profile: Profile): Promise<{ bench: Bench; place: Ocean }> {
  const place = ocean(kind, profile)
  const bench = await startBench({ world: place.world, faults: [shortPages] })
  await bench.configure({
    people: [
      {
        id: 'ada',
        name: 'Ada',
        accounts: [{ forge: kind, login: 'ada' }],
        ledger: 'ledger.md',
        resumes: [{ file: 'ada.md', sections: [{ id: 'oss', heading: 'Open Source' }] }],
      },
    ],
  })
  const linked = [...place.old, ...place.reviewed].map((pull) => pullUrl(place.forge, pull))
  await bench.write(
    'ada.md',
    [
      '# Ada',
      `Merged ${valueSlot('merged')}, reviewed ${valueSlot('reviewed')}.`,
      '## Open Source',
      '## Reading',
      linked.map((address) => `- ${address}`).join('\n'),
      '',
    ].join('\n\n'),
  )
  return { bench, place }
}

function valueSlot(name: string): string {
  return `<!-- tracker:value ${name} --><!-- tracker:/value -->`
}

function filesOf({ folder, path }: Bench): ReadonlyMap<string, Buffer> {
  return new Map(readdirSync(folder).map((name) => [name, readFileSync(path(name))]))
}

function documentsOf(bench: Bench): Documents {
  const there = filesOf(bench)
  const textOf = (name: string) => there.get(name)?.toString() ?? ''
  return { 'ada.md': textOf('ada.md'), 'ledger.md': textOf('ledger.md') }
}

async function exportedBy(bench: Bench): Promise<Records> {
  const { code, stdout, stderr } = await bench.run(['export', '--format', 'json'])
  expect(code, stderr).toBe(0)
  return JSON.parse(stdout).people[0]
}

function expectedBy({ sandbox, clock }: Bench, kind: ForgeKind): Records {
  const now = new Date(clock.now()).toISOString()
  return expectedExport(sandbox.world, [{ forge: kind, login: 'ada' }], { now })
}
