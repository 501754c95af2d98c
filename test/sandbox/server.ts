/** GitHub and GitLab on loopback, for tests, the demo and benchmarks. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Answer, answer, type Request, Unsupported } from './exchange.ts'
import { altered } from './faults/alter.ts'
import { replacement } from './faults/replace.ts'
import { type Fault, type FaultRule, newRuleBook } from './faults/rules.ts'
import { tweaksOf } from './faults/tweaks.ts'
import { answerGitHub } from './github/answer.ts'
import type { GitHubBehaviour } from './github/context.ts'
import { answerGitLab } from './gitlab/answer.ts'
import { newLedger } from './ledger.ts'
import { deliver } from './server/deliver.ts'
import { describe, type RequestLog } from './server/log.ts'
import { readBody, readRequest } from './server/read.ts'
import { type Stranger, startStranger } from './server/stranger.ts'
import { defaultTokens, type TokenTable } from './tokens.ts'
import type { World } from './world.ts'

export interface SandboxOptions {
  readonly world: World
  /** An answer comes no sooner after its request than this. */
  readonly latencyMs?: number
  readonly faults?: readonly FaultRule[]
  /** What the forges hold to be the present: a start from which their clock runs, or the clock. Default: the world's. */
  readonly now?: number | string | (() => number)
  readonly tokens?: TokenTable
  readonly port?: number
  /** Fields that GitHub's schema lacks, as on an older Enterprise Server: `PullRequest.fullDatabaseId`. */
  readonly withoutFields?: readonly string[]
  /** Version of GitHub Enterprise Server that GitHub's answers state. */
  readonly version?: { current: string }
  /** What GitHub's documents leave open. */
  readonly behaviour?: Partial<GitHubBehaviour>
}

export interface Sandbox {
  readonly origin: string
  readonly githubApiUrl: string
  /** The same GitHub at the paths of an Enterprise Server. */
  readonly enterpriseApiUrl: string
  readonly gitlabApiUrl: string
  readonly requests: readonly RequestLog[]
  /** Rules may be added while it runs. */
  readonly faults: FaultRule[]
  readonly stranger: Stranger
  readonly world: World
  /** How often a rule has struck. */
  fired(rule: FaultRule): number
  /** Most requests under way at once. */
  maxInFlight(forge?: Request['forge']): number
  /** The forges' present, in milliseconds since 1970. */
  now(): number
  close(): Promise<void>
}

export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { world, latencyMs = 0, tokens = defaultTokens } = options
  const now = clock(options.now ?? world.now)
  const faults = [...(options.faults ?? [])]
  const rules = newRuleBook(faults)
  const stranger = await startStranger()
  const ledger = newLedger()
  const behaviour = {
    searchFindsComments: true,
    ownReviewsContribute: true,
    forksContribute: true,
    ...options.behaviour,
  }
  const { withoutFields: without = [], version } = options
  const github = { forge: world.github, ledger, behaviour, without, version }
  const gitlab = { forge: world.gitlab, ledger }
  const requests: RequestLog[] = []
  const inFlight = { github: 0, gitlab: 0 }
  const started = performance.now()
  let origin = ''

  async function handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const arrived = performance.now()
    const body = await readBody(message)
    const request = readRequest(message, body, origin, tokens)
    if (request === undefined) {
      deliver(response, answer(404, 'No API here\n'), new Date(now()).toUTCString(), [])
      return
    }
    inFlight[request.forge]++
    response.once('close', () => inFlight[request.forge]--)
    const struck = rules.strike(request)
    const entry: RequestLog = {
      ...describe(request, body, tokens),
      index: requests.length + 1,
      faults: struck.map((fault) => fault.kind),
      at: arrived - started,
      inFlight: inFlight[request.forge],
    }
    requests.push(entry)
    for (const fault of struck) if (fault.kind === 'mutate') fault.change(world)
    const ready = respond(request, struck)
    const wait = latencyMs - (performance.now() - arrived)
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
    if (!struck.some(({ kind }) => kind === 'stall')) {
      entry.status = ready.status
      entry.answeredAt = performance.now() - started
    }
    deliver(response, ready, dateHeader(now(), struck), struck)
  }

  function respond(request: Request, struck: readonly Fault[]): Answer {
    for (const fault of struck) {
      const instead = replacement(fault, request, now(), stranger.origin)
      if (instead !== undefined) return instead
    }
    const tweaks = tweaksOf(struck)
    try {
      const honest =
        request.forge === 'github'
          ? answerGitHub(github, request, tweaks, now())
          : answerGitLab(gitlab, request, tweaks, now())
      return struck.reduce((each, fault) => altered(fault, each, request, stranger.origin), honest)
    } catch (error) {
      if (!(error instanceof Unsupported)) console.error(error)
      return answer(501, { message: error instanceof Error ? error.message : String(error) })
    }
  }

  const server = createServer((message, response) => {
    handle(message, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    origin,
    githubApiUrl: `${origin}/github`,
    enterpriseApiUrl: `${origin}/github/api/v3`,
    gitlabApiUrl: `${origin}/gitlab/api/v4`,
    requests,
    faults,
    stranger,
    world,
    fired: (rule) => rules.fired(rule),
    maxInFlight: (forge) =>
      Math.max(
        0,
        ...requests.filter((each) => !forge || each.forge === forge).map((each) => each.inFlight),
      ),
    now,
    async close() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
      await stranger.close()
    },
  }
}

function clock(given: number | string | (() => number)): () => number {
  if (typeof given === 'function') return given
  const start = new Date(given).getTime()
  const since = performance.now()
  return () => Math.floor(start + performance.now() - since)
}

function dateHeader(now: number, struck: readonly Fault[]): string {
  const off = struck.reduce((sum, fault) => sum + (fault.kind === 'wrong-clock' ? fault.by : 0), 0)
  return new Date(now + off * 1000).toUTCString()
}
