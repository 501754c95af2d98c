import { expect, test } from 'vitest'
import { ada, repository, section, time } from './audit/support.ts'
import { trio } from './support/trio.ts'

const resume = `ADA EXAMPLE

EXPERIENCE

- Cook, Inn – Jan. 2019 – Dec. 2020

SELECTED PROJECTS

- kite:** *A thing that flies* [code] Jan. 2023 – Present
  - * Written in Go, for windy days
- paper-boat: *A thing that floats* [talk] Mar. 2022 – May. 2022
  - * Sank twice
- choir: *songs* Jan. 2019 – Feb. 2020

TALKS

- On kites [slides]`

const own = section({ id: 'projects', ownership: 'facts' }, { kinds: ['repository'], own: 'only' })
const who = ada({
  contributions: {
    pullRequests: [],
    reviews: [],
    repositories: [
      repository('ada/kite', { pushedAt: time('2026-04-20T00:00:00Z') }),
      repository('ada/paper-boat', {
        createdAt: time('2024-02-01T00:00:00Z'),
        pushedAt: time('2024-07-09T00:00:00Z'),
      }),
      repository('ada/unsung'),
    ],
  },
  sections: [{ ...own, heading: 'SELECTED PROJECTS' }],
})

test('own repositories of a text résumé are adopted, dated in its style, and true', () => {
  const { adopted, reported, checked, text, untrue } = trio('text', resume, who)

  expect(adopted.recognised.map(({ kind, as }) => [kind, as])).toEqual([
    ['entry', 'gitlab.com/ada/kite'],
    ['dates', 'Jan. 2023 – Present'],
    ['entry', 'gitlab.com/ada/paper-boat'],
    ['dates', 'Mar. 2022 – May. 2022'],
  ])
  expect(text.replace(/<!-- tracker:.*\n\n?/g, '').replace(/\n+/g, '\n')).toBe(
    resume
      .replace('Jan. 2023 – Present', 'Oct. 2021 – Present')
      .replace('Mar. 2022 – May. 2022', 'Feb. 2024 – Jul. 2024')
      .replace(/\n+/g, '\n'),
  )
  expect([reported.state, reported.conflicts]).toEqual(['written', []])
  expect([checked.state, checked.bytes]).toEqual(['unchanged', reported.bytes])
  expect(untrue).toEqual([])
})

test('one that the résumé does not name comes in with its dates and languages', () => {
  const bullets = { ...own, rules: { ...own.rules, ownership: 'bullets' as const } }
  const { text, checked, untrue } = trio('text', resume, {
    ...who,
    sections: [{ ...bullets, heading: 'SELECTED PROJECTS' }],
  })

  expect(text).toMatch(/ada\/unsung \(Go\).*\s.*Oct\. 2021 – Mar\. 2022/)
  expect(text).toContain('- choir: *songs* Jan. 2019 – Feb. 2020')
  expect(checked.state).toBe('unchanged')
  expect(untrue).toEqual([])
})
