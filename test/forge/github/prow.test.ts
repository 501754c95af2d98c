import { describe, expect, test } from 'vitest'
import { hasProwLabel, parseCommands } from '../../../src/forge/github/prow.ts'

describe('commands', () => {
  test.each([
    ['/lgtm', 'lgtm', false],
    ['/LGTM', 'lgtm', false],
    ['/lgtm no-issue', 'lgtm', false],
    ['/lgtm cancel', 'lgtm', true],
    ['/remove-lgtm', 'lgtm', true],
    ['/approve', 'approve', false],
    ['/approve no-issue', 'approve', false],
    ['/approve\tcancel', 'approve', true],
    ['/Remove-Approve', 'approve', true],
    ['  /lgtm  ', 'lgtm', false],
    ['/lgtm\r', 'lgtm', false],
  ])('`%s` is %s, cancelling: %s', (body, kind, cancels) => {
    expect(parseCommands(body)).toEqual([{ kind, cancels, line: 0 }])
  })

  test.each([
    'lgtm',
    '/lgtm!',
    '/lgtm thanks',
    'please /lgtm',
    '> /lgtm',
    '/approved',
    '/remove-lgtm cancel',
    '/lgtmcancel',
    '',
  ])('`%s` is none', (body) => {
    expect(parseCommands(body)).toEqual([])
  })

  test('several commands keep their order and lines, whatever ends the lines', () => {
    const commands = parseCommands('Nice.\r\n/lgtm\r/approve\n\n/lgtm cancel\n')

    expect(commands).toEqual([
      { kind: 'lgtm', cancels: false, line: 1 },
      { kind: 'approve', cancels: false, line: 2 },
      { kind: 'lgtm', cancels: true, line: 4 },
    ])
  })

  test('a code fence hides nothing from the bots, so nothing from us', () => {
    expect(parseCommands('```\n/lgtm\n```')).toHaveLength(1)
  })
})

test('Prow is known by its labels', () => {
  expect(hasProwLabel(['bug', 'LGTM'])).toBe(true)
  expect(hasProwLabel(['approved'])).toBe(true)
  expect(hasProwLabel(['do-not-merge/needs-approved'])).toBe(false)
})
