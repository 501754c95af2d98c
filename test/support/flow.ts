import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { exportPerson } from '../../src/cli/export-rows.ts'
import { buildSections } from '../../src/cli/sections.ts'
import { contributionsOf, proofsOf } from '../../src/cli/workspace.ts'
import { parseConfig } from '../../src/config/load.ts'
import { type ForgeKind, kindFacts } from '../../src/forge/kinds.ts'
import { createForge } from '../../src/forge/registry.ts'
import { markdown } from '../../src/report/formats/markdown/index.ts'
import type { Section } from '../../src/report/types.ts'
import { type DocumentUpdate, updateDocument } from '../../src/report/update/document.ts'
import { openStore, type Store } from '../../src/store/store.ts'
import { type ForgeEstimate, type SyncResult, sync } from '../../src/sync/sync.ts'
import { expectedExport, type OracleAccount, type OracleOptions } from '../sandbox/oracle.ts'
import { type Sandbox, type SandboxOptions, startSandbox } from '../sandbox/server.ts'
import { testFolder } from './folder.ts'

export interface FlowOptions extends SandboxOptions {
  /** `id`: the configured number. */
  readonly accounts: readonly (OracleAccount & { readonly id?: number | undefined })[]
  readonly commands?: 'auto' | boolean
  /** Use an old database. */
  readonly database?: string
  /** Presented to both forges, in turn. Default: the first of `tokens`. */
  readonly present?: readonly string[]
  /** Tokens whose variables are configured and not set. */
  readonly missing?: readonly string[]
  /** GitHub at the address and the paths of an Enterprise Server; the world's own address goes with it. */
  readonly enterprise?: boolean
  readonly fetch?: typeof globalThis.fetch
  /** Seconds the tracker's own clock is ahead of the forge's; negative: behind. */
  readonly ahead?: number
  /** How the database is opened, for one that gives out. */
  readonly open?: (path: string) => Store
}

interface SyncOptions {
  readonly full?: boolean
  readonly signal?: AbortSignal
  readonly links?: readonly string[]
}

/** One person, a sandbox and a database on a real file. */
export interface Flow {
  readonly sandbox: Sandbox
  readonly store: Store
  readonly database: string
  /** Places of the tokens that were refused, in the order of their refusals. */
  readonly refused: readonly number[]
  /** Milliseconds slept so far: the clock moves by what is slept, nobody waits. */
  readonly slept: readonly number[]
  /** Every sentence said to the person. */
  readonly said: readonly string[]
  /** The clock of the tracker, beside the sandbox's own. */
  advance(seconds: number): void
  sync(options?: SyncOptions): Promise<SyncResult>
  /** Requests of the last sync, as the sandbox counted them. */
  requests(): number
  /** What the last sync was expected to take. */
  planned(): readonly ForgeEstimate[]
  exported(): ReturnType<typeof exportPerson>
  /** What a document without any restriction would say now. */
  section(): Section
  /** What would become of a document that had never been written. */
  document(): DocumentUpdate
  /** @param logins what the accounts are called by now */
  expected(
    options?: OracleOptions,
    logins?: readonly OracleAccount[],
  ): ReturnType<typeof expectedExport>
}

export async function startFlow(options: FlowOptions): Promise<Flow> {
  const { accounts, commands = 'auto' } = options
  let offset = 0
  const now = () => Date.parse(options.world.now) + offset
  const sandbox = await startSandbox({ ...options, now })
  const database = options.database ?? join(testFolder(), 'tracker.db')
  const store = options.open?.(database) ?? openStore(database, 'create')
  onTestFinished(async () => {
    store.close()
    await sandbox.close()
  })
  const config = parseConfig(
    JSON.stringify({
      database,
      forges: {
        github: options.enterprise
          ? { url: options.world.github.url, apiUrl: sandbox.enterpriseApiUrl }
          : { apiUrl: sandbox.githubApiUrl },
        gitlab: { apiUrl: sandbox.gitlabApiUrl },
      },
      people: [
        {
          id: 'person',
          name: 'A Person',
          accounts: accounts.map(({ forge, login, id }) => ({ forge, login, id, commands })),
          resumes: [
            {
              file: 'resume.md',
              sections: [{ id: 'all', heading: 'All', select: { own: 'include' } }],
            },
          ],
        },
      ],
    }),
    join(testFolder(), 'config.json'),
  )
  const [person] = config.people
  if (person === undefined) throw new Error('Cannot do without a person')
  const tokens = options.present ?? [Object.keys(options.tokens ?? {})[0] ?? 'sandbox-token']
  const sourceOf = (token: string) => `the variable ${token.split('-').at(-1)?.toUpperCase()}`
  const tokenNames = tokens.map(sourceOf)
  const tokenSources = [...tokens, ...(options.missing ?? [])].map(sourceOf)
  const refused: number[] = []
  const tokenRefused = (place: number) => refused.push(place)
  const { fetch = globalThis.fetch } = options
  const slept: number[] = []
  const said: string[] = []
  let before = 0
  let planned: readonly ForgeEstimate[] = []

  async function run({ full = false, signal, links = [] }: SyncOptions = {}): Promise<SyncResult> {
    before = sandbox.requests.length
    const kinds = [...new Set(accounts.map(({ forge }) => forge))]
    const forges = await Promise.all(
      kinds.map(async (kind: ForgeKind) => {
        const settings = config.forges.get(kind)
        if (settings === undefined) throw new Error(`Cannot find ${kind}`)
        return {
          forge: await createForge(kind, { ...settings, tokens, tokenNames, tokenRefused, fetch }),
          streams: kindFacts[kind].streams,
          tokenSources,
          accounts: (person?.accounts ?? [])
            .filter((account) => account.forge.kind === kind)
            .map(({ login, forge, id }) => ({
              host: forge.host,
              login,
              forge: kind,
              id,
              commands,
              links: links.filter((link) => link.startsWith(`${forge.url}/`)),
            })),
        }
      }),
    )
    const people = [
      { id: 'person', name: 'A Person', accounts: forges.flatMap((forge) => forge.accounts) },
    ]
    const clock = {
      now: () => now() + (options.ahead ?? 0) * 1000,
      sleep: async (milliseconds: number, stop: AbortSignal) => {
        stop.throwIfAborted()
        slept.push(milliseconds)
        offset += milliseconds
      },
    }
    const watcher = {
      requested: () => {},
      waiting: (_seconds: number, why: string) => said.push(why),
      warn: (message: string) => said.push(message),
      ended: () => {},
      planned: (estimates: readonly ForgeEstimate[]) => {
        planned = estimates
      },
    }
    return sync(
      { people, forges, full },
      store,
      clock,
      signal ?? new AbortController().signal,
      watcher,
    )
  }

  function sections() {
    const [resume] = person?.resumes ?? []
    if (person === undefined || resume === undefined) throw new Error('Cannot do without a résumé')
    const contributions = contributionsOf(person, store)
    const forges = [...config.forges.keys()]
    const work = { person, resume, forges, contributions, proofs: proofsOf(person, store) }
    return buildSections(work, {}, { now })
  }

  return {
    sandbox,
    store,
    database,
    refused,
    slept,
    said,
    advance(seconds) {
      offset += seconds * 1000
    },
    sync: run,
    requests: () => sandbox.requests.length - before,
    planned: () => planned,
    exported: () => exportPerson(person, store, { state: 'merged', visibility: 'public' }),
    section() {
      const [section] = sections().sections
      if (section === undefined) throw new Error('Cannot do without a section')
      return section.value
    },
    document() {
      const { sections: updates, measure } = sections()
      return updateDocument({
        file: 'resume.md',
        format: markdown,
        bytes: Buffer.from('# A Person\n\n## All\n'),
        sidecar: null,
        sections: updates,
        measure,
        acceptDrop: false,
        acceptDate: false,
      })
    },
    expected: (more = {}, logins = accounts) =>
      expectedExport(options.world, logins, { now: new Date(now()).toISOString(), ...more }),
  }
}
