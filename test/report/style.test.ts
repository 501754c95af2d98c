import { describe, expect, test } from 'vitest'
import { detectDates, writeDates } from '../../src/report/style/dates.ts'
import type { Dates, Month } from '../../src/report/types.ts'
import { entry, highlight, linkTo, render, section } from './support/sections.ts'

function dates(start: string, end: string): Dates {
  return { start: start as Month, end: end as Month | 'present' }
}

describe('dates follow the document', () => {
  test.each([
    ['January 2025 - Present', 'February 2026 - Present'],
    ['Jan 2025 – Current', 'Feb 2026 – Current'],
    ['Jan. 2025—now', 'Feb. 2026—now'],
    ['2025-01 -- present', '2026-02 -- present'],
    ['01/2025 - Today', '02/2026 - Today'],
    ['March 2024 to June 2025', 'February 2026 to Present'],
    ['Sept. 2024 – Oct. 2025', 'Feb. 2026 – Present'],
    ['May, 2021 – June, 2021', 'February, 2026 – Present'],
    ['nothing', 'February 2026 – Present'],
    ['2023 - 2027', 'February 2026 – Present'],
    ['2026-02-08', 'February 2026 – Present'],
  ])('%s', (source, expected) => {
    expect(writeDates(dates('2026-02', 'present'), detectDates([source]))).toBe(expected)
  })

  test('a month alone is printed once', () => {
    expect(writeDates(dates('2026-02', '2026-02'), detectDates(['']))).toBe('February 2026')
  })

  test('abbreviations keep their irregularities', () => {
    const style = detectDates(['May. 2020 – Aug. 2021, July 2022, Sept. 2019, October 2018'])

    expect(writeDates(dates('2023-05', '2023-07'), style)).toBe('May. 2023 – July 2023')
    expect(writeDates(dates('2023-09', '2023-10'), style)).toBe('Sept. 2023 – Oct. 2023')
  })

  test('`May` keeps no dot that nobody wrote', () => {
    const style = detectDates(['Aug. 2020 – Oct. 2021'])

    expect(writeDates(dates('2023-05', '2023-06'), style)).toBe('May 2023 – Jun. 2023')
  })

  test('the nearest source decides, ranges before lone months', () => {
    const style = detectDates(['June 2020', 'Jan 2020 - Feb 2021', '2020-01 – 2021-02'])

    expect(writeDates(dates('2023-08', '2023-09'), style)).toBe('Aug 2023 - Sep 2023')
  })
})

describe('entries follow the document', () => {
  const markdown = (source: string, ...entries: Parameters<typeof entry>) =>
    render('markdown', section([entry(...entries)]), [source, source])

  test('level, separator, emphasis and bullets', () => {
    const text = markdown(
      '# Work\n\n## Maker @ Acme (Go)\n__Jan 2020 – Feb 2021__\n\n* x\n\nLinks: [!1](https://h.example/a/-/merge_requests/1), [!2](https://h.example/a/-/merge_requests/2)\n',
      { title: 'Driver', organisation: 'Acme' },
    )

    expect(text).toBe(
      [
        '## Driver @ Acme (Go)',
        '**Feb 2026 – Apr 2026**',
        '',
        '* 5 merged and 2 reviewed merge requests',
        '* Fixed the clutch ([!61](https://gitlab.com/acme/engine/-/merge_requests/61))',
        '* Added a gear ([!63](https://gitlab.com/acme/engine/-/merge_requests/63))',
        '',
        'Link: [!64](https://gitlab.com/acme/engine/-/merge_requests/64)',
      ].join('\n'),
    )
  })

  test('labels: one forge teaches the other', () => {
    const source = '## A\n\n[PR #4](https://h.example/o/r/pull/4)\n'

    expect(markdown(source)).toContain('[MR #61](')
  })

  test('dates beside the title', () => {
    expect(markdown('## A\n\n### X | *Jan 2020 – Feb 2021*\n')).toContain(
      '### acme/engine (Go) | *Feb 2026 – Apr 2026*\n',
    )
    expect(markdown('## A\n\n### X (Jan 2020 – Feb 2021)\n')).toContain(
      '### acme/engine (Go) (Feb 2026 – Apr 2026)\n',
    )
  })

  test('dates in a paragraph of their own', () => {
    expect(markdown('## A\n\n### X\n\nJan 2020 – Feb 2021\n')).toContain(
      '### acme/engine (Go)\n\nFeb 2026 – Apr 2026\n',
    )
  })

  test('titles are links where all titles are', () => {
    expect(markdown('## A\n\n### [X](https://x.example)\n')).toContain(
      '### [acme/engine (Go)](https://gitlab.com/acme/engine)\n',
    )
  })

  test('a role, and an organisation the title does not name', () => {
    const text = markdown('', { title: 'Engine', organisation: 'Acme', role: 'maintainer' })

    expect(text).toContain('### Engine, maintainer | Acme (Go)')
  })

  test('plain text: its bullets, its links', () => {
    const one = section([
      entry({ highlights: [highlight(61, 'Fixed the clutch')], links: [linkTo(61)] }),
    ])
    const bare = render('text', one, ['', 'WORK\n\nX\n\nJan. 2020 – Feb. 2021\n\n • y\n'])
    const linked = render('text', one, ['', 'WORK\n\n[site](#)\n'])

    expect(bare).toBe(
      'acme/engine (Go)\n\nFeb. 2026 – Apr. 2026\n\n • 5 merged and 2 reviewed merge requests\n • Fixed the clutch (acme/engine!61 <https://gitlab.com/acme/engine/-/merge_requests/61>)',
    )
    expect(linked).toContain(
      '([acme/engine!61](https://gitlab.com/acme/engine/-/merge_requests/61))',
    )
  })
})
