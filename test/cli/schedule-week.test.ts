import { existsSync, statSync } from 'node:fs'
import { afterEach, expect, test, vi } from 'vitest'
import { takeLock } from '../../src/store/lock.ts'
import { fictionalWorld } from '../sandbox/fictional.ts'
import { mergePullRequest } from '../sandbox/mutate.ts'
import { type Bench, resume, startBench, withResume } from '../support/cli.ts'
import { time } from '../support/database.ts'

/*
 * A week of `tracker schedule` as it is: the timer, the forges, the database, its lock and the documents are real, and
 * time alone is made up. It passes only while no run is going, so that no request is late.
 */
afterEach(() => {
  vi.useRealTimers()
})

const schedule = { cron: '30 2,18 * * *', timezone: 'Europe/Berlin' }

/**
 * Thursday to Thursday; clocks change on the fourth day, Sunday, at 01:00 UTC: half past two is left out that night, and
 * due when clocks jump, or shown twice, and due the first time.
 */
const weeks = {
  forward: {
    first: '2026-03-26',
    before: '+01:00',
    after: '+02:00',
    sunday: '2026-03-29T01:00:00Z',
  },
  back: { first: '2026-10-22', before: '+02:00', after: '+01:00', sunday: '2026-10-25T00:30:00Z' },
} as const
type Weekday = 'thu' | 'fri' | 'sat' | 'sun' | 'mon' | 'tue' | 'wed' | 'next thu'
const weekdays: readonly Weekday[] = ['thu', 'fri', 'sat', 'sun', 'mon', 'tue', 'wed', 'next thu']

/** The moment when clocks in Berlin show `clock` on that day. */
function momentIn(change: keyof typeof weeks) {
  const { first, before, after } = weeks[change]
  return (weekday: Weekday, clock: string): number => {
    const index = weekdays.indexOf(weekday)
    const day = new Date(Date.parse(first) + index * 86_400_000).toISOString().slice(0, 10)
    return Date.parse(`${day}T${clock}${index < weekdays.indexOf('sun') ? before : after}`)
  }
}

function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z')
}

const files = ['mara.md', 'mara.md.tracker.json', 'mara-ledger.md']

async function startSchedule(start: number) {
  vi.useFakeTimers({ now: start, toFake: ['setTimeout', 'clearTimeout', 'Date'] })
  const bench = await startBench({
    world: fictionalWorld({ now: iso(start) }),
    now: () => Date.now(),
  })
  await bench.configure({ people: [withResume('mara')], schedule })
  await bench.write('mara.md', resume)
  const clock = {
    ...bench.clock,
    now: () => Date.now(),
    sleep: async (milliseconds: number) => {
      vi.setSystemTime(Date.now() + milliseconds)
    },
  }
  const stop = new AbortController()
  let told = ''
  let listen = () => {}
  const heard = (text: string) => {
    told = text
    listen()
  }
  const heardThat = (isSo: () => boolean) =>
    new Promise<void>((resolve) => {
      listen = () => {
        if (isSo()) resolve()
      }
      listen()
    })
  const health = () => told.match(/^run of .*$/gm) ?? []
  const running = bench.run(['schedule'], { clock, signal: stop.signal, heard })
  await heardThat(() => told.includes('next run'))

  return {
    bench,
    health,
    /** Lets time pass; a run that is due at its end is waited for, none may be due before. */
    async until(moment: number, { run }: { readonly run: boolean }): Promise<void> {
      const before = health().length
      await vi.advanceTimersByTimeAsync(moment - Date.now())
      if (run) await heardThat(() => health().length > before)
      expect(health()).toHaveLength(before + (run ? 1 : 0))
    },
    /** The machine sleeps: its clock goes on, its timers do not. */
    sleep(until: number): void {
      vi.setSystemTime(until)
    },
    status: async () => {
      const { code, stdout } = await bench.run(['status', '--json'], { clock })
      return { code, ...JSON.parse(stdout) }
    },
    async end() {
      stop.abort(new Error('interrupted'))
      return running
    },
  }
}

/** Which files were written anew since the last question. */
function watchFiles(bench: Bench): () => readonly string[] {
  const written = (name: string) => {
    const path = bench.path(name)
    return existsSync(path) ? statSync(path, { bigint: true }).mtimeNs : undefined
  }
  let known = files.map(written)
  return () => {
    const now = files.map(written)
    const changed = files.filter((_, index) => now[index] !== known[index])
    known = now
    return changed
  }
}

/** Somebody presses the button on one of Mara's open pull requests. */
function mergeOne({ sandbox }: Bench): void {
  const { github } = sandbox.world
  const mara = [...github.users.values()].find(({ login }) => login === 'mara-oduya')
  const pull = [...github.pullRequests.values()].find(
    ({ state, authorId, repositoryId }) =>
      state === 'open' &&
      authorId === mara?.id &&
      github.repositories.get(repositoryId)?.visibility === 'public' &&
      github.repositories.get(repositoryId)?.ownerId !== mara?.id,
  )
  if (pull === undefined) throw new Error('Cannot find an open pull request of Mara')
  mergePullRequest(github, pull.id, new Date().toISOString())
}

test.each([
  ['forward', 'asleep', 'sat'],
  ['forward', 'awake', 'mon'],
  ['back', 'asleep', 'sat'],
  ['back', 'awake', 'mon'],
] as const)(
  'a week with an outage, a limit, a lock and a nap, in which clocks go %s while %s, has the right runs',
  async (change, _awake, nap) => {
    const at = momentIn(change)
    const week = await startSchedule(at('thu', '12:00:30'))
    const { bench, until } = week
    const { faults } = bench.sandbox
    const written = watchFiles(bench)
    const expected: string[] = []
    /** A run at `moment` that ends with `code` and writes `changed`. */
    const run = async (
      moment: number,
      { code = 0, changed = [], again }: { code?: number; changed?: string[]; again?: number } = {},
    ) => {
      await until(moment, { run: true })
      const more = again === undefined ? '' : `, again ${iso(again)}`
      const next = due.find((each) => each > moment) ?? Number.NaN
      expected.push(`run of ${iso(moment)} ended with ${code}${more}; next run ${iso(next)}`)
      expect(week.health()).toEqual(expected)
      expect(written()).toEqual(changed)
    }
    /** A lid closed in the morning and opened at noon of the next day. */
    const sleepFrom = async (weekday: Weekday, opened: Weekday) => {
      await until(at(weekday, '10:00:30'), { run: false })
      week.sleep(at(opened, '12:00:30'))
      await run(at(opened, '12:01:00'))
    }
    const evening = (weekday: Weekday) => at(weekday, '18:30:00')
    const morning = (weekday: Weekday) =>
      weekday === 'sun' ? Date.parse(weeks[change].sunday) : at(weekday, '02:30:00')
    const due = weekdays.flatMap((weekday) => [morning(weekday), evening(weekday)])
    // What is not proven any more, and then again, is in the ledger; the résumé is left as it is meanwhile.
    const ledger = ['mara-ledger.md']

    await run(evening('thu'), { changed: files })
    await run(morning('fri'))
    faults.push({ match: { from: 1 }, fault: { kind: 'status', status: 503 } })
    await run(evening('fri'), { code: 1, changed: ledger })
    const status = { lastRun: iso(evening('fri')), lastClean: iso(morning('fri')) }
    expect(await week.status()).toMatchObject({ code: 0, accounts: [status, status] })
    faults.splice(0)
    mergeOne(bench)
    await run(morning('sat'), { changed: files })

    if (nap === 'sat') await sleepFrom('sat', 'sun')
    else for (const moment of [evening('sat'), morning('sun')]) await run(moment)
    await run(evening('sun'))
    await run(morning('mon'))
    if (nap === 'mon') await sleepFrom('mon', 'tue')
    else for (const moment of [evening('mon'), morning('tue')]) await run(moment)
    await run(evening('tue'))

    const again = morning('wed') + 1_800_000
    faults.push({
      match: { forge: 'github' },
      fault: { kind: 'secondary-limit', form: '403', retryAfter: 1800 },
    })
    await run(morning('wed'), { code: 3, changed: ledger, again })
    await run(again, { changed: ledger })
    const lock = takeLock(bench.path('tracker.db'), time(iso(Date.now())))
    await run(evening('wed'), { code: 1 })
    lock.release()
    await run(morning('next thu'))
    await until(at('next thu', '12:00:30'), { run: false })

    const last = { lastRun: iso(morning('next thu')), lastClean: iso(morning('next thu')) }
    expect(await week.status()).toMatchObject({
      code: 0,
      accounts: [last, last],
      nextRun: iso(evening('next thu')),
    })
    const { code, stderr } = await week.end()
    expect(code).toBe(0)
    // Fourteen were due, a nap took two and gave one, and the limit gave one.
    expect(expected).toHaveLength(14)
    expect(stderr.match(/^.*missed.*$/gm)).toEqual([
      '2 runs were missed while this machine was asleep or off: running once for all',
    ])
    expect(stderr).not.toContain('took so long')
    expect(stderr.match(/^Cannot sync into .*: process \d+ on .* is doing so/gm)).toHaveLength(1)
  },
)
