/** The command line run in process against a sandbox, with a world lent to it: streams, clock, environment, signal. */
import { readFileSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Context, Output } from '../../src/cli/context.ts'
import { run } from '../../src/cli/run.ts'
import { fictionalPeople, fictionalWorld } from '../sandbox/fictional.ts'
import { type Sandbox, type SandboxOptions, startSandbox } from '../sandbox/server.ts'
import { testClock } from './clock.ts'
import { testFolder } from './folder.ts'

export interface Ran {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

export interface World {
  readonly cwd: string
  readonly env?: Context['env']
  readonly clock?: ReturnType<typeof testClock>
  readonly signal?: AbortSignal
  /** How many may work at once; one when left out. */
  readonly threads?: number
  /** Characters in a line of the terminal both streams are; left out: they are pipes. */
  readonly columns?: number
  /** Called with all that stdout and stderr got so far, whenever something came. */
  readonly heard?: (text: string) => void
}

/** Runs one command line as `main.ts` does. */
export async function tracker(argv: readonly string[], world: World): Promise<Ran> {
  const { cwd, env = {}, clock = testClock(), signal = new AbortController().signal } = world
  const { threads = 1 } = world
  const written = { stdout: '', stderr: '' }
  const output = (name: keyof typeof written): Output => ({
    write(text) {
      written[name] += text
      world.heard?.(written.stdout + written.stderr)
    },
    isTTY: world.columns !== undefined,
    columns: world.columns,
  })
  const code = await run(argv, {
    stdout: output('stdout'),
    stderr: output('stderr'),
    env,
    cwd,
    now: () => clock.now(),
    sleep: (milliseconds, stop) => clock.sleep(milliseconds, stop),
    threads,
    signal,
  })
  return { code, ...written }
}

/** Opens what is public. */
export const token = 'sandbox-token'
/** Opens what is private too. */
export const privateToken = 'sandbox-token-that-sees-private'

const tokens: NonNullable<SandboxOptions['tokens']> = {
  [token]: { login: 'sandbox-reader', scopes: ['read_api'], seesPrivate: false },
  [privateToken]: { login: 'sandbox-owner', scopes: ['repo', 'read_api'], seesPrivate: true },
}

/** A folder, a sandbox and a clock that belong together. */
export interface Bench {
  readonly folder: string
  readonly sandbox: Sandbox
  readonly clock: ReturnType<typeof testClock>
  /** In the folder, with the token in `SANDBOX_TOKEN`. */
  run(argv: readonly string[], world?: Partial<World>): Promise<Ran>
  path(name: string): string
  read(name: string): string
  write(name: string, content: string | Uint8Array): Promise<void>
  /** Writes `config.json`: forges and database are filled in. */
  configure(part: { readonly people: readonly unknown[] } & Record<string, unknown>): Promise<void>
}

export async function startBench(
  options: Partial<SandboxOptions> & { readonly token?: string } = {},
): Promise<Bench> {
  const world = options.world ?? fictionalWorld()
  const clock = testClock(world.now)
  const sandbox = await startSandbox({ now: () => clock.now(), tokens, ...options, world })
  onTestFinished(() => sandbox.close())
  const folder = testFolder()
  const path = (name: string) => join(folder, name)
  const write = async (name: string, content: string | Uint8Array) => {
    await mkdir(dirname(path(name)), { recursive: true })
    writeFileSync(path(name), content)
  }
  return {
    folder,
    sandbox,
    clock,
    path,
    write,
    read: (name) => readFileSync(path(name), 'utf8'),
    run: (argv, world) =>
      tracker(argv, {
        cwd: folder,
        clock,
        env: { SANDBOX_TOKEN: options.token ?? token },
        ...world,
      }),
    configure: (part) =>
      write(
        'config.json',
        JSON.stringify({ database: 'tracker.db', forges: forges(sandbox), ...part }),
      ),
  }
}

/** Both forges at the sandbox; github.com and gitlab.com in every link. */
export function forges(sandbox: Sandbox) {
  return {
    github: { apiUrl: sandbox.githubApiUrl, token: { env: 'SANDBOX_TOKEN' } },
    gitlab: { apiUrl: sandbox.gitlabApiUrl, token: { env: 'SANDBOX_TOKEN' } },
  }
}

/** A person of the fictional world with an account on both forges. */
export function person(
  id: keyof typeof fictionalPeople,
  part: Record<string, unknown> = {},
): Record<string, unknown> {
  const { name, github, gitlab } = fictionalPeople[id]
  return {
    id,
    name,
    accounts: [
      { forge: 'github', login: github },
      { forge: 'gitlab', login: gitlab },
    ],
    ...part,
  }
}

/** A person with a résumé `mara.md` and a ledger `mara-ledger.md`. */
export function withResume(
  id: keyof typeof fictionalPeople,
  section: Record<string, unknown> = {},
  part: Record<string, unknown> = {},
): Record<string, unknown> {
  return person(id, {
    ledger: `${id}-ledger.md`,
    resumes: [
      { file: `${id}.md`, sections: [{ id: 'oss', heading: 'Open Source', max, ...section }] },
    ],
    ...part,
  })
}

const max = { entries: 3, highlights: 3, links: 3 }

export const resume = `# A Person

## Open Source

Words of my own.

## Experience

- Kept things running
`

/** What from outside may reach no terminal and no CI log. */
export const dangerous = /[^\P{Cc}\n\t]|\p{Bidi_Control}|^\s*::/mu

export const begin = '<!-- tracker:begin oss -->'
export const end = '<!-- tracker:end oss -->'
