import { describe, expect, test } from 'vitest'
import { forgeKinds } from '../../src/forge/kinds.ts'
import { addPullRequest } from '../sandbox/build.ts'
import type { Request } from '../sandbox/exchange.ts'
import { startFlow } from '../support/flow.ts'
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

  async function start(tokens: Readonly<Record<string, typeof seeing>>, logins = ['ada']) {
    return startFlow({
      world: place(),
      accounts: logins.map((login) => ({ forge: kind, login })),
      commands: false,
      tokens,
      present: Object.keys(tokens),
    })
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
})
