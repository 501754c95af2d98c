import { describe, expect, test } from 'vitest'
import { config, issuesOf, person, withSection } from './support.ts'

describe('forges', () => {
  test('of one host are refused, also when one of them exists unasked', () => {
    const forges = {
      a: { kind: 'gitlab', url: 'https://git.acme.example' },
      b: { kind: 'github', url: 'https://GIT.acme.example:443/' },
      c: { kind: 'gitlab', url: 'https://gitlab.com' },
    }

    expect(issuesOf(config({ forges }))).toEqual([
      'forges.b: "git.acme.example" is the host of forge `a` too, expected one forge for each host',
      'forges.c: "gitlab.com" is the host of forge `gitlab` too, expected one forge for each host',
    ])
  })

  test('of one host are refused where the address follows from the kind', () => {
    expect(issuesOf(config({ forges: { github: { kind: 'gitlab' } } }))).toEqual([
      'forges.gitlab: "gitlab.com" is the host of forge `github` too, expected one forge for each host',
    ])
  })

  test('on two ports of one host are two', () => {
    const forges = {
      a: { kind: 'gitlab', url: 'https://git.acme.example:8001' },
      b: { kind: 'gitlab', url: 'https://git.acme.example:8002' },
    }

    expect(issuesOf(config({ forges }))).toEqual([])
  })

  test('other than github and gitlab need a kind and an address', () => {
    expect(issuesOf(config({ forges: { acme: {} } }))).toEqual([
      'forges.acme.kind: expected `github` or `gitlab`, received nothing',
      'forges.acme.url: expected the address of the forge, received nothing',
    ])
  })

  test('take `token` or `tokens`, not both', () => {
    const forges = { gitlab: { token: { env: 'A' }, tokens: [{ env: 'B' }] } }

    expect(issuesOf(config({ forges }))).toEqual([
      'forges.gitlab: expected `token` or `tokens`, received both',
    ])
  })

  test.each([
    ['url', 'http://gitlab.com'],
    ['url', 'gitlab.com'],
    ['url', 'https://gitlab.com?x=1'],
    ['url', 'https://gitlab.com/#x'],
    ['apiUrl', 'http://gitlab.com/api/v4'],
    ['apiUrl', 'http://127.0.0.1.example/api/v4'],
    ['graphqlUrl', 'http://10.0.0.1/api/graphql'],
    ['graphqlUrl', 'ftp://127.0.0.1/api/graphql'],
  ])('do not take %s %s', (key, address) => {
    const issues = issuesOf(config({ forges: { gitlab: { [key]: address } } }))

    expect(issues).toHaveLength(1)
    expect(issues[0]).toMatch(/^forges\.gitlab\.\w+: expected an `https` address/)
  })

  test.each([
    'http://127.0.0.1:4000',
    'http://127.1.2.3',
    'http://localhost:4000/api/v4',
    'http://[::1]:4000',
  ])('may have their API on loopback at %s', (apiUrl) => {
    expect(issuesOf(config({ forges: { gitlab: { apiUrl, graphqlUrl: apiUrl } } }))).toEqual([])
  })
})

describe('a secret in the file', () => {
  const secret = 'ghp_0123456789abcdefghij0123456789abcdef'

  test.each([
    { token: secret },
    { token: 'correct horse' },
    { tokens: ['correct horse'] },
    { token: { env: secret } },
    { token: { env: 'correct horse' } },
    { token: { command: ['echo', secret] } },
    { token: { command: 'correct horse' } },
    { url: 'https://ada:correct horse@gitlab.com' },
    { url: `https://ada:${secret}@gitlab.com` },
    { url: secret },
  ])('is refused and not repeated: %#', (gitlab) => {
    const text = issuesOf(config({ forges: { gitlab } })).join('\n')

    expect(text).toContain('forges.gitlab.')
    expect(text).not.toContain(secret)
    expect(text).not.toContain('horse')
  })

  test('is not repeated either where the file is no JSON', () => {
    const issues = issuesOf(`{ "forges": { "gitlab": { "token": "${secret}" "url" } } }`)

    expect(issues).toEqual([expect.stringMatching(/^line 1, column \d+: expected/)])
    expect(issues.join()).not.toContain(secret)
  })
})

describe('what stands twice', () => {
  test('is told with both places', () => {
    const accounts = [
      { forge: 'github', login: 'ada' },
      { forge: 'github', login: 'Ada' },
    ]
    const resumes = [{ file: 'a.md' }, { file: './a.md' }]
    const people = [person({ ledger: 'out.md' }), person({ accounts, resumes, ledger: 'out.md' })]

    expect(issuesOf(config({ people }))).toEqual([
      'people[1].id: "ada" stands at people[0].id too, expected an id of its own',
      'people[1].accounts[1]: "github:Ada" stands at people[1].accounts[0] too, expected each account once',
      'people[1].resumes[1].file: "./a.md" stands at people[1].resumes[0].file too, expected each file once',
      'people[1].ledger: "out.md" stands at people[0].ledger too, expected a file of its own',
    ])
  })

  test('is also a ledger that is a résumé', () => {
    const people = [person({ ledger: 'a.md', resumes: [{ file: 'a.md' }] })]

    expect(issuesOf(config({ people }))[0]).toContain('people[0].ledger: "a.md" stands at')
  })

  test('may be a résumé of two people with sections of their own', () => {
    const team = (id: string) => [{ file: 'team.md', sections: [{ id, heading: id }] }]
    const people = (a: string, b: string) => [
      person({ id: 'ada', resumes: team(a) }),
      person({ id: 'bob', resumes: team(b) }),
    ]

    expect(issuesOf(config({ people: people('ada', 'bob') }))).toEqual([])
    expect(issuesOf(config({ people: people('oss', 'oss') }))).toEqual([
      expect.stringContaining('expected an id of its own in that file'),
    ])
  })
})

describe('a section', () => {
  test('counts from a day to one that is not earlier', () => {
    const select = { since: '2024-02-01', until: '2024-01-31' }

    expect(issuesOf(withSection({ select }))[0]).toContain(
      'select.until: expected a day not before `since`, "2024-02-01", received "2024-01-31"',
    )
    expect(issuesOf(withSection({ select: { since: '2024-02-01', until: '2024-02-01' } }))).toEqual(
      [],
    )
  })

  test('knows the forge that begins a pattern', () => {
    const select = { repositories: ['gitlab:gitlab-org/**'], exclude: ['gitlib:*/docs'] }

    expect(issuesOf(withSection({ select }))).toEqual([
      'people[0].resumes[0].sections[0].select.exclude[0]: unknown forge "gitlib", did you mean `gitlab`?',
    ])
  })

  test('comes after another only with a heading of its own', () => {
    expect(issuesOf(withSection({ heading: null, after: 'EXPERIENCE' }))).toEqual([
      'people[0].resumes[0].sections[0].after: expected `heading` beside it, the heading to write there',
    ])
    expect(issuesOf(withSection({ after: 'EXPERIENCE' }))).toEqual([])
  })
})
