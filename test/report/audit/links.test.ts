import { describe, expect, test } from 'vitest'
import { readPage } from '../../../src/report/audit/page.ts'
import { pageLinks } from '../../../src/report/formats/page-links.ts'
import { formats } from '../../../src/report/formats/registry.ts'
import { bytesOf } from '../support/documents.ts'
import {
  ada,
  findings,
  gap,
  linked,
  merged,
  proofs,
  repository,
  resume,
  reviewed,
  section,
  told,
  url,
  wrong,
} from './support.ts'

const link = (text: string) =>
  pageLinks(readPage(bytesOf(text), formats.markdown)).map((each) => [each.text, each.url])

test.each([
  ['[label](https://a.example/x)', [['label', 'https://a.example/x']]],
  ['[**bold** label](https://a.example/x)', [['bold label', 'https://a.example/x']]],
  ['<https://a.example/x>', [['https://a.example/x', 'https://a.example/x']]],
  ['See https://a.example/x.', [['https://a.example/x', 'https://a.example/x']]],
  ['[https://a.example/x](https://a.example/x)', [['https://a.example/x', 'https://a.example/x']]],
  [
    '[one][1] and [1]\n\n[1]: https://a.example/x',
    [
      ['one', 'https://a.example/x'],
      ['1', 'https://a.example/x'],
    ],
  ],
  ['[1]: https://a.example/x', [['https://a.example/x', 'https://a.example/x']]],
  ['[![badge](https://b.example/i.svg)](https://a.example/x)', [['badge', 'https://a.example/x']]],
  ['![image](https://b.example/i.png)', []],
  ['`https://a.example/x`', []],
  [
    '<a href="https://a.example/x">x</a> <img src="https://a.example/i.png">',
    [['https://a.example/x', 'https://a.example/x']],
  ],
])('links as a reader meets them: %s', (text, expected) => {
  expect(link(text)).toEqual(expected)
})

const note = `${url(40)}#note_7`
const noteLink = linked(40, { address: note, target: 'note', noteBy: 'person' })
const gone = `https://gitlab.com/works/lantern/-/merge_requests/404`

const ofLink = (address: string, who = ada()) =>
  told(resume(`\n- See [it](${address})\n`), who).filter((line) => / link: /.test(line))

describe('a link', () => {
  test.each([
    ['to an own merge request', url(1), ada(), 'true link: it (works/lantern!1)'],
    [
      'to one that sync found',
      url(40),
      ada({ links: [linked(40)] }),
      'true link: it (works/lantern!40)',
    ],
    ['to a note', note, ada({ links: [noteLink] }), 'true link: it (works/lantern!40)'],
    [
      'to nothing',
      gone,
      ada({
        links: [linked(404, { address: gone, status: 'missing', pull: null, repository: null })],
      }),
      'false link: it (works/lantern!404)',
    ],
    [
      'to nothing, where no other merge request was ever seen',
      gone,
      ada({
        contributions: {
          pullRequests: [],
          reviews: [],
          repositories: [repository('works/lantern')],
        },
        links: [linked(404, { address: gone, status: 'missing', pull: null, repository: null })],
      }),
      'unprovable link: it',
    ],
    [
      'to nothing, in a repository that may be private',
      gone.replace('lantern', 'vault'),
      ada({
        links: [
          linked(404, {
            address: gone.replace('lantern', 'vault'),
            status: 'missing',
            pull: null,
            repository: null,
          }),
        ],
      }),
      'unprovable link: it',
    ],
    [
      'to a note that is not there, or confidential',
      `${url(1)}#note_7`,
      ada({
        links: [
          linked(1, {
            address: `${url(1)}#note_7`,
            status: 'missing',
            pull: null,
            repository: null,
          }),
        ],
      }),
      'unprovable link: it',
    ],
    [
      'to what is hidden',
      gone,
      ada({
        links: [linked(404, { address: gone, status: 'hidden', pull: null, repository: null })],
      }),
      'unprovable link: it',
    ],
    ['never looked up', gone, ada(), 'unprovable link: it'],
    [
      'to a page of one, in other letters and with an anchor',
      `${url(1).replace('works/lantern', 'Works/Lantern')}/diffs?w=1#diff`,
      ada({ links: [linked(1, { address: `${url(1)}/diffs?w=1#diff` })] }),
      'true link: it (works/lantern!1)',
    ],
    [
      'to a host by its other name',
      url(1).replace('://', '://www.'),
      ada(),
      'true link: it (works/lantern!1)',
    ],
    ['to a repository', 'https://gitlab.com/works/lantern', ada(), 'true link: it (works/lantern)'],
    ['to the own profile', 'https://gitlab.com/Ada', ada(), 'true link: it'],
    ["to somebody else's profile", 'https://gitlab.com/grace', ada(), 'unprovable link: it'],
    ['to any other page', 'https://a.example/x', ada(), 'unprovable link: it'],
  ])('%s', (_name, address, who, expected) => {
    expect(ofLink(address, who)).toEqual([expected])
  })

  test('to a repository that was renamed is stale, and so are those to its merge requests', () => {
    const who = ada()
    const renamed = repository('works/lantern', { formerPaths: ['works/lamp'] })
    const contributions = { ...who.contributions, repositories: [renamed] }
    const old = (path: string) => `https://gitlab.com/works/lamp${path}`

    expect(ofLink(old(''), ada({ contributions }))).toEqual([
      'stale link: it → https://gitlab.com/works/lantern (works/lantern)',
    ])
    expect(ofLink(old('/-/merge_requests/1'), ada({ contributions }))).toEqual([
      `stale link: it → ${url(1)} (works/lantern!1)`,
    ])
  })

  test('that may be private says so', () => {
    const address = 'https://gitlab.com/acme/vault/-/merge_requests/3'
    const lost = linked(3, { address, status: 'missing', pull: null, repository: null })
    const [finding] = findings(resume(`\n- See [it](${address})\n`), ada({ links: [lost] })).filter(
      ({ kind }) => kind === 'link',
    )

    expect(finding?.advice).toBe('cannot be seen: it is not public, was deleted, or never was')
  })

  test('says to sync what was never looked up', () => {
    const [finding] = findings(resume(`\n- See [it](${gone})\n`)).filter(
      ({ kind }) => kind === 'link',
    )

    expect(finding?.advice).toBe('was never looked up; run `tracker sync`')
  })
})

const states = (line: string, who = ada(), summary = '') =>
  told(resume(summary === '' ? `\n- ${line}\n` : '', summary), who)
    .filter((each) => / state: /.test(each))
    .map((each) => each.replace(/ \(works.*/, ''))

describe('a state', () => {
  test.each([
    [`[MR](${url(1)})`, 'true state: MR'],
    [`[MR](${url(1)}) (merged)`, 'true state: merged'],
    [`[MR](${url(1)}) (open)`, 'stale state: open → merged'],
    [`[MR](${url(9)})`, 'false state: MR → open'],
    [`[MR](${url(9)}) (open)`, 'true state: open'],
    [`[MR](${url(9)}), in review`, 'true state: in review'],
    [`[MR](${url(9)}) (merged)`, 'false state: merged → open'],
    [`Merged [MR](${url(9)})`, 'false state: Merged → open'],
    [`[MR](${url(9)}) closed a gap`, 'false state: MR → open'],
    [`[MR](${url(10)})`, 'false state: MR → closed'],
    [`[MR](${url(10)}) (closed)`, 'true state: closed'],
    [`[MR](${url(10)}) (open)`, 'stale state: open → closed'],
    [`[MR](${url(11)}) (draft)`, 'true state: draft'],
    [`[MR](${url(11)})`, 'false state: MR → draft'],
  ])('among contributions: %s', (line, expected) => {
    expect(states(line)).toEqual([expected])
  })

  test.each([
    [`[MR](${url(9)}) (open) (merged)`, ['true state: open', 'false state: merged → open']],
    [`[MR](${url(9)}) (open), merged in May`, ['true state: open', 'false state: merged → open']],
    [`Merged [MR](${url(9)}) (open)`, ['true state: open', 'false state: Merged → open']],
    [`[MR](${url(9)}) (open), in review`, ['true state: open', 'true state: in review']],
    [`[MR](${url(1)}) merged: [MR](${url(9)}) (open)`, ['true state: merged', 'true state: open']],
  ])('is held against the data also beside the one that the tool wrote: %s', (line, expected) => {
    expect(states(line).sort()).toEqual(expected.sort())
  })

  test('elsewhere only one that is stated is held against anything', () => {
    expect(states('', ada(), `Once I wrote [MR](${url(9)}) there`)).toEqual([])
    expect(states('', ada(), `Once I wrote [MR](${url(9)}) (merged)`)).toEqual([
      'false state: merged → open',
    ])
  })

  test.each(['Opened', 'Submitted the MR'])(
    'is not that of what is only said to be opened: %s',
    (words) => {
      expect(states(`${words} [MR](${url(9)})`)).toEqual([])
      expect(states(`${words} [MR](${url(9)}) (merged)`)).toEqual(['false state: merged → open'])
    },
  )

  test('of an entry holds for its links', () => {
    const document = resume(`*March 2026 (in review)*\n\n**Link**: [MR](${url(9)})\n`)

    expect(wrong(document).filter((line) => line.includes('state'))).toEqual([])
  })

  test('merged and taken back is stale', () => {
    const revert = merged(50, '2026-04-22', { title: 'Revert "Change 1"' })

    expect(states(`[MR](${url(1)})`, ada({ pulls: [revert] }))).toEqual([
      'stale state: MR → reverted',
    ])
  })

  test('merged through another one is merged', () => {
    const landed = [{ reference: 'works/lantern!10', via: 'works/lantern!40' }]
    const via = (state: 'merged' | 'open') => {
      const { pull, ...rest } = linked(40)
      return pull === null ? [] : [{ ...rest, pull: { ...pull, state } }]
    }

    expect(states(`[MR](${url(10)})`, ada({ landed, links: via('merged') }))).toEqual([
      'true state: MR',
    ])
    expect(states(`[MR](${url(10)})`, ada({ landed, links: via('open') }))).toEqual([
      'false state: MR → closed',
    ])
    expect(states(`[MR](${url(10)})`, ada({ landed }))).toEqual(['unprovable state: MR'])
  })
})

const owners = (address: string, who = ada(), among = true) =>
  told(among ? resume(`\n- See [it](${address})\n`) : resume('', `See [it](${address})`), who)
    .filter((line) => / ownership: /.test(line))
    .map((line) => line.split(' ')[0])

describe('ownership', () => {
  test.each([
    ['of an own merge request', url(1), {}, 'true'],
    ['of one reviewed', url(21), { links: [linked(21)] }, 'true'],
    ['of one neither written nor reviewed', url(40), { links: [linked(40)] }, 'false'],
    [
      'of one that may have been reviewed unseen',
      url(40),
      { links: [linked(40)], proofs: proofs({ reviews: [gap] }) },
      'unprovable',
    ],
    ['of an own note', note, { links: [noteLink] }, 'true'],
    [
      "of somebody else's note",
      note,
      { links: [{ ...noteLink, noteBy: 'other' as const }] },
      'false',
    ],
  ])('%s', (_name, address, part, expected) => {
    expect(owners(address, ada(part))).toEqual([expected])
  })

  test.each([
    [`Authored [MR](${url(22)})`, 'false'],
    [`See [my MR](${url(22)})`, 'false'],
    [`My MR [!22](${url(22)})`, 'false'],
    [`Reviewed [MR](${url(22)})`, 'true'],
    [`I fixed what [MR](${url(22)}) broke`, 'true'],
    [`Authored [MR](${url(1)})`, 'true'],
    [`Authored [MR](${url(40)})`, 'false'],
  ])('of what is said to be written: %s', (words, expected) => {
    const links = [linked(22), linked(40)]
    const said = [resume(`\n- ${words}\n`), resume('', words)].flatMap((document) =>
      told(document, ada({ links })).filter((line) => / ownership: /.test(line)),
    )

    expect(said.map((line) => line.split(' ')[0])).toEqual([expected, expected])
  })

  test('is no claim outside contributions', () => {
    expect(owners(url(40), ada({ links: [linked(40)] }), false)).toEqual(['unprovable'])
  })
})

describe('what is not public', () => {
  const secret = { repository: 'acme/vault', visibility: 'private' } as const
  const hidden = merged(61, '2026-04-01', secret)
  const who = (select = {}) => ada({ pulls: [hidden], sections: [section({}, select)], links: [] })

  test('is neither counted nor named', () => {
    const document = resume(`\n- Merged 3 MRs, see [it](${hidden.url})\n`)
    const said = findings(document, who()).filter(({ kind }) => kind !== 'claim')

    expect(
      said.map(({ kind, verdict, expected, reference }) => [kind, verdict, expected, reference]),
    ).toEqual([
      ['count', 'stale', '5', 'works/lantern'],
      ['link', 'unprovable', null, null],
    ])
  })

  test.each([
    ['a count that holds with it', '- Merged 7 MRs', 'unprovable count: Merged 7'],
    ['a count that holds neither way', '- Merged 8 MRs', 'false count: Merged 8'],
    ['a count that more is known of', '- Merged 3 MRs', 'stale count: Merged 3'],
  ])('is no reason to call wrong %s', (_, line, finding) => {
    const here = { visibility: 'private' } as const
    const pulls = [merged(71, '2026-03-05', here), merged(72, '2026-03-20', here)]

    const said = told(resume(`\n${line}\n`), ada({ pulls }))

    expect(
      said.some((each) => each.startsWith(finding)),
      said.join('\n'),
    ).toBe(true)
  })

  test('is no reason to call a month wrong that only it proves', () => {
    const pulls = [merged(71, '2026-01-05', { visibility: 'private' })]
    const document = resume('*January 2026 - Present*\n\n- [it](https://gitlab.com/works/lantern)')

    expect(told(document, ada({ pulls })).join('\n')).toContain('unprovable date: January 2026')
    expect(told(document).join('\n')).toContain('false date: January 2026')
  })

  test('is told where the section may show it', () => {
    const document = resume(`\n- See [it](${hidden.url})\n`)

    expect(told(document, who({ visibility: 'all' }))).toContain('true link: it (acme/vault!61)')
  })
})

test('a review that is known makes its merge request a true link without looking it up', () => {
  const who = ada()
  const contributions = { ...who.contributions, reviews: [reviewed(77, '2026-03-01')] }

  expect(ofLink(url(77), ada({ contributions }))).toEqual(['true link: it (works/lantern!77)'])
})
