import { describe, expect, test } from 'vitest'
import { adopt } from './support/adopting.ts'

const table = '| Project | Merged |\n|---|---|\n| acme/engine | 5 |'
const details = '<details>\n<summary>acme/engine</summary>\n\n- Merged 5 MRs\n\n</details>'
const entry = '### Engine\n\n- Merged 5 MRs'

describe('what is not kept up to date is said', () => {
  test.each([
    ['no entry', 'I sing.', [[3, 'nothing']]],
    [
      'no entry, and numbers in a table',
      table,
      [
        [3, 'nothing'],
        [3, 'table'],
      ],
    ],
    ['numbers in a table after an entry', `${entry}\n\n${table}`, [[7, 'table']]],
    ['numbers in what is folded away', `${entry}\n\n${details}`, [[7, 'html']]],
    ['numbers in HTML', `${entry}\n\n<p>\n5 merged\n</p>`, [[7, 'html']]],
  ])('%s', (_name, body, expected) => {
    const { state, unread } = adopt('markdown', `## Open Source\n\n${body}\n`)

    expect(state).toBe('adopted')
    expect(unread.map(({ line, kind }) => [line, kind])).toEqual(expected)
  })

  test.each([
    ['an entry', entry],
    ['a table without numbers', `${entry}\n\n| a | b |\n|---|---|\n| c | d |`],
    ['a picture', `${entry}\n\n<img src="chart-2025.png">`],
    ['a comment', `${entry}\n\n<!-- 5 more -->`],
    ['an entry in what is folded away', '<details>\n\n### Engine\n\n- Merged 5 MRs\n\n</details>'],
  ])('not of %s', (_name, body) => {
    expect(adopt('markdown', `## Open Source\n\n${body}\n`).unread).toEqual([])
  })

  test('and not of a section that is live or empty', () => {
    expect(adopt('markdown', '## Open Source\n').unread).toEqual([])
    expect(adopt('markdown', `## Open Source\n\n${table}\n`).again().unread).toEqual([])
  })
})
