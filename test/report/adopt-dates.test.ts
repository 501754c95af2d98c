import { describe, expect, test } from 'vitest'
import { adopt, known } from './support/adopting.ts'
import { textOf } from './support/documents.ts'

const ended = { ...known, dates: { start: '2025-03', end: '2025-10' } } as typeof known

function reported(dates: string, entry = known): string {
  const done = adopt('markdown', `## Open Source\n\n### Engine\n${dates}\n\n- Merged 5 MRs\n`, [
    entry,
  ])
  return textOf(done.report().bytes)
}

describe('dates with words beside them', () => {
  test.each([
    ['*Jan 2025 – Mar 2026* | Go, Docker', '*Feb 2026 – Present* | Go, Docker'],
    ['Jan 2025 – Mar 2026 (part-time)', 'Feb 2026 – Present (part-time)'],
    ['Jan 2025 – Mar 2026, Berlin', 'Feb 2026 – Present, Berlin'],
    ['**Contributor** | Jan 2025 – Mar 2026', '**Contributor** | Feb 2026 – Present'],
    ['Remote · Jan 2025 – Mar 2026 · Go', 'Remote · Feb 2026 – Present · Go'],
  ])('are kept up to date, and the words stay: %s', (before, after) => {
    expect(reported(before)).toContain(`### Engine\n${after}\n`)
  })

  test.each([
    'Jan 2025 – Mar 2026 was a time of learning',
    'From Jan 2025 – Mar 2026 I worked with many others.',
    'Jan 2025 – Mar 2026 | Apr 2026 – May 2026',
    'Jan 2025 – Mar 2026 (1 year 3 months)',
    'Jan 2025 – Mar 2026, wrote the docs',
  ])('stay where they are a sentence, several, or a length of time goes with them: %s', (line) => {
    expect(reported(line)).toContain(`### Engine\n${line}\n`)
  })

  test('mark the line above as a title in plain text', () => {
    const document = 'OPEN SOURCE\n\nEngine\nJan 2025 - Mar 2026 | Go\n- Merged 3 MRs\n'
    const { recognised } = adopt('text', document)

    expect(recognised.map(({ kind, line }) => [kind, line])).toEqual([
      ['entry', 3],
      ['dates', 4],
      ['count', 5],
    ])
  })

  test('are told where they stand in the title behind counts', () => {
    const title = '### Engine — 5 merged, Jan 2025 – Mar 2026'
    const done = adopt('markdown', `## Open Source\n\n${title}\n\n- Sang\n`)

    expect(done.recognised.find(({ kind }) => kind === 'dates')?.as).toBe('Jan 2025 – Mar 2026')
    expect(textOf(done.report().bytes)).toContain('### Engine — 5 merged, Feb 2026 – Present\n')
  })
})

describe('a month that is one end alone', () => {
  test.each([
    ['*Since May 2025*', '*Since March 2025*'],
    ['since May 2025 · Go', 'since March 2025 · Go'],
  ])('stays a start: %s', (before, after) => {
    expect(reported(before, ended)).toContain(`\n${after}\n`)
  })

  test.each([
    ['(since May 2025)', '(since March 2025)'],
    ['(until May 2025)', '(until October 2025)'],
    ['(May 2025 –)', '(March 2025 –)'],
    ['(May 2025)', '(March 2025 – October 2025)'],
  ])('in a title: %s', (before, after) => {
    const done = adopt('markdown', `## Open Source\n\n### Engine ${before}\n\n- Sang\n`, [ended])
    const first = done.report()

    expect(textOf(first.bytes)).toContain(`### Engine ${after}\n`)
  })

  test("an end that is said of what goes on stays the person's", () => {
    const title = '### Engine (until May 2025)'
    const done = adopt('markdown', `## Open Source\n\n${title}\n\n- Sang\n`)

    expect(textOf(done.report().bytes)).toContain(`${title}\n`)
  })
})
