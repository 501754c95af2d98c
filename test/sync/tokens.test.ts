import { describe, expect, test } from 'vitest'
import { forgeKinds } from '../../src/forge/kinds.ts'
import { addPullRequest } from '../sandbox/build.ts'
import type { Request } from '../sandbox/exchange.ts'
import { userByLogin } from '../sandbox/lookup.ts'
import { deletePullRequest } from '../sandbox/mutate.ts'
import type { World } from '../sandbox/world.ts'
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

  function tide(world: World, index: number) {
    const pulls = [...world[kind].pullRequests.values()]
    const found = pulls.find(({ title }) => title === `Tide ${index}`)
    if (found === undefined) throw new Error(`Cannot find tide ${index}`)
    return found
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
  function view({ store }: Flow, login = 'ada') {
    const account = store.accounts.find({ host: `${kind}.com`, login, forge: kind })
    if (account === undefined) throw new Error(`Cannot find ${login}`)
    const { actor } = account
    const lists = store
      .coverage(account, ['pull-requests', 'reviews'])
      .map(({ stream, stored, hostTotal, complete }) => ({ stream, stored, hostTotal, complete }))
    return { private: actor === null ? 0 : store.privateWork.count(actor.id), lists }
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

  async function viewWith(entry: typeof seeing) {
    const alone = await start({ 'token-one': entry })
    await alone.sync()
    return view(alone)
  }

  /** Requests of a first reading before most of which something private was shown. */
  const early = Array.from({ length: kind === 'github' ? 6 : 12 }, (_, index) => index + 1)

  test.each([seeing, blind])(
    'another token that sees the same takes over at any request as if there were one, private: $seesPrivate',
    async (entry) => {
      const expected = await viewWith(entry)
      for (const from of early) {
        const flow = await start({ 'token-one': entry, 'token-two': entry }, ['ada'], {
          faults: [usedUp(from)],
        })
        const { pullRequests, reviews } = flow.expected()
        expect((await flow.sync()).outcome, `used up at ${from}`).toBe('completed')
        expect(view(flow)).toEqual(expected)
        expect(flow.exported()).toMatchObject({ pullRequests, reviews })
        expect((await flow.sync()).outcome).toBe('completed')
        expect(view(flow)).toEqual(expected)
      }
    },
  )

  test('a token that is used up in a later run is stood in for as well', async () => {
    const flow = await start({ 'token-one': seeing, 'token-two': seeing })
    await flow.sync()
    const before = view(flow)
    for (const from of [1, 2, 3]) {
      flow.sandbox.faults.push(usedUp(from, from % 2))
      expect((await flow.sync()).outcome).toBe('completed')
      expect(view(flow)).toEqual(before)
      flow.sandbox.faults.length = 0
    }
    expect(flow.said).toEqual([])
  })

  test.each(orders)(
    'a token that is used up at any request leaves no number that no token shows, $first first',
    async ({ tokens }) => {
      const views = await Promise.all([seeing, blind].map(viewWith))
      const outcomes = new Set<string>()
      for (const from of early) {
        const flow = await start(tokens, ['ada'], { faults: [usedUp(from)] })
        const { outcome } = await flow.sync()
        outcomes.add(outcome)
        const seen = view(flow)
        if (outcome === 'completed') expect(views).toContainEqual(seen)
        else expect(seen.lists.map(({ complete }) => complete)).toEqual([false, false])

        flow.sandbox.faults.length = 0
        expect((await flow.sync()).outcome).toBe('completed')
        const then = view(flow)
        expect(then).toEqual(outcome === 'completed' ? seen : views[0])
        for (const full of [false, true]) {
          expect((await flow.sync({ full })).outcome).toBe('completed')
          expect(view(flow)).toEqual(then)
        }
      }
      expect(outcomes).toContain('completed')
      if (tokens['token-one'].seesPrivate) expect(outcomes).toContain('partial')
    },
  )

  /** Ada was read with a token that sees private work; this one does not and stands in for it, in the way told. */
  async function standIn(way: Partial<FlowOptions>) {
    const first = await start({ 'token-one': seeing, 'token-two': blind })
    await first.sync()
    const { database } = first
    const second = await start({ 'token-two': blind }, ['ada'], { database, ...way })
    return { before: view(first), database, second }
  }

  const ways = [
    { why: 'is used up', way: null },
    { why: 'is refused', way: { present: ['token-one', 'token-two'] } },
    { why: 'is missing', way: { missing: ['token-one'] } },
  ]

  test.each(ways)(
    'what the own token showed stays while it $why, as no more than it is, and is read again with it',
    async ({ way }) => {
      const { before, database, second } = await standIn(
        way ?? {
          tokens: { 'token-one': seeing, 'token-two': blind },
          present: ['token-one', 'token-two'],
          faults: [usedUp(1)],
        },
      )
      for (const full of [false, false, true, false]) {
        const { outcome, accounts } = await second.sync({ full })
        const during = view(second)
        expect([outcome, accounts[0]?.failure]).toEqual(['partial', null])
        expect(during.private).toBe(before.private)
        for (const { stored, complete, stream } of during.lists) {
          const list = before.lists.find((each) => each.stream === stream)
          expect([stored, complete]).toEqual([list?.stored, false])
        }
        const gaps = accounts[0]?.streams.flatMap(({ gaps }) => gaps) ?? []
        expect(gaps).toContainEqual({
          reason: 'forbidden',
          from: null,
          until: null,
          detail: `${before.private} pull requests in private repositories are shown to the token from the variable ONE, not to that from the variable TWO`,
        })
      }
      expect(second.document().problem).toBeNull()

      const third = await start({ 'token-one': seeing, 'token-two': blind }, ['ada'], { database })
      expect((await third.sync()).outcome).toBe('completed')
      expect(view(third)).toEqual(before)
      const requests = third.requests()
      await third.sync()
      expect(third.requests()).toBeLessThan(requests)
      expect([...second.said, ...third.said]).toEqual([])
    },
  )

  test('private work that came while another token stood in is found when the own one is back', async () => {
    const world = place()
    const first = await start({ 'token-one': seeing, 'token-two': blind }, ['ada'], { world })
    await first.sync()
    const { database } = first
    const before = view(first).private
    const { repositoryId, authorId } = tide(world, 0)
    const more = { repositoryId, authorId, number: 700, title: 'Tide 700' }
    const mergedAt = daysBefore(world, 0.5)
    const pull = addPullRequest(world[kind], { ...more, createdAt: mergedAt, mergedAt })
    review(world[kind], pull, userByLogin(world[kind], 'ada')?.id ?? 0, mergedAt)
    const missing = ['token-one']
    const second = await start({ 'token-two': blind }, ['ada'], { world, database, missing })
    for (const hours of [0, 72]) {
      second.advance(hours * 3600)
      expect((await second.sync()).outcome).toBe('partial')
    }

    const tokens = { 'token-one': seeing, 'token-two': blind }
    const third = await start(tokens, ['ada'], { world, database })
    third.advance(73 * 3600)
    expect((await third.sync()).outcome).toBe('completed')
    expect(view(third).private).toBe(before + 1)
    expect(view(third).lists[1]?.stored).toBe(163)
  })

  test('nothing is proven at any moment of a run with another token that is shown less', async () => {
    const { database } = await standIn({})
    const proven: boolean[] = []
    const match = () => {
      proven.push(view(second).lists.some(({ complete }) => complete))
      return false
    }
    const faults = [{ match, fault: { kind: 'html' } as const }]
    const missing = ['token-one']
    const way = { database, missing, faults }
    const second = await start({ 'token-two': blind }, ['ada'], way)
    await second.sync()

    const unproven = proven.indexOf(false)
    expect(proven).toContain(false)
    expect(proven.slice(unproven)).not.toContain(true)
  })

  test('an account goes on with another token for good when its own is taken out of the configuration', async () => {
    const { before, second } = await standIn({})
    const expected = await viewWith(blind)
    const told = expect.stringContaining(`${before.private} of ${before.private} pull requests`)

    for (const full of [false, false, true]) {
      expect((await second.sync({ full })).outcome).toBe('completed')
      expect(view(second)).toEqual(expected)
      expect(second.said).toEqual([told])
    }
  })

  test('an account goes on without its own token for good also where it was stood in for before', async () => {
    const { database, second } = await standIn({ missing: ['token-one'] })
    await second.sync()
    const third = await start({ 'token-two': blind }, ['ada'], { database })

    expect((await third.sync()).outcome).toBe('completed')
    expect(view(third)).toEqual(await viewWith(blind))
    expect(third.said).toEqual([expect.stringContaining('no longer shown')])
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

  test.each(orders)(
    'accounts that share private work come to tell all that a token shows of it, $first first',
    async ({ tokens }) => {
      const logins = ['ada', 'grace']
      const alone = await start({ 'token-one': seeing }, logins)
      await alone.sync()
      const flow = await start(tokens, logins)
      await flow.sync()
      for (const full of [false, false, true, false]) {
        expect((await flow.sync({ full })).outcome).toBe('completed')
        for (const login of logins) expect(view(flow, login)).toEqual(view(alone, login))
      }
      expect(flow.said).toEqual([])
    },
  )

  test('private work that was deleted is gone, whichever token showed it', async () => {
    const logins = ['ada', 'grace']
    const world = place()
    const flow = await start({ 'token-one': seeing, 'token-two': seeing }, logins, { world })
    await flow.sync()
    const [before, others] = [view(flow), view(flow, 'grace')]
    deletePullRequest(world[kind], tide(world, 2).id)
    await flow.sync({ full: true })

    expect((await flow.sync({ full: true })).outcome).toBe('completed')
    expect(view(flow).private).toBe(before.private - 1)
    expect(view(flow, 'grace').private).toBe(others.private - 1)
  })

  test('a linked pull request that another token is not shown stays what it was', async () => {
    const world = place()
    const pull = tide(world, 2)
    const path = world[kind].repositories.get(pull.repositoryId)?.path
    const links = [
      `https://${kind}.com/${path}/${kind === 'github' ? 'pull' : '-/merge_requests'}/${pull.number}`,
    ]
    const first = await start({ 'token-one': seeing, 'token-two': blind }, ['ada'], { world })
    await first.sync({ links })
    const before = view(first)
    const { database } = first
    const missing = ['token-one']
    const second = await start({ 'token-two': blind }, ['ada'], { world, database, missing })
    second.advance(2 * 86_400)
    await second.sync({ links })

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
