import { describe, expect, test } from 'vitest'
import { config, issuesOf, person, withSection } from './support.ts'

const section = 'people[0].resumes[0].sections[0]'

describe('a key that is not known', () => {
  test.each([
    [
      withSection({ select: { repos: [] } }),
      `${section}.select.repos: unknown key, did you mean \`repositories\`?`,
    ],
    [
      withSection({ repos: [] }),
      `${section}.repos: unknown key, did you mean \`select.repositories\`?`,
    ],
    [
      withSection({ projects: { 'a/b': { tech: [] } } }),
      `${section}.projects["a/b"].tech: unknown key, did you mean \`technologies\`?`,
    ],
    [
      withSection({ select: { minPRs: 1 } }),
      `${section}.select.minPRs: unknown key, did you mean \`minPullRequests\`?`,
    ],
    [withSection({ headng: 'X' }), `${section}.headng: unknown key, did you mean \`heading\`?`],
    [
      withSection({ since: '2024-01-01' }),
      `${section}.since: unknown key, did you mean \`select.since\`?`,
    ],
    [
      withSection({ projects: { 'a/b': { pined: true } } }),
      `${section}.projects["a/b"].pined: unknown key, did you mean \`pinned\`?`,
    ],
    [
      config({ forges: { gitlab: { token: { evn: 'A' } } } }),
      'forges.gitlab.token.evn: unknown key, did you mean `env`?',
    ],
    [
      config({ qwertyuiop: 1 }),
      'qwertyuiop: unknown key, expected `$schema`, `database`, `forges`, `people` or `schedule`',
    ],
  ])('is named with the nearest one that is: %#', (value, issue) => {
    expect(issuesOf(value)).toEqual([issue])
  })

  test('does not put control characters on the terminal', () => {
    const [issue] = issuesOf(config({ 'a\u001b[2J\u202e': 1 }))

    expect(issue).toMatch(/^\["a\\u001b\[2J\\u\{202e\}"\]: unknown key/)
  })
})

describe('what the person says of a project', () => {
  const claim = { text: 'Ranked third', asOf: '2026-01', source: 'https://ranks.example/2026' }
  const landed = {
    reference: 'a/b#12',
    via: 'https://github.com/a/b/pull/40',
    evidence: 'see there',
  }
  const project = (changes: object) => withSection({ projects: { 'a/b': changes } })

  test('is taken as they write it', () => {
    expect(
      issuesOf(project({ claims: [claim, { ...claim, source: undefined, asOf: '2026-01-31' }] })),
    ).toEqual([])
    expect(issuesOf(project({ landedVia: [landed, { ...landed, via: 'g/s/p!3' }] }))).toEqual([])
  })

  test.each([
    [{ claims: [{ ...claim, asOf: '2026' }] }, 'asOf: expected a day or a month such as'],
    [{ claims: [{ ...claim, asOf: '2026-13' }] }, 'asOf: expected a day or a month such as'],
    [
      { claims: [{ ...claim, source: 'http://ranks.example' }] },
      'source: expected an `https` address',
    ],
    [{ claims: [{ ...claim, text: 'a\u202eb' }] }, 'text: expected a sentence'],
    [{ claims: [{ ...claim, when: 'now' }] }, 'when: unknown key'],
    [{ landedVia: [{ ...landed, via: '#40' }] }, 'via: expected a pull request such as `o/r#12`'],
    [{ landedVia: [{ reference: 'a/b#1', via: 'a/b#2' }] }, 'evidence: expected a sentence'],
  ])('is refused where it cannot be used: %#', (changes, issue) => {
    expect(issuesOf(project(changes)).join('\n')).toContain(issue)
  })
})

describe('a value that is wrong is told with what is expected and what is there:', () => {
  const select = (changes: object) => withSection({ select: changes })

  test.each([
    [config({ people: [] }), 'people: expected at least one person, received an empty list'],
    [config({ people: [person({ name: undefined })] }), '.name: expected a name, received nothing'],
    [config({ people: [person({ name: 7 })] }), '.name: expected a name, received 7'],
    [config({ people: [person({ id: 'Ada L' })] }), 'joined by single hyphens, received "Ada L"'],
    [
      config({ people: [person({ accounts: [] })] }),
      'at least one account, received an empty list',
    ],
    [
      config({ people: [person({ timezone: 'Africa/Nairoby' })] }),
      'expected an IANA time zone such as `Africa/Nairobi`, received "Africa/Nairoby"',
    ],
    [config({ people: [person({ timezone: '+03:00' })] }), 'expected an IANA time zone'],
    [config({ schedule: { cron: '61 * * * *' } }), 'such as `0 6 * * *`, received "61 * * * *"'],
    [config({ schedule: { cron: '* * * * * *' } }), 'expected a cron expression of five fields'],
    [select({ since: '2023-02-29' }), 'such as `2024-01-31`, received "2023-02-29"'],
    [select({ since: '2024-01-31T00:00:00Z' }), 'expected a date'],
    [select({ repositories: ['kubernetes*/[a'] }), 'received "kubernetes*/[a"'],
    [select({ repositories: ['!kubernetes/*'] }), 'to leave some out, use `exclude`'],
    [select({ kinds: ['issue'] }), 'expected `pull-request`, `review` or `repository`'],
    [select({ kinds: [] }), 'expected at least one kind'],
    [withSection({ max: { entries: '6' } }), 'expected a whole number from 1 up, received "6"'],
    [withSection({ max: { links: -1 } }), 'expected a whole number from 0 up, received -1'],
    [withSection({ ownership: 'mine' }), 'expected `facts`, `bullets` or `full`, received "mine"'],
    [withSection({ projects: { 'a/*': {} } }), 'expected the exact path of a repository'],
    [
      config({ people: [person({ accounts: [{ forge: 'github', login: 'a b' }] })] }),
      'expected a login as in the address of the profile, received "a b"',
    ],
    [
      config({ people: [person({ accounts: [{ forge: 'github', login: 'a', commands: 'no' }] })] }),
      'expected `auto`, true or false, received "no"',
    ],
    [
      config({ people: [person({ resumes: [{ file: 'a.md', language: 'english!' }] })] }),
      'expected a language tag such as `en` or `pt-BR`',
    ],
    [config({ forges: { 'a b': {} } }), 'forges["a b"]: expected a forge name'],
    [
      config({ forges: { x: { kind: 'gitea', url: 'https://x.example' } } }),
      'forges.x.kind: expected `github` or `gitlab`, received "gitea"',
    ],
  ])('%#', (value, part) => {
    expect(issuesOf(value)[0]).toContain(part)
  })

  test('a long one is cut', () => {
    const [issue] = issuesOf(withSection({ ownership: 'x'.repeat(500) }))

    expect(issue?.length).toBeLessThan(200)
  })
})

test('everything that is wrong is told at once', () => {
  const issues = issuesOf({
    databse: 'x',
    people: [
      person({ id: 'A', accounts: [{ forge: 'gitlba', login: 'ada' }] }),
      person({ name: '', resumes: [{ file: 'a.md', sections: [{ id: 'x' }, { id: 'x' }] }] }),
    ],
    schedule: { cron: 'daily' },
  })

  expect(issues).toEqual([
    expect.stringContaining('people[0].id: expected an id'),
    expect.stringContaining('people[1].name: expected a name'),
    expect.stringContaining('schedule.cron: expected a cron expression'),
    expect.stringContaining('databse: unknown key, did you mean `database`?'),
    expect.stringContaining('people[0].accounts[0].forge: unknown forge "gitlba"'),
    expect.stringContaining('sections[1].id: "x" stands at'),
  ])
})

describe('a format that is known and cannot be written yet', () => {
  test.each([{ file: 'ada.tex' }, { file: 'resumes/*.json' }, { file: 'ada.md', format: 'latex' }])(
    'is refused with one sentence: %o',
    (resume) => {
      const issues = issuesOf(config({ people: [person({ resumes: [resume] })] }))

      expect(issues).toEqual([expect.stringContaining('not supported yet')])
    },
  )

  test('is told from one that is not known', () => {
    const issues = issuesOf(config({ people: [person({ resumes: [{ file: 'ada.docx' }] })] }))

    expect(issues).toEqual([
      'people[0].resumes[0].file: expected `.md` or `.txt` at its end, or `format` beside it, received "ada.docx"',
    ])
  })
})
