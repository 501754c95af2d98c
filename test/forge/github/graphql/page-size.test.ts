import { expect, test } from 'vitest'
import { TooHeavy } from '../../../../src/forge/github/graphql/client.ts'
import { adapting, PageSize } from '../../../../src/forge/github/graphql/page-size.ts'

/** A server that can do `most` rows at a time. */
function server(most: number) {
  const asked: number[] = []
  const ask = async (rows: number) => {
    asked.push(rows)
    if (rows > most) throw new TooHeavy('too many rows', false)
  }
  return { asked, ask }
}

test('a page that was too much is halved until the server can', async () => {
  const { asked, ask } = server(10)

  await adapting(new PageSize(31), 31, ask)

  expect(asked).toEqual([31, 15, 7])
})

test('after shrinking a page grows back, and is in less haste each time that was too much', async () => {
  const size = new PageSize(40)
  const { asked, ask } = server(20)
  for (let page = 0; page < 12; page++) await adapting(size, 100, ask)

  // Three clean pages before the second try, six before the third.
  expect(asked).toEqual([40, 20, 20, 20, 40, 20, 20, 20, 20, 20, 20, 40, 20, 20, 20])
  const well = server(100)
  for (let page = 0; page < 60; page++) await adapting(size, 100, well.ask)
  expect(size.rows).toBe(100)
})

test('a page smaller than the server is known to do proves nothing of larger ones', async () => {
  const size = new PageSize(31)
  const { ask } = server(20)
  await adapting(size, 31, ask)
  for (let page = 0; page < 50; page++) await adapting(size, 5, ask)

  expect(size.rows).toBe(15)
})

test('a server that cannot do the smallest page is said to', async () => {
  await expect(adapting(new PageSize(31), 31, server(4).ask)).rejects.toThrow(TooHeavy)
})
