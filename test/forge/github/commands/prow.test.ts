import { describe, expect, test } from 'vitest'
import { hasProwLabel, parseCommands } from '../../../../src/forge/github/commands/prow.ts'

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
    ['/lgtm  ', 'lgtm', false],
    ['/lgtm no-issue \t', 'lgtm', false],
    ['/lgtm\r', 'lgtm', false],
    ['/lgtm cancel \r', 'lgtm', true],
    ['/approve \t no-issue  \r', 'approve', false],
    ['/approve cancel, sorry', 'approve', true],
    ['/approve no-issue cancel', 'approve', true],
    ['/remove-approve for now', 'approve', true],
  ])('`%s` is %s, cancelling: %s', (body, kind, cancels) => {
    expect(parseCommands(body)).toEqual([{ kind, cancels, line: 0 }])
  })

  test.each([
    'lgtm',
    '/lgtm!',
    ' /lgtm',
    '\t/lgtm',
    '/lgtm  no-issue',
    '/lgtm\tno-issue',
    '/lgtm  cancel',
    '/lgtm\u00a0',
    ' /approve',
    '/approve\u00a0no-issue',
    '/approve thanks',
    '/remove-approved',
    'Good.\r/lgtm',
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

  test('several commands keep their order and lines, carriage returns or not', () => {
    const commands = parseCommands('Nice.\r\n/lgtm\r\n/approve\n\n/lgtm cancel\n')

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
