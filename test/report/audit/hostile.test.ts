import { describe, expect, test } from 'vitest'
import { type Audit, renderGitHub, renderText } from '../../../src/report/audit/render.ts'
import { dangerous } from '../../support/cli.ts'
import { bytesOf } from '../support/documents.ts'
import { hostile } from '../support/hostile.ts'
import { ada, findings, resume, told, wrong } from './support.ts'

const finding = {
  line: 3,
  column: 5,
  kind: 'count',
  verdict: 'stale',
  text: 'Merged 3',
  expected: '5',
  reference: 'works/lantern',
  advice: 'should say 5 merged',
} as const

test('a finding is a line that says what to change', () => {
  const audits: Audit[] = [{ file: 'ada.md', findings: [finding, { ...finding, verdict: 'true' }] }]

  expect(renderText(audits, false)).toBe(
    'ada.md:3:5: stale count: "Merged 3" should say 5 merged (works/lantern)\n1 to change, 1 true, 0 unprovable\n',
  )
})

test('an annotation is escaped, its file name too', () => {
  const text = 'a,b:c 100%\r\n::error::x'

  expect(renderGitHub([{ file: 'x,y:100%.md', findings: [{ ...finding, text }] }], false)).toBe(
    '::warning file=x%2Cy%3A100%25.md,line=3,col=5,title=stale count::"a,b:c 100%25 ::error::x" should say 5 merged (works/lantern)\n1 to change, 0 true, 0 unprovable\n',
  )
})

describe('text from outside acts on no terminal and in no log', () => {
  test.each(hostile.map((text) => [text.slice(0, 30), text]))('%j', (_name, text) => {
    const audits = [
      { file: `${text}.md`, findings: [{ ...finding, text, reference: text, advice: text }] },
    ]

    expect(
      renderText([{ ...audits[0], file: 'a.md', findings: audits[0]?.findings ?? [] }], true),
    ).not.toMatch(dangerous)
    expect(renderGitHub(audits, true).split('\n')).toHaveLength(3)
    expect(renderGitHub(audits, true).replaceAll(/^::warning /gm, '')).not.toMatch(dangerous)
  })

  test.each(
    hostile
      .filter((text) => !/^<!-- tracker:(?:begin|end)/.test(text))
      .map((text) => [text.slice(0, 30), text]),
  )('a document with %j is audited', (_name, text) => {
    const document = resume(`\n- Merged 3 MRs\n- ${text}\n`)

    expect(() => findings(document)).not.toThrow()
  })
})

const sentence = '# Ada\n\n## Open Source\n\n### Lantern\n\n- Merged 3 MRs'

test.each([
  ['line ends of Windows', sentence.replaceAll('\n', '\r\n'), [7, 3]],
  ['line ends of old Macs', sentence.replaceAll('\n', '\r'), [7, 3]],
  ['a byte order mark', `\ufeff${sentence}`, [7, 3]],
  [
    'characters outside the basic plane before it',
    sentence.replace('- Merged', '- 📧 Merged'),
    [7, 5],
  ],
  ['mojibake before it', sentence.replace('- Merged', '- \uf8ffüìß Merged'), [7, 8]],
] as const)('line and column hold with %s', (_name, document, expected) => {
  const count = findings(bytesOf(document)).find(({ kind }) => kind === 'count')

  expect([count?.line, count?.column]).toEqual(expected)
})

test('claims nobody can prove are said to be so, one each', () => {
  const document = resume(
    '\n- Ranked 3rd among all contributors\n- Kept the lamp burning through the night\n',
    'Active contributor and maintainer of Lantern.',
  )

  expect(told(document).filter((line) => / claim: /.test(line))).toEqual([
    'unprovable claim: Active contributor',
    'unprovable claim: maintainer of',
    'unprovable claim: Ranked 3rd',
    'unprovable claim: Kept the lamp burning through the night',
  ])
})

test('what was vouched for grows stale after half a year', () => {
  const document = resume('\n- Page 5 on the leaderboard\n')
  const who = (asOf: string) =>
    ada({ claims: [{ text: 'page 5 on the leaderboard', asOf, source: 'https://a.example' }] })

  expect(wrong(document, who('2025-06-01'))).toEqual(['stale claim: page 5 on the leaderboard'])
  expect(wrong(document, who('2026-03-01'))).toEqual([])
})

test('of people who share a document each is asked about their own section', () => {
  const grace = ada({ sections: [{ ...ada().sections[0], heading: 'Grace' } as never] })
  const nobody = { ...grace, contributions: { pullRequests: [], reviews: [], repositories: [] } }
  const document = `${resume('\n- Merged 5 MRs\n', 'Merged 5 MRs together.')}`

  expect(wrong(document, [ada(), nobody])).toEqual([])
})
