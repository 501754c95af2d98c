import { expect, test } from 'vitest'
import type { FaultRule } from '../sandbox/faults/rules.ts'
import { generatedWorld } from '../sandbox/generated.ts'
import type { RequestLog } from '../sandbox/server/log.ts'
import { startSandbox } from '../sandbox/server.ts'
import { contentsOf } from '../support/contents.ts'
import { configuredFolder, databaseIn, syncProcess } from '../support/killed.ts'
import { type AskedPage, pagesOf } from '../support/pages.ts'

/**
 * The real program, killed with SIGKILL at request boundaries of a sync of some 60 requests. `npm test` takes a sample;
 * `npm run test:kill` takes them all (`KILL_EVERY=1`).
 */
const every = Number(process.env['KILL_EVERY'] ?? 6)
const seed = Number(process.env['KILL_SEED'] ?? Date.now() % 1000)
const logins = ['person-1']
/** Rows of a page that GitHub can do: small pages only, so that a small world makes many requests. */
const maxFirst = 25

/** `arriving`: the request is never answered. `answered`: its answer is on the way, to be read or stored or neither. */
const moments = ['arriving', 'answered'] as const

const world = generatedWorld({
  seed: 7,
  pullRequests: 320,
  reviews: 260,
  people: logins.length,
  years: 4,
  repositories: 10,
})

async function start() {
  const limits: FaultRule = {
    match: { forge: 'github' },
    fault: { kind: 'resource-limits', maxFirst },
  }
  const now = Date.parse(world.now)
  const sandbox = await startSandbox({ world, now: () => now, faults: [limits] })

  async function sync(folder: string) {
    const before = sandbox.requests.length
    const end = await syncProcess(folder)
    return { ...end, requests: sandbox.requests.slice(before) }
  }

  /** Syncs and dies at the nth request. */
  async function dying(folder: string, nth: number, moment: (typeof moments)[number]) {
    let seen = 0
    let kill = () => {}
    const count: FaultRule = {
      match: () => {
        seen += 1
        if (seen === nth && moment === 'arriving') kill()
        return seen === nth
      },
      fault: {
        kind: 'mutate',
        change: () => {
          if (moment === 'answered') setImmediate(() => kill())
        },
      },
    }
    sandbox.faults.push(count)
    const before = sandbox.requests.length
    const end = await syncProcess(folder, (child) => {
      kill = () => child.kill('SIGKILL')
    })
    sandbox.faults.splice(sandbox.faults.indexOf(count), 1)
    return { ...end, requests: sandbox.requests.slice(before) }
  }

  return { sandbox, sync, dying }
}

/**
 * The lists of which the next run asked for more than the page in hand. Whoever reads a list asks for its next page once
 * the last is stored, so that a kill costs each list the one request it had under way, and no list another. How many
 * requests the pages ride in depends on how they happen to meet, so that pages are compared and not numbers of requests.
 *
 * Not counted: questions that GitHub refused as too large, which bring no page; and the first page of what a person wrote
 * or owns, which is looked at once more for what changed between the runs.
 */
function listsReadTwice(killed: readonly RequestLog[], next: readonly RequestLog[]): string[] {
  const keysOf = (request: RequestLog) =>
    pagesOf(request, maxFirst).filter((page) => !isNewsOfUser(page))
  const before = new Set(killed.flatMap(keysOf).map((page) => JSON.stringify(page)))
  const again = next
    .flatMap(keysOf)
    .filter((page) => before.has(JSON.stringify(page)))
    .map(({ list }) => list)
  return again.filter((list, index) => again.indexOf(list) !== index)
}

function isNewsOfUser({ list, place }: AskedPage): boolean {
  return place === null && /^\[\["user","[^"]+"\]\]$/.test(list)
}

/** What a folder's database holds, but for how far back GitLab's events reach: that moves on with the machine's clock. */
function heldIn(folder: string): Readonly<Record<string, readonly string[]>> {
  const { gap = [], ...others } = contentsOf(databaseIn(folder))
  const still = gap.map((row) =>
    row.includes('"retention"') ? JSON.stringify({ ...JSON.parse(row), until_at: null }) : row,
  )
  return { ...others, gap: still }
}

test(`killed at every ${every}th request, the next run ends as if nothing had been (seed ${seed})`, async () => {
  const { sandbox, sync, dying } = await start()
  try {
    const whole = configuredFolder(sandbox, logins)
    const { code, stderr, requests } = await sync(whole)
    const needed = requests.length
    const wanted = heldIn(whole)
    expect(code, stderr).toBe(0)
    expect(needed).toBeGreaterThanOrEqual(55)

    for (let nth = 1 + (seed % every); nth <= needed; nth += every) {
      const both = every === 1 ? moments : [moments[Math.floor(nth / every) % 2] ?? 'arriving']
      for (const moment of both) {
        const place = `killed while request ${nth} of ${needed} was ${moment}`
        const folder = configuredFolder(sandbox, logins)
        const killed = await dying(folder, nth, moment)
        const next = await sync(folder)

        // The last answers may have been stored and told of before the signal came.
        if (killed.signal !== 'SIGKILL') expect(killed.code, place).toBe(0)
        expect(next.code, `${place}: ${next.stderr}`).toBe(0)
        expect(heldIn(folder), place).toEqual(wanted)
        expect(listsReadTwice(killed.requests, next.requests), place).toEqual([])
      }
    }
  } finally {
    await sandbox.close()
  }
}, 900_000)
