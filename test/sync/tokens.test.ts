import { describe, expect, test } from 'vitest'
import { forgeKinds } from '../../src/forge/kinds.ts'
import { addPullRequest } from '../sandbox/build.ts'
import type { Request } from '../sandbox/exchange.ts'
import { type Flow, type FlowOptions, startFlow } from '../support/flow.ts'
import { daysBefore, harbour, review } from '../support/harbour.ts'

const entry = { login: 'reader', scopes: ['read_api', 'repo'] }
const seeing = { ...entry, seesPrivate: true }
const blind = { ...entry, seesPrivate: false }

/** Several tokens of one forge that do not see the same: half of what Ada wrote and reviewed is in a private repository. */
describe.each(forgeKinds)('%s', (kind) => {
  function place() {
    const found = harbour(kind)
    const { world, forge, ada, grace, lamp, buoy } = found
    lamp.visibility = 'private'
    for (let index = 0; index < 450; index++) {
      const [author, reader] = index % 3 === 0 ? [grace, ada] : [ada, grace]
      const pull = addPullRequest(forge, {
        repositoryId: index % 2 === 0 ? lamp.id : buoy.id,
        number: 100 + index,
        authorId: author.id,
        title: `Tide ${index}`,
        createdAt: daysBefore(world, 3 + index),
        mergedAt: daysBefore(world, 2 + index),
        mergedById: grace.id,
      })
      review(forge, pull, reader.id, daysBefore(world, 2 + index))
    }
    return world
  }

  async function start(
    tokens: Readonly<Record<string, typeof seeing>>,
    logins = ['ada'],
    options: Partial<FlowOptions> = {},
  ) {
    return startFlow({
      world: place(),
      accounts: logins.map((login) => ({ forge: kind, login })),
      commands: false,
      tokens,
      present: Object.keys(tokens),
      ...options,
    })
  }

  /** What is told of an account: its rows, private ones too, and what each list is said to hold. */
  function view({ store }: Flow) {
    const account = store.accounts.find({ host: `${kind}.com`, login: 'ada', forge: kind })
    if (account === undefined) throw new Error('Cannot find ada')
    const known = store.known(account.id, () => account.actor?.id ?? null)
    const lists = store
      .coverage(account, ['pull-requests', 'reviews'])
      .map(({ stream, stored, hostTotal, complete }) => ({ stream, stored, hostTotal, complete }))
    return { private: known.private(), lists }
  }

  function usedUp(from: number, place = 0) {
    let sent = 0
    const match = ({ credentials }: Request) => {
      sent += 1
      return sent >= from && credentials.place === place
    }
    const fault =
      kind === 'github'
        ? ({ kind: 'primary-limit', resetIn: 3600 } as const)
        : ({ kind: 'throttled', retryAfter: 3600 } as const)
    return { match, fault, times: Number.POSITIVE_INFINITY }
  }

  const orders = [
    { first: 'the one that sees more', tokens: { 'token-one': seeing, 'token-two': blind } },
    { first: 'the one that sees less', tokens: { 'token-one': blind, 'token-two': seeing } },
  ]

  test.each(orders)(
    'an account is read with one of two tokens to its end, $first',
    async ({ tokens }) => {
      const both = await start(tokens)
      const alone = await start({ 'token-one': tokens['token-one'] })
      const result = await both.sync()
      await alone.sync()

      expect(result.accounts.map(({ failure }) => failure)).toEqual([null])
      expect(result.outcome).toBe('completed')
      expect(both.exported()).toEqual(alone.exported())
      for (const full of [false, true]) {
        expect((await both.sync({ full })).outcome).toBe('completed')
        expect(both.exported()).toEqual(alone.exported())
      }
    },
  )

  test('of two accounts each has a token of its own', async () => {
    const flow = await start({ 'token-one': seeing, 'token-two': seeing }, ['ada', 'grace'])
    const places: number[] = []
    const match = ({ credentials }: Request) => {
      places.push(credentials.place)
      return false
    }
    flow.sandbox.faults.push({ match, fault: { kind: 'html' } })

    expect((await flow.sync()).outcome).toBe('completed')

    for (const place of [0, 1]) {
      const own = places.filter((each) => each === place)
      expect(own.length).toBeGreaterThan(places.length / 4)
    }
  })

  test.each(orders)(
    'a token that is used up at any request leaves no number that no token shows, $first first',
    async ({ tokens }) => {
      const views = await Promise.all(
        Object.entries(tokens).map(async ([name, entry]) => {
          const alone = await start({ [name]: entry })
          await alone.sync()
          return view(alone)
        }),
      )
      const outcomes = new Set<string>()
      const most = kind === 'github' ? 6 : 12
      for (let from = 1; from <= most; from++) {
        const flow = await start(tokens, ['ada'], { faults: [usedUp(from)] })
        const { outcome } = await flow.sync()
        outcomes.add(outcome)
        const seen = view(flow)
        if (outcome === 'completed') expect(views).toContainEqual(seen)

        flow.sandbox.faults.length = 0
        expect((await flow.sync()).outcome).toBe('completed')
        const then = view(flow)
        expect(views).toContainEqual(then)
        if (outcome === 'completed') expect(then).toEqual(seen)
        for (const full of [false, true]) {
          expect((await flow.sync({ full })).outcome).toBe('completed')
          expect(view(flow)).toEqual(then)
        }
      }
      expect(outcomes).toContain('completed')
      if (tokens['token-one'].seesPrivate) expect(outcomes).toContain('partial')
    },
  )

  test('private work waits for the token that showed it, also in a later run', async () => {
    const flow = await start({ 'token-one': seeing, 'token-two': blind })
    await flow.sync()
    const before = view(flow)
    flow.sandbox.faults.push(usedUp(1))
    const result = await flow.sync()

    expect(result.outcome).toBe('partial')
    expect(result.accounts[0]?.failure?.kind).toBe('rate-limit')
    flow.sandbox.faults.length = 0
    expect((await flow.sync()).outcome).toBe('completed')
    expect(view(flow)).toEqual(before)
  })

  test('an account keeps its token, whatever order they are written in', async () => {
    const tokens = { 'token-one': seeing, 'token-two': blind }
    const first = await start(tokens)
    await first.sync()
    const { database } = first
    const present = ['token-two', 'token-one']
    const second = await start(tokens, ['ada'], { database, present })

    expect((await second.sync()).outcome).toBe('completed')
    expect(view(second)).toEqual(view(first))
  })

  test('private work is not read with another token while its own is missing', async () => {
    const first = await start({ 'token-one': seeing, 'token-two': blind })
    await first.sync()
    const before = view(first)
    const { database } = first
    const missing = ['token-one']
    const second = await start({ 'token-two': blind }, ['ada'], { database, missing })
    const result = await second.sync()

    expect(result.accounts[0]?.failure).toMatchObject({
      kind: 'auth',
      message: expect.stringContaining('no token from the variable ONE'),
    })
    expect(second.requests()).toBe(0)
    expect(view(second).private).toBe(before.private)
  })

  test('a token in the place of another one that showed more says what is no longer shown', async () => {
    const first = await start({ 'token-one': seeing })
    await first.sync()
    const { database } = first
    const again = await start({ 'token-one': seeing }, ['ada'], { database })
    await again.sync()
    const second = await start({ 'token-one': blind }, ['ada'], { database })
    await second.sync({ full: true })

    expect(again.said).toEqual([])
    expect(second.said).toEqual([expect.stringContaining('no longer shown to the token')])
  })
})
