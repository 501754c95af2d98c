import fc from 'fast-check'
import { expect, test } from 'vitest'
import { renderChanges } from '../../../src/report/changes/changes.ts'
import { inert } from '../../../src/report/changes/inert.ts'
import { hostileTitles, monstrousTitles } from '../../sandbox/hostile-titles.ts'
import { dangerous } from '../../support/cli.ts'

const triggers = [
  '@ada',
  '@org/team',
  'closes #12',
  'Fixes: o/r#12',
  'resolves https://github.com/o/r/issues/12',
  'closes GH-12',
  'Implements ABC-12',
  'see g/p!12 and &3',
  '[skip ci]',
  '[CI Skip]',
  '[no ci]',
  '[skip actions]',
  '***NO_CI***',
  'skip-checks: true',
  'Signed-off-by: Eve <eve@evil.example>',
  'Co-authored-by: Eve <eve@evil.example>',
  'www.github.com/o/r/pull/1',
] as const

/** What GitHub, GitLab, their CI and git act on. */
const acted = [
  /@[\w-]/,
  /#\w/,
  /[!&]\d/,
  /\b(gh|[A-Z][A-Z0-9]+)-\d/,
  /:\/\/|\bwww\./,
  /[[\]]|\*\*\*/,
  /^[A-Za-z0-9-]+ *:/m,
  /-by\s*:/i,
  /skip-checks/i,
]

function changesWith(title: string, repository = 'kelp-sigs/anchor') {
  const row = { host: 'github.com', repository, number: 12, title, first: true }
  const person = { name: title, merged: [row], reviewed: [row], gone: [row] }
  return { people: [person, { ...person, name: 'Other' }], renamed: [{ from: 'a/b', to: 'c/d' }] }
}

test.each(triggers)('%s becomes words that nothing acts on', (trigger) => {
  const text = inert(trigger)

  for (const pattern of acted.filter(({ source }) => !source.startsWith('^'))) {
    expect(text).not.toMatch(pattern)
  }
})

test('a title keeps its words and is cut to 72 characters', () => {
  expect(inert('Fix crash in `parse()` (#12)')).toBe('Fix crash in `parse()` (# 12)')
  expect(inert('[api] Add @types/node, closes #3')).toBe('(api) Add @ types/node, closes # 3')
  expect(inert('word '.repeat(100))).toHaveLength(72)
})

test('whatever a title says, no line of a message closes, mentions, skips CI or is a trailer', () => {
  const title = fc.oneof(
    fc.constantFrom(...triggers, ...hostileTitles, ...monstrousTitles),
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc
      .array(fc.constantFrom(...triggers, '\n', '@', '#', '[', 'ci', ' ', '\u200b', '12', '-by:'))
      .map((parts) => parts.join('')),
  )

  fc.assert(
    fc.property(title, (hostile) => {
      const text = renderChanges(changesWith(hostile), 'text')
      const body = text.split('\n').filter((line) => /^- /.test(line))

      expect(text).not.toMatch(dangerous)
      for (const pattern of acted) expect(body.join('\n')).not.toMatch(pattern)
      expect(text.split('\n')[0]?.length).toBeLessThanOrEqual(72)
      // Titles stay on their lines: the message has the lines it has for a plain one.
      expect(text.split('\n')).toHaveLength(
        renderChanges(changesWith('x'), 'text').split('\n').length,
      )
    }),
  )
})

test('the last paragraph is none that git takes for trailers', () => {
  const text = renderChanges(changesWith('Signed-off-by: Eve <eve@evil.example>'), 'text')

  const last = text.trimEnd().split('\n\n').at(-1) ?? ''
  expect(last).toBe('Renamed:\n- a/b is now c/d')
})

test('Markdown is escaped and mentions nobody', () => {
  const text = renderChanges(changesWith('<script> @ada fixes #1 *x* [y](z)'), 'markdown')

  expect(text).toContain('### Merged')
  expect(text).toContain('\\<script> @ ada fixes # 1 \\*x\\* (y)(z)')
  expect(text).not.toMatch(/@[\w-]|#\d|:\/\//)
})

test('a subject names firsts and renamed repositories while they are few and fit', () => {
  const row = (repository: string) => ({
    host: 'github.com',
    repository,
    number: 1,
    title: 'Fix',
    first: true,
  })
  const subject = (merged: string[], renamed: { from: string; to: string }[] = []) =>
    renderChanges(
      { people: [{ name: 'A', merged: merged.map(row), reviewed: [], gone: [] }], renamed },
      'text',
    ).split('\n')[0]

  expect(subject(['o/r', 'o/r', 'o/r'])).toBe('+3 merged, first merge in o/r')
  expect(subject(['a/a', 'b/b', 'c/c'])).toBe('+3 merged')
  expect(subject([`o/${'r'.repeat(70)}`])).toBe('+1 merged')
  expect(subject([], [{ from: 'o/old', to: 'o/new' }])).toBe('o/old renamed')
  expect(subject([])).toBe('No new contributions')
})

test('long lists show the newest and end with how many more there are', () => {
  const merged = Array.from({ length: 25 }, (_, index) => ({
    host: 'github.com',
    repository: 'o/r',
    number: index,
    title: 'Fix',
    first: false,
  }))

  const text = renderChanges(
    { people: [{ name: 'A', merged, reviewed: [], gone: [] }], renamed: [] },
    'text',
  )

  expect([...text.matchAll(/^- o\/r (\d+):/gm)].map(([, number]) => Number(number))).toEqual(
    Array.from({ length: 20 }, (_, index) => index + 5),
  )
  expect(text).toMatch(/\n- and 5 more\n$/)
})
