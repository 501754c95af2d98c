/** People are reported on several threads where there are many: nobody may notice but by the time it takes. */
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { openLanes } from '../../src/cli/report/lanes.ts'
import { Thread, type ThreadData } from '../../src/cli/report/thread.ts'
import { loadConfig } from '../../src/config/load.ts'
import { report } from '../../src/index.ts'
import { StoreError } from '../../src/store/errors.ts'
import { openStore } from '../../src/store/store.ts'
import { runBuilt } from '../support/built.ts'
import { type Bench, person, type Ran, resume, startBench, tracker } from '../support/cli.ts'
import { testFolder } from '../support/folder.ts'

/** Enough for three threads, of which one is the program's own. */
const count = 104
const threeThreads = 3
const asOf = ['--as-of', '2026-03-01']

type Fate = 'missing' | 'broken' | 'shared' | 'edited' | 'forgotten' | 'ledger' | 'plain'
const fates: readonly Fate[] = [
  'plain',
  'missing',
  'shared',
  'broken',
  'edited',
  'ledger',
  'forgotten',
  'plain',
]
const fateOf = (index: number) => fates[index % fates.length] ?? 'plain'

function configured(index: number): Record<string, unknown> {
  const id = `person-${index}`
  const own = [{ id: 'oss', heading: 'Open Source', max: { entries: 3, highlights: 2, links: 2 } }]
  const team = [{ id: `of-${id}`, heading: 'Team', max: { entries: 1, highlights: 1, links: 1 } }]
  return {
    ...person(index % 2 === 0 ? 'mara' : 'teo'),
    id,
    name: id,
    ...(fateOf(index) === 'ledger' ? { ledger: `ledgers/${id}.md` } : {}),
    resumes: [
      { file: `${id}.md`, sections: own },
      ...(fateOf(index) === 'shared' ? [{ file: 'team.md', sections: team }] : []),
    ],
  }
}

/** A database that is full, and everybody's documents as they were before the first report. */
async function prepared(): Promise<Bench> {
  const bench = await startBench()
  await bench.configure({ people: [person('mara'), person('teo')] })
  await bench.run(['sync'])
  await bench.configure({ people: Array.from({ length: count }, (_, index) => configured(index)) })
  return bench
}

function documents(): Record<string, string> {
  const texts = Array.from({ length: count }, (_, index): [string, string][] => {
    const fate = fateOf(index)
    if (fate === 'missing') return []
    const broken = '\n<!-- tracker:begin oss -->\n'
    return [[`person-${index}.md`, fate === 'broken' ? resume + broken : resume]]
  })
  return { ...Object.fromEntries(texts.flat()), 'team.md': '# We\n\n## Team\n' }
}

/** The same folder once more. */
function copyOf(bench: Bench): string {
  const folder = testFolder(documents())
  for (const name of ['tracker.db', 'config.json'])
    copyFileSync(bench.path(name), join(folder, name))
  return folder
}

/** What a person does between two reports. */
function meddle(folder: string): void {
  for (let index = 0; index < count; index++) {
    const path = join(folder, `person-${index}.md`)
    if (fateOf(index) === 'forgotten') rmSync(`${path}.tracker.json`)
    if (fateOf(index) !== 'edited') continue
    const text = readFileSync(path, 'utf8')
    writeFileSync(path, text.replace(/^- \d+.*merged/m, '- 9999 merged'))
  }
}

/** Every file but the database, by name; folders are called the same. */
function contents(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('tracker.db'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
  return Object.fromEntries(
    names.map((name) => [name.slice(folder.length), readFileSync(name, 'utf8')]),
  )
}

function inPlace(folder: string, { code, stdout, stderr }: Ran): Ran {
  return { code, stdout: stdout.replaceAll(folder, '.'), stderr: stderr.replaceAll(folder, '.') }
}

/** Everything that is said and written when these people report, edit, and report again. */
async function story(bench: Bench, threads: number): Promise<unknown[]> {
  const folder = copyOf(bench)
  const told: unknown[] = []
  const run = async (...argv: string[]) => {
    const ran = await tracker(['report', ...argv, ...asOf], { cwd: folder, threads })
    told.push(inPlace(folder, ran), contents(folder))
  }
  await run('--dry-run', '--why')
  await run()
  meddle(folder)
  await run('--check')
  await run('--json')
  return told
}

test('several threads say and write what one does, byte by byte', {
  timeout: 120_000,
}, async () => {
  const bench = await prepared()

  const one = await story(bench, 1)
  const several = await story(bench, threeThreads)

  expect(one[2]).toMatchObject({ code: 3, stderr: expect.stringContaining('Cannot read') })
  expect(one[6]).toMatchObject({ stdout: expect.stringContaining('"text": "9999"') })
  expect(several).toEqual(one)
})

test('the program as it is built, and the library, report many people as one thread does', async () => {
  const bench = await prepared()
  const [folder, built, library] = [copyOf(bench), copyOf(bench), copyOf(bench)]
  const expected = await tracker(['report', ...asOf], { cwd: folder, threads: 1 })

  const ran = await runBuilt(['report', ...asOf], { cwd: built })
  const files = await report({ config: join(library, 'config.json'), asOf: '2026-03-01' })

  expect(inPlace(built, ran)).toEqual(inPlace(folder, expected))
  expect(contents(built)).toEqual(contents(folder))
  expect(files.map(({ file, state }) => `${file}: ${state}\n`).join('')).toBe(expected.stdout)
  expect(contents(library)).toEqual(contents(folder))
}, 60_000)

test('an interrupted report ends within a second, and the next run completes it', async () => {
  const bench = await prepared()
  const [folder, uninterrupted] = [copyOf(bench), copyOf(bench)]
  await tracker(['report', ...asOf], { cwd: uninterrupted, threads: 1 })
  const stop = new AbortController()
  const world = { cwd: folder, threads: threeThreads, signal: stop.signal }

  const running = tracker(['report', '--json', ...asOf], world)
  await vi.waitUntil(() => existsSync(join(folder, 'person-0.md.tracker.json')), { interval: 1 })
  const asked = performance.now()
  stop.abort(new Error('interrupted'))
  const ran = await running
  const took = performance.now() - asked

  const { outcome, files } = JSON.parse(ran.stdout) as { outcome: string; files: unknown[] }
  expect(took).toBeLessThan(1000)
  expect(ran.code).toBe(130)
  expect(outcome).toBe('interrupted')
  expect(files.length).toBeGreaterThan(0)
  expect(files.length).toBeLessThan(count)
  await tracker(['report', ...asOf], { cwd: folder, threads: 1 })
  expect(contents(folder)).toEqual(contents(uninterrupted))
}, 60_000)

test('a few people, or a machine of one processor, get no further thread', async () => {
  const store = openStore(join(testFolder(), 'tracker.db'), 'create')
  onTestFinished(() => store.close())
  const lanes = async (people: number, threads: number) => {
    const opened = openLanes(people, threads, store, { options: {}, forges: [], now: () => 0 })
    for (const lane of opened) await lane.close()
    return opened.length
  }

  expect([await lanes(49, 8), await lanes(1000, 1)]).toEqual([1, 1])
  expect([await lanes(50, 8), await lanes(120, 8), await lanes(1000, 2)]).toEqual([2, 3, 2])
})

/** A thread for the first person, running `program` instead of ours where one is given. */
async function oneThread(data: Partial<ThreadData>, program?: string) {
  const bench = await startBench()
  await bench.configure({ people: [person('mara')] })
  const [mara] = loadConfig(bench.path('config.json')).people
  if (mara === undefined) throw new Error('Cannot do without a person')
  const thread = new Thread(
    { database: bench.path('tracker.db'), options: {}, forges: [], now: 0, ...data },
    program === undefined ? undefined : new URL(`data:text/javascript,${program}`),
  )
  onTestFinished(() => thread.close())
  return { thread, job: { person: mara, targets: [] } }
}

test.each([
  ['ends by itself', 'process.exit(3)', /one of its threads ended \(exit code 3\); run it again/],
  ['throws', 'throw new Error("no more memory")', /one of its threads ended \(no more memory\);/],
])(
  'a thread that %s is an error said, to who waits and to who comes later',
  async (_, program, message) => {
    const { thread, job } = await oneThread({}, program)

    await expect(thread.report(job)).rejects.toThrow(message)
    await expect(thread.report(job)).rejects.toThrow(message)
  },
)

test('a database that cannot be used is told by a thread as by the program itself', async () => {
  const folder = testFolder({ 'tracker.db': 'This is no database. '.repeat(100) })
  const { thread, job } = await oneThread({ database: join(folder, 'tracker.db') })

  const failed = thread.report(job)

  await expect(failed).rejects.toThrow(/^Cannot use .*tracker\.db: it is not a tracker database/)
  await expect(failed).rejects.toBeInstanceOf(StoreError)
})

test('a bug met on a thread arrives with where it happened', async () => {
  const { thread, job } = await oneThread({ database: 'nowhere' })
  const broken = { ...job, targets: [null] } as unknown as typeof job
  const folder = testFolder()
  openStore(join(folder, 'tracker.db'), 'create').close()
  const { thread: working } = await oneThread({ database: join(folder, 'tracker.db') })

  await expect(thread.report(job)).rejects.toThrow(
    /^Cannot find nowhere: run `tracker sync` first$/,
  )
  await expect(working.report(broken)).rejects.toMatchObject({
    name: 'Error',
    stack: expect.stringMatching(/TypeError[\s\S]*person\.ts/),
  })
})
