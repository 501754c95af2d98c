import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RequestLog } from '../../test/sandbox/server/log.ts'
import { startSandbox } from '../../test/sandbox/server.ts'
import type { ForgeWorld, World } from '../../test/sandbox/world.ts'
import { inFolder } from './folder.ts'
import { type Ran, type RunOptions, tracker } from './tracker.ts'

export type ForgeKind = ForgeWorld['kind']

/** A sync as the sandbox saw it. */
export interface Synced extends Ran {
  readonly requests: readonly RequestLog[]
}

/** A sandbox with a folder that is synced from it through the built command line. */
export interface Stand {
  sync(limits?: Pick<RunOptions, 'heap'>): Promise<Synced>
  /** The next sync is a first one again. */
  forget(): void
  /** Time passes for the tracker and for the forges. */
  advance(hours: number): void
  /** The forges' present. */
  now(): number
}

export interface StandOptions {
  readonly world: World
  readonly people: number
  readonly forges: readonly ForgeKind[]
  readonly latencyMs: number
}

/** Runs `work` on a stand of its own. People are `person-1` and so on, as `generatedWorld` names them. */
export async function atStand<T>(
  options: StandOptions,
  work: (stand: Stand) => Promise<T>,
): Promise<T> {
  const { world, people, forges, latencyMs } = options
  let offset = 0
  const now = () => Date.now() + offset
  const sandbox = await startSandbox({ world, latencyMs, now })
  try {
    return await inFolder((folder) => {
      const token = { env: 'SANDBOX_TOKEN' }
      const config = {
        database: 'tracker.db',
        forges: {
          github: { apiUrl: sandbox.githubApiUrl, token },
          gitlab: { apiUrl: sandbox.gitlabApiUrl, token },
        },
        people: Array.from({ length: people }, (_, index) => ({
          id: `p${index + 1}`,
          name: `Person ${index + 1}`,
          accounts: forges.map((forge) => ({
            forge,
            login: `person-${index + 1}`,
            commands: false,
          })),
        })),
      }
      writeFileSync(join(folder, 'config.json'), JSON.stringify(config))
      return work({
        now,
        advance(hours) {
          offset += hours * 3_600_000
        },
        forget() {
          for (const suffix of ['', '-wal', '-shm', '.lock']) {
            rmSync(join(folder, `tracker.db${suffix}`), { force: true })
          }
        },
        async sync(limits = {}) {
          const before = sandbox.requests.length
          const ran = await tracker(['sync', '--json'], folder, { ...limits, clockOffset: offset })
          return { ...ran, requests: sandbox.requests.slice(before) }
        },
      })
    })
  } finally {
    await sandbox.close()
  }
}
