import { expect, test } from 'vitest'
import { config, parse, person, withSection } from './support.ts'

test('what is left out means what the documentation says', () => {
  const { database, people, schedule } = parse(withSection({}))

  expect(database).toEqual({ path: '/home/ada/tracker.db', written: 'tracker.db' })
  expect(schedule).toBeNull()
  expect(people[0]).toMatchObject({ timezone: 'UTC', ledger: null })
  expect(people[0]?.accounts[0]).toMatchObject({ id: undefined, commands: 'auto' })
  expect(people[0]?.resumes).toEqual([
    {
      file: 'ada.md',
      format: 'markdown',
      language: undefined,
      sections: [
        {
          id: 'oss',
          heading: 'Open Source',
          after: null,
          ownership: 'bullets',
          select: {
            kinds: ['pull-request', 'review'],
            repositories: ['**'],
            exclude: [],
            own: 'exclude',
            since: null,
            until: null,
            visibility: 'public',
            minPullRequests: 0,
          },
          order: 'recent',
          max: { entries: 6, highlights: 4, links: 5 },
          activeDays: 90,
          projects: {},
        },
      ],
    },
  ])
})

test('one part of `max` or `select` leaves the others as they are', () => {
  const [section] =
    parse(withSection({ max: { links: 0 }, select: { own: 'only' } })).people[0]?.resumes[0]
      ?.sections ?? []

  expect(section?.max).toEqual({ entries: 6, highlights: 4, links: 0 })
  expect(section?.select).toMatchObject({ own: 'only', repositories: ['**'] })
})

test('github.com and gitlab.com exist without being named, with the tokens that hold for them', () => {
  const { forges } = parse(config())

  expect([...forges.keys()]).toEqual(['github', 'gitlab'])
  expect(forges.get('github')).toMatchObject({
    kind: 'github',
    host: 'github.com',
    tokenSources: [{ env: 'GITHUB_TOKEN' }],
  })
  expect(forges.get('gitlab')).toMatchObject({
    kind: 'gitlab',
    host: 'gitlab.com',
    tokenSources: [{ env: 'GITLAB_TOKEN' }],
  })
})

test('naming github or gitlab replaces only what is said', () => {
  const { forges } = parse(config({ forges: { github: { apiUrl: 'http://127.0.0.1:4000' } } }))

  expect(forges.get('github')).toMatchObject({
    kind: 'github',
    host: 'github.com',
    apiUrl: 'http://127.0.0.1:4000',
    tokenSources: [{ env: 'GITHUB_TOKEN' }],
  })
})

test('a forge elsewhere has no token unless it is given one', () => {
  const { forges } = parse(
    config({
      forges: {
        github: { url: 'https://github.acme.example' },
        acme: { kind: 'gitlab', url: 'https://gitlab.acme.example' },
      },
    }),
  )

  expect(forges.get('github')?.tokenSources).toEqual([])
  expect(forges.get('acme')?.tokenSources).toEqual([])
})

test('tokens come from variables and from commands that run beside the file', () => {
  const tokens = [{ env: 'ACME_TOKEN' }, { command: ['pass', 'show', 'acme'] }]

  const { forges } = parse(config({ forges: { gitlab: { tokens } } }))

  expect(forges.get('gitlab')?.tokenSources).toEqual([
    { env: 'ACME_TOKEN' },
    { command: ['pass', 'show', 'acme'], folder: '/home/ada' },
  ])
})

test('an account holds its forge, and its number as text', () => {
  const accounts = [
    { forge: 'gitlab', login: 'ada', id: 42, commands: false },
    { forge: 'github', login: 'ada', id: '43' },
  ]

  const { people } = parse(config({ people: [person({ accounts })] }))

  expect(people[0]?.accounts).toMatchObject([
    { forge: { host: 'gitlab.com' }, id: '42', commands: false },
    { forge: { host: 'github.com' }, id: '43', commands: 'auto' },
  ])
})

test('a résumé without sections has those of its person', () => {
  const own = [{ id: 'own', heading: 'Own' }]
  const sections = [{ id: 'shared', heading: 'Shared' }]
  const resumes = [
    { file: 'a.md' },
    { file: 'b.md', sections: own },
    { file: 'c.md', sections: [] },
  ]

  const { people } = parse(config({ people: [person({ resumes, sections })] }))

  const ids = people[0]?.resumes.map((resume) => resume.sections.map(({ id }) => id))
  expect(ids).toEqual([['shared'], ['own'], []])
})

test('paths are relative to the folder of the file and keep what was written', () => {
  const people = [person({ ledger: '../reports/ada.md' })]

  const { database, people: resolved } = parse(config({ database: '/var/tracker.db', people }))

  expect(database).toEqual({ path: '/var/tracker.db', written: '/var/tracker.db' })
  expect(resolved[0]?.ledger).toEqual({
    path: '/home/reports/ada.md',
    written: '../reports/ada.md',
  })
})

test.each([
  [{ file: 'a.md' }, 'markdown'],
  [{ file: 'a.TXT' }, 'text'],
  [{ file: 'resumes/*.md' }, 'markdown'],
  [{ file: 'a.docx', format: 'text' }, 'text'],
  [{ file: 'resumes/*' }, undefined],
  [{ file: 'resumes/ada.{md,txt}' }, undefined],
])('%o is of the format %s', (resume, format) => {
  const { people } = parse(config({ people: [person({ resumes: [resume] })] }))

  expect(people[0]?.resumes[0]?.format).toBe(format)
})
