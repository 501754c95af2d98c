import { expect, test } from 'vitest'
import {
  type AccountTask,
  type Forge,
  ForgeError,
  type Identity,
  type Session,
} from '../../src/forge/forge.ts'
import type { Store } from '../../src/store/store.ts'
import { type SyncResult, sync } from '../../src/sync/sync.ts'
import { testClock } from '../support/clock.ts'
import { now, page, pull, testStore } from '../support/database.ts'

const streams = ['pull-requests', 'reviews'] as const
const ada: Identity = { id: '7', handle: 'U_7', login: 'ada', name: null, createdAt: null }

function forge(
  read: (task: AccountTask, session: Session) => Promise<void>,
  host = 'forge.example',
): Forge {
  return {
    name: 'example',
    kind: 'example',
    host,
    streams,
    estimate: () => ({ requests: { least: 1, most: 1 }, unread: [], each: '', quota: null }),
    async read(tasks, session) {
      for (const task of tasks) await read(task, session)
    },
  }
}

function finish(task: AccountTask): void {
  task.identified({ ...ada, login: task.login, id: task.login === 'ada' ? '7' : '8' })
  task.page(page([pull(1)]))
  task.page(page([], { stream: 'reviews' }))
}

interface Options {
  readonly logins?: readonly string[]
  readonly clock?: ReturnType<typeof testClock>
  readonly signal?: AbortSignal
  readonly id?: string
}

async function run(
  store: Store,
  forges: readonly (Forge | ForgeError)[],
  options: Options = {},
): Promise<SyncResult> {
  const logins = options.logins ?? ['ada']
  const hosts = forges.map((each) => (each instanceof ForgeError ? 'broken.example' : each.host))
  return sync(
    {
      people: [
        {
          id: 'ada',
          name: 'Ada',
          accounts: logins.map((login) => ({ host: hosts[0] ?? '', login })),
        },
      ],
      forges: forges.map((each, index) => ({
        forge: each,
        streams,
        accounts: logins.map((login) => ({
          host: hosts[index] ?? '',
          login,
          forge: 'example',
          id: options.id,
          commands: 'auto' as const,
          links: [],
        })),
      })),
      full: false,
    },
    store,
    options.clock ?? testClock(),
    options.signal ?? new AbortController().signal,
    { requested: () => {}, waiting: () => {}, warn: () => {}, ended: () => {} },
  )
}

test('every stream has a row that says not-read before the first request', async () => {
  const store = testStore()
  const seen: unknown[] = []

  await run(store, [
    forge(async () => {
      const account = store.accounts.find({ host: 'forge.example', login: 'ada', forge: 'example' })
      if (account !== undefined)
        seen.push(
          store.coverage(account, streams).map(({ stream, gaps }) => [stream, gaps[0]?.reason]),
        )
      throw new ForgeError('unavailable', 'down')
    }),
  ])

  expect(seen).toEqual([
    [
      ['pull-requests', 'not-read'],
      ['reviews', 'not-read'],
    ],
  ])
})

test('a stream of which no row came is still not read, and one of which some came is', async () => {
  const limit = { reason: 'rate-limit', from: null, until: null, detail: 'later' } as const
  const coverage = { hostTotal: null, gaps: [limit], finishedAt: null }

  const result = await run(testStore(), [
    forge(async (task) => {
      task.identified(ada)
      task.page(page([pull(1)], { coverage }))
      task.page(page([], { stream: 'reviews', coverage }))
      task.failed(new ForgeError('rate-limit', 'later'))
    }),
  ])

  const [pullRequests, reviews] = result.accounts[0]?.streams ?? []
  expect(pullRequests?.gaps).toEqual([limit])
  expect(reviews?.gaps).toMatchObject([{ reason: 'not-read' }, limit])
})

test('a failure of one account never stops the next', async () => {
  const store = testStore()

  const result = await run(
    store,
    [
      forge(async (task) => {
        if (task.login === 'ada') task.failed(new ForgeError('not-found', 'no such login'))
        else finish(task)
      }),
    ],
    { logins: ['ada', 'bob'] },
  )

  expect(result.outcome).toBe('partial')
  expect(result.accounts.map(({ login, outcome }) => [login, outcome])).toEqual([
    ['ada', 'failed'],
    ['bob', 'completed'],
  ])
})

test('a fault of the tracker’s own in reading one forge is told and stops no other', async () => {
  const store = testStore()
  const broken = forge(async () => {
    throw new TypeError('Invalid URL')
  }, 'other.example')

  const result = await run(store, [forge(async (task) => finish(task)), broken])

  expect(result.accounts.map(({ outcome }) => outcome)).toEqual(['completed', 'failed'])
  expect(result.accounts[1]?.failure?.message).toContain('Invalid URL; this is a bug in tracker')
})

test('a forge without a token fails its accounts and no others', async () => {
  const store = testStore()

  const result = await run(store, [
    forge(async (task) => finish(task)),
    new ForgeError('auth', 'no token'),
  ])

  expect(result.accounts.map(({ outcome, failure }) => [outcome, failure?.kind])).toEqual([
    ['completed', undefined],
    ['failed', 'auth'],
  ])
})

test('a stream that a run did not finish is complete no longer, from its last clean pass on', async () => {
  const store = testStore()
  const clock = testClock()
  await run(store, [forge(async (task) => finish(task))], { clock })
  clock.advance(3600)

  const result = await run(
    store,
    [
      forge(async (task) => {
        task.page(page([pull(2)]))
        task.failed(new ForgeError('unavailable', 'down'))
      }),
    ],
    { clock },
  )

  const [pulls, reviews] = result.accounts[0]?.streams ?? []
  expect(result.outcome).toBe('partial')
  expect(pulls?.complete).toBe(true)
  expect(reviews?.complete).toBe(false)
  expect(reviews?.gaps).toEqual([{ reason: 'unavailable', from: now, until: null, detail: 'down' }])
})

test('the next clean pass closes the gap', async () => {
  const store = testStore()
  await run(store, [forge(async (task) => finish(task))])
  await run(store, [forge(async (task) => task.failed(new ForgeError('unavailable', 'down')))])

  const result = await run(store, [forge(async (task) => finish(task))])

  expect(result.accounts[0]?.streams.every(({ complete }) => complete)).toBe(true)
})

test('a rate limit met before anything was read is a pause, not a failure', async () => {
  const limit = new ForgeError('rate-limit', 'later', { retryAt: now })

  const result = await run(testStore(), [forge(async (task) => task.failed(limit))])

  expect(result.outcome).toBe('partial')
  expect(result.accounts[0]?.failure).toEqual({
    kind: 'rate-limit',
    message: 'later',
    retryAt: now,
  })
})

test('a login that is another number now is refused', async () => {
  const store = testStore()
  await run(store, [forge(async (task) => finish(task))])

  const result = await run(store, [
    forge(async (task) => {
      task.identified({ ...ada, id: '999' })
    }),
  ])

  expect(result.accounts[0]?.failure?.kind).toBe('identity')
})

test('a login that is not the number configured is refused, also where its own is stored', async () => {
  const store = testStore()
  await run(store, [forge(async (task) => finish(task))])

  const result = await run(store, [forge(async (task) => finish(task))], { id: '999' })

  expect(result.accounts[0]?.failure).toMatchObject({
    kind: 'identity',
    message: expect.stringContaining('the login is account 7 now, not 999'),
  })
})

test('a total of the host that is larger than what is stored is never complete', async () => {
  const result = await run(testStore(), [
    forge(async (task) => {
      task.identified(ada)
      task.page(page([pull(1)], { coverage: { hostTotal: 2, gaps: [], finishedAt: now } }))
      task.page(page([], { stream: 'reviews' }))
    }),
  ])

  expect(result.accounts[0]?.streams[0]).toMatchObject({ stored: 1, hostTotal: 2, complete: false })
})

test('an interrupted run keeps its pages and says so', async () => {
  const store = testStore()
  const stop = new AbortController()

  const result = await run(
    store,
    [
      forge(async (task, session) => {
        task.identified(ada)
        const gap = {
          reason: 'interrupted',
          from: null,
          until: null,
          detail: 'more to come',
        } as const
        task.page(page([pull(1)], { coverage: { hostTotal: 9, gaps: [gap], finishedAt: null } }))
        stop.abort(new Error('interrupted'))
        session.signal.throwIfAborted()
      }),
    ],
    { signal: stop.signal },
  )

  expect(result.outcome).toBe('interrupted')
  expect(result.accounts[0]?.streams[0]).toMatchObject({ stored: 1, complete: false })
  expect(result.accounts[0]?.streams[0]?.gaps[0]?.reason).toBe('interrupted')
})

test('waits of all forges together stay within a minute, overlapping ones counted once', async () => {
  const answers: boolean[] = []

  await run(testStore(), [
    forge(async (_task, session) => {
      answers.push(
        session.mayWait(40_000, 'a'),
        session.mayWait(40_000, 'b'),
        session.mayWait(61_000, 'c'),
      )
      await session.sleep(40_000)
      answers.push(session.mayWait(20_000, 'd'), session.mayWait(30_000, 'e'))
    }),
  ])

  expect(answers).toEqual([true, true, false, true, false])
})

test('everyone is read fully again after seven days', async () => {
  const store = testStore()
  const clock = testClock()
  const full: string[] = []
  const watched = forge(async (task) => {
    full.push(task.full('reviews'))
    finish(task)
  })

  await run(store, [watched], { clock })
  clock.advance(6 * 86_400)
  await run(store, [watched], { clock })
  clock.advance(86_400)
  await run(store, [watched], { clock })
  await run(store, [watched], { clock })

  expect(full).toEqual(['no', 'no', 'begin', 'no'])
})

test('a full reading that was cut short goes on where it stopped, and no stream is read fully twice', async () => {
  const store = testStore()
  const clock = testClock()
  const seen: string[] = []
  const note = (task: AccountTask) => {
    seen.push(streams.map((stream) => task.full(stream)).join(' '))
    task.identified(ada)
  }
  const gap = { reason: 'interrupted', from: null, until: null, detail: 'more to come' } as const
  const half = { hostTotal: null, gaps: [gap], finishedAt: null }

  await run(store, [forge(async (task) => finish(task))], { clock })
  clock.advance(8 * 86_400)
  await run(store, [forge(async (task) => note(task))], { clock })
  await run(
    store,
    [
      forge(async (task) => {
        note(task)
        task.page(page([pull(1)]))
        task.page(page([], { stream: 'reviews', coverage: half }))
        task.failed(new ForgeError('rate-limit', 'later'))
      }),
    ],
    { clock },
  )
  await run(
    store,
    [
      forge(async (task) => {
        note(task)
        task.page(page([], { stream: 'reviews' }))
      }),
    ],
    { clock },
  )
  await run(store, [forge(async (task) => note(task))], { clock })

  expect(seen).toEqual(['begin begin', 'begin begin', 'no resume', 'no no'])
})

test('what a forge brings after an account has ended is not stored', async () => {
  const store = testStore()
  let late = () => {}

  const result = await run(store, [
    forge(async (task) => {
      task.identified(ada)
      late = () => task.page(page([pull(2)]))
      task.failed(new ForgeError('unavailable', 'down'))
      late()
    }),
  ])
  late()

  const account = store.accounts.find({ host: 'forge.example', login: 'ada', forge: 'example' })
  if (account === undefined) throw new Error('Cannot find the account')
  expect(result.accounts[0]?.streams[0]).toMatchObject({ stored: 0, complete: false })
  expect(store.coverage(account, streams)[0]).toMatchObject({ stored: 0, complete: false })
})

test('a gap that opens again begins where the first of its kind began', async () => {
  const store = testStore()
  const clock = testClock()
  const from = (day: string) => ({
    reason: 'interrupted' as const,
    from: `2026-0${day}T00:00:00Z` as typeof now,
    until: null,
    detail: '',
  })
  await run(store, [forge(async (task) => finish(task))], { clock })

  const result = await run(
    store,
    [
      forge(async (task) => {
        task.identified(ada)
        const gaps = [from('5-02'), from('4-01')]
        task.page(page([], { coverage: { hostTotal: null, gaps, finishedAt: null } }))
        task.failed(new ForgeError('unavailable', 'down'))
      }),
    ],
    { clock },
  )

  expect(result.accounts[0]?.streams[0]?.gaps).toMatchObject([
    { reason: 'unavailable', from: '2026-04-01T00:00:00Z' },
  ])
})
