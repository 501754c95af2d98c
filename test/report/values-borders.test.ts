import { expect, test } from 'vitest'
import { formatNames } from '../../src/report/formats/names.ts'
import { ada, merged, repository, reviewed, time } from './audit/support.ts'
import { trio } from './support/trio.ts'

const base = ada()
/**
 * Besides: one of the own kite, one merged on 28 February in UTC, on 1 March in Nairobi, and two reviews of one in
 * works/anvil a year apart.
 */
const contributions = {
  ...base.contributions,
  pullRequests: [
    ...base.contributions.pullRequests,
    merged(30, '2026-03-02', { repository: 'ada/kite' }),
    merged(31, '2026-02-28', { mergedAt: time('2026-02-28T23:30:00Z') }),
  ],
  reviews: [
    reviewed(40, '2025-01-05', { repository: 'works/anvil' }),
    ...base.contributions.reviews,
    reviewed(40, '2026-03-09', { repository: 'works/anvil', verdict: 'commented' }),
  ],
  repositories: [repository('works/lantern'), repository('ada/kite')],
}

const cases = [
  ['merged', 'UTC', '6'],
  ['merged repository=ada/*', 'UTC', '1'],
  ['merged repository=**', 'UTC', '7'],
  ['repositories', 'UTC', '2'],
  ['repositories repository=**', 'UTC', '3'],
  ['merged since=2026-02-12 until=2026-03-20', 'UTC', '4'],
  ['merged since=2026-02-13 until=2026-03-19', 'UTC', '2'],
  ['merged since=2026-02-28 until=2026-02-28', 'UTC', '1'],
  ['merged since=2026-02-28 until=2026-02-28', 'Africa/Nairobi', '0'],
  ['merged since=2026-03-01 until=2026-03-01', 'Africa/Nairobi', '2'],
  ['reviewed since=2026-03-04', 'UTC', '2'],
  ['reviewed repository=works/anvil', 'UTC', '1'],
  ['first', 'UTC', 'January 2025'],
  ['first since=2025-02-01', 'UTC', 'February 2026'],
  ['first repository=works/anvil', 'UTC', 'January 2025'],
  ['last repository=works/anvil', 'UTC', 'March 2026'],
  ['last since=2026-04-01', 'UTC', 'April 2026'],
] as const

test.each(formatNames.flatMap((format) => cases.map((each) => [format, ...each] as const)))(
  'in %s, `tracker:value %s` in %s reads %s, and is true then',
  (format, words, timezone, expected) => {
    const who = { ...base, contributions, person: { ...base.person, timezone } }
    const heading = format === 'markdown' ? '## Open Source' : 'OPEN SOURCE'
    const isDate = /^(?:first|last)/.test(words)
    const old = isDate ? 'May 2020' : '0'
    const value = (text: string) => `<!-- tracker:value ${words} -->${text}<!-- tracker:/value -->`
    const { live, text, checked, untrue } = trio(
      format,
      `About ${value(old)} of it.\n\n${heading}\n\nOwn words.\n`,
      who,
    )

    expect(live).toContain(value(old))
    expect(text).toContain(value(expected))
    expect(checked.state).toBe('unchanged')
    expect(untrue).toEqual([])
  },
)
