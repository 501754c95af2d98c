import { describe, expect, test } from 'vitest'
import { ada, findings, repository, resume, told } from './support.ts'

const who = () => {
  const base = ada()
  const repositories = [
    repository('works/lantern'),
    repository('ada/kite'),
    repository('ada/wind-vane', { fork: true }),
    repository('ada/diary', { visibility: 'private' }),
  ]
  return { ...base, contributions: { ...base.contributions, repositories } }
}

const roles = (words: string, format: 'markdown' | 'text' = 'markdown', person = who()) => {
  const document =
    format === 'markdown'
      ? resume(`\n- ${words}\n`)
      : `ADA\n\nOPEN SOURCE\n\nLantern Contributor\nFeb. 2026 – Present\n\n- ${words}`
  return told(document, person, format).filter((line) => / (?:ownership|claim): /.test(line))
}

const kite = 'https://gitlab.com/ada/kite'

describe.each(['markdown', 'text'] as const)('a claim to have made something, in %s', (format) => {
  test.each([
    ['Creator of Kite', 'Creator of Kite'],
    ['Author of ada/kite', 'Author of ada/kite'],
    ['Original author of **Kite**, which flies', 'Original author of Kite'],
    ['Founder of the Kite project', 'Founder of the Kite'],
    ['Sole creator of kite since 2021', 'Sole creator of kite'],
    [`Creator of [my kite](${kite})`, 'Creator of my kite'],
    ['I am the creator of Kite.', 'creator of Kite'],
    ['Owner of Wind Vane', 'Owner of Wind Vane', 'wind-vane'],
  ])('is true of what is theirs on the forge: %s', (words, text, name = 'kite') => {
    expect(roles(words, format)).toContain(`true ownership: ${text} (ada/${name})`)
  })

  test.each([
    ['Creator of Lantern', 'Creator of Lantern (works/lantern)'],
    ['Author of works/lantern', 'Author of works/lantern (works/lantern)'],
    ['Creator of Wind Vane', 'Creator of Wind Vane (ada/wind-vane)'],
    ['Creator of Raft', 'Creator of Raft'],
    ['Creator of Diary', 'Creator of Diary'],
  ])('is nobody’s to judge of anything else: %s', (words, text) => {
    expect(roles(words, format)).toEqual([`unprovable ownership: ${text}`])
  })
})

test.each([
  ['Maintainer of Kite', ['unprovable claim: Maintainer of']],
  ['Lantern maintainer since 2020', ['unprovable claim: Lantern maintainer (works/lantern)']],
  [
    'Creator and maintainer of Kite',
    [
      'true ownership: Creator and maintainer of Kite (ada/kite)',
      'unprovable claim: maintainer of',
    ],
  ],
  ['Active contributor to Kite', ['unprovable claim: Active contributor']],
])('who maintains or is active no forge tells: %s', (words, expected) => {
  expect(roles(words)).toEqual(expected)
})

test('a name may stand as code', () => {
  expect(roles('Author of `ada/kite`, small and light')).toEqual([
    'true ownership: Author of ada/kite (ada/kite)',
  ])
})

test.each([
  'Author of the retry fix in Lantern',
  'Author of Kite documentation for beginners',
  'Author of 5 merged MRs',
  'Maintainers of Lantern merged this',
])('a piece of work is no project: %s', (words) => {
  expect(roles(words).filter((line) => /^true/.test(line))).toEqual([])
  expect(roles(words).filter((line) => /ada\/kite/.test(line))).toEqual([])
})

test('in the summary and in the title of an entry it is read too', () => {
  expect(told(resume('', 'Creator of Kite and runner.'), who())).toContain(
    'true ownership: Creator of Kite (ada/kite)',
  )
  const titled = resume('').replace('### Lantern Contributor', '### Kite | Author of Kite')
  expect(told(titled, who())).toContain('true ownership: Author of Kite (ada/kite)')
})

test('what the forge says is told', () => {
  const [finding] = findings(resume('\n- Creator of Lantern\n'), who())

  expect(finding?.advice).toBe('is not theirs on the forge, which does not tell who made it')
})
