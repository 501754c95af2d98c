import { expect, test } from 'vitest'
import { ada, told, url, wrong } from './support.ts'

const markdown = `# Ada Example

## Summary

Active contributor to **Lantern**. Merged 5 pull requests.

## Open Source

### Lantern Contributor | Works (Go)
*January 2025 - Present*

- **Merged 3 production MRs** improving wick and lamp
- Reviewed 2 merge requests

**Links**: [MR #1](${url(1)}) | [MR #9](${url(9)})

## Education

*2019 - 2023*
`

const text = `ADA EXAMPLE

SUMMARY

Active contributor to Lantern. Merged 5 pull requests.

OPEN SOURCE

Lantern Contributor | Works (Go)

Jan. 2025 – Present

- Merged 3 production MRs improving wick and lamp
- Reviewed 2 merge requests

Links: [MR #1](${url(1)}) | [MR #9](${url(9)})

EDUCATION

2019 – 2023`

test.each([
  ['markdown', markdown, 'January 2025', 'February 2026'],
  ['text', text, 'Jan. 2025', 'Feb. 2026'],
] as const)(
  'a résumé in %s is held against what is known, in its own words',
  (format, document, month, expected) => {
    expect(told(document, ada(), format)).toEqual([
      'unprovable claim: Active contributor',
      'true count: Merged 5',
      `false date: ${month} → ${expected} (works/lantern)`,
      'true date: Present (works/lantern)',
      'stale count: Merged 3 → 5 (works/lantern)',
      'true count: Reviewed 2 (works/lantern)',
      'true link: MR #1 (works/lantern!1)',
      'true state: MR #1 (works/lantern!1)',
      'true ownership: MR #1 (works/lantern!1)',
      'true link: MR #9 (works/lantern!9)',
      'false state: MR #9 → open (works/lantern!9)',
      'true ownership: MR #9 (works/lantern!9)',
    ])
  },
)

test('what was there once and is over is stale', () => {
  const later = ada({ asOf: '2026-08-22' as never })

  expect(wrong(markdown, later)).toContain('stale date: Present → April 2026 (works/lantern)')
})
