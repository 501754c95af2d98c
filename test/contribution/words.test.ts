import { expect, test } from 'vitest'
import { hasWords } from '../../src/contribution/words.ts'
import { parseCommands } from '../../src/forge/github/commands/prow.ts'

const bare = [
  '/lgtm',
  '/LGTM',
  '/lgtm no-issue',
  '/lgtm cancel',
  '/remove-lgtm',
  '/approve',
  '/approve\tcancel',
  '  /lgtm  ',
  '/lgtm\r\n/approve\r\n',
  '/hold',
  '/retest',
  '/ok-to-test\n\n/lgtm',
  '/cc @grace @ada',
  '/assign @grace',
  '/label ~backend',
]

test.each(bare)('%j is an order to a bot and no words', (body) => {
  expect(hasWords(body)).toBe(false)
})

test.each(['', ' ', '\n\n\t'])('%j is nothing, so no words', (body) => {
  expect(hasWords(body)).toBe(false)
})

test.each([
  'Thanks! /lgtm',
  '/lgtm\nGood work.',
  'LGTM',
  '👍',
  '> /lgtm',
  '/etc/hosts',
  '/hold until the release is out',
  '/lgtm!',
])('%j says something', (body) => {
  expect(hasWords(body)).toBe(true)
})

test('whatever counts as a command of its own is no words', () => {
  const commands = bare.filter((body) => parseCommands(body).length > 0)

  expect(commands.length).toBeGreaterThan(7)
  expect(commands.some(hasWords)).toBe(false)
})
