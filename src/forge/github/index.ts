import { streamNames } from '../../contribution/types.ts'
import {
  type AccountTask,
  type Forge,
  ForgeError,
  type ForgeSettings,
  type Session,
} from '../forge.ts'
import { Account, type Shared, settled } from './account.ts'
import { readCommands } from './commands/commands.ts'
import { atATime, uncrowded } from './crowd.ts'
import { estimate } from './estimate/estimate.ts'
import { Client, TooHeavy } from './graphql/client.ts'
import { Composer } from './graphql/composer.ts'
import type { PageSize } from './graphql/page-size.ts'
import { identify } from './identity.ts'
import { readLinked } from './linked/linked.ts'
import { knownServer, readPullRequests } from './pull-requests/pull-requests.ts'
import { readRepositories } from './repositories/repositories.ts'
import { readDepth } from './reviews/depth.ts'
import { readReviews } from './reviews/reviews.ts'

/** GitHub.com, GitHub Enterprise Cloud or Server, as configured. */
export function createGitHub(settings: ForgeSettings): Forge {
  return {
    name: settings.name,
    kind: 'github',
    host: settings.host,
    streams: streamNames,
    estimate: (tasks, now) => estimate(settings, tasks, now),
    read: (tasks, session) => read(settings, tasks, session),
  }
}

async function read(
  settings: ForgeSettings,
  tasks: readonly AccountTask[],
  session: Session,
): Promise<void> {
  const client = new Client(settings, session, knownServer(tasks))
  client.seat(tasks)
  const composer = new Composer(client, session)
  const crowded = tasks.length > uncrowded
  const shared = {
    client,
    composer,
    session,
    crowded,
    inHand: new Set<string>(),
    replies: new Map(),
    sizes: new Map<string, PageSize>(),
  }
  const waiting = tasks.values()
  const readers = Array.from({ length: Math.min(atATime, tasks.length) }, async () => {
    for (const task of waiting) {
      session.signal.throwIfAborted()
      await readAccount(new Account(task, shared), shared)
    }
  })
  await settled(readers)
}

async function readAccount(account: Account, { session, composer }: Shared): Promise<void> {
  try {
    await readStreams(account)
  } catch (error) {
    session.signal.throwIfAborted()
    const failure = toFailure(error, account)
    if (failure !== null) return account.task.failed(failure)
    // Whatever it is, it is not the forge's fault: no account goes on.
    composer.close(error)
    throw error
  }
}

/** All streams side by side: their questions ride in the same requests. */
async function readStreams(account: Account): Promise<void> {
  const identity = identify(account)
  account.expectIdentity(identity)
  // Without a handle there is nothing to ask the user's lists by.
  if (account.task.handle === undefined) account.believe(await identity)
  const pullRequests = readPullRequests(account)
  const reviews = readReviews(account)
  const commands = readCommands(account, pullRequests)
  const linked = readLinked(account)
  const others = Promise.allSettled([pullRequests, commands])
  const repositories = readRepositories(account, [reviews, others])
  const depth = readDepth(account, reviews)
  await settled([identity, pullRequests, reviews, commands, linked, repositories, depth])
}

/** Null for a bug. */
function toFailure(error: unknown, account: Account): ForgeError | null {
  if (error instanceof ForgeError) return error
  if (!(error instanceof TooHeavy)) return null
  const message = `Cannot read all ${account.name}: the host cannot answer even the smallest question (${error.message})`
  return new ForgeError('unavailable', message)
}
