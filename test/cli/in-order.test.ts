import { expect, test } from 'vitest'
import { inOrder } from '../../src/cli/in-order.ts'

/** Something that goes on when told to. */
function gate(): { readonly passed: Promise<void>; open(): void } {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { passed: promise, open: resolve }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))

test('results stand in the order of the items, whichever ends first', async () => {
  const gates = [gate(), gate(), gate()]
  const results = inOrder(gates, 3, async (each) => {
    await each.passed
    return gates.indexOf(each)
  })
  for (const each of gates.toReversed()) each.open()

  expect(await results).toEqual([0, 1, 2])
})

test('no more run at a time than asked for', async () => {
  const gates = [gate(), gate(), gate()]
  const begun: number[] = []
  const results = inOrder(gates, 2, (each) => {
    begun.push(gates.indexOf(each))
    return each.passed
  })
  await settled()
  expect(begun).toEqual([0, 1])

  gates[1]?.open()
  await settled()
  expect(begun).toEqual([0, 1, 2])
  for (const each of gates) each.open()
  await results
})

test('a failure is thrown when those under way have ended, and begins nothing further', async () => {
  const slow = gate()
  const ended: string[] = []
  const results = inOrder(['slow', 'fails', 'never'], 2, async (name) => {
    if (name === 'fails') throw new Error('no')
    await slow.passed
    ended.push(name)
  })
  slow.open()

  await expect(results).rejects.toThrow('no')
  expect(ended).toEqual(['slow'])
})
