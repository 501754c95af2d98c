import { describe, expect, test } from 'vitest'
import { ada, findings, merged, repository, resume, told, url } from './support.ts'

const who = () => {
  const base = ada({
    pulls: [merged(7, '2026-03-03', { repository: 'works/wick-oil' })],
  })
  const repositories = [
    repository('works/lantern', { formerPaths: ['works/lamp'] }),
    repository('works/wick-oil'),
    repository('ada/kite'),
  ]
  return { ...base, contributions: { ...base.contributions, repositories } }
}

const links = (line: string, format: 'markdown' | 'text' = 'markdown') => {
  const document =
    format === 'markdown'
      ? resume(`\n- ${line}\n`)
      : `ADA\n\nOPEN SOURCE\n\nLantern Contributor\nFeb. 2026 – Present\n\n- ${line}`
  return told(document, who(), format)
    .filter((each) => / link: /.test(each))
    .map((each) => each.replace(' link', '').replace(/ \(works.*/, ''))
}
const oil = merged(7, null, { repository: 'works/wick-oil' }).url

describe.each(['markdown', 'text'] as const)(
  'a link that is called by a reference, in %s',
  (format) => {
    test.each([
      [`[!4](${url(5)})`, 'false: !4 → !5'],
      [`[MR #4](${url(5)})`, 'false: MR #4 → MR #5'],
      [`[**MR 4**](${url(5)})`, 'false: MR 4 → MR 5'],
      [`[merge request !4](${url(5)})`, 'false: merge request !4 → merge request !5'],
      [`[works/lantern!4](${url(5)})`, 'false: works/lantern!4 → works/lantern!5'],
      [`[wick-oil!4](${url(5)})`, 'false: wick-oil!4 → lantern!5'],
      [`[wick-oil!5](${url(5)})`, 'false: wick-oil!5 → lantern!5'],
      [`[works/wick-oil!5](${url(5)})`, 'false: works/wick-oil!5 → works/lantern!5'],
      [`[lantern!7](${oil})`, 'false: lantern!7 → wick-oil!7'],
      [`[wick-shop!5](${url(5)})`, 'false: wick-shop!5 → lantern!5'],
      [`[Lantern !4](${url(5)})`, 'false: Lantern !4 → Lantern !5'],
      [`[Wick Oil #6](${oil})`, 'false: Wick Oil #6 → Wick Oil #7'],
      [`[review of MR #4](${url(5)})`, 'false: review of MR #4 → review of MR #5'],
      [`[(!4)](${url(5)})`, 'false: (!4) → (!5)'],
      [`[4512](${url(5)})`, 'false: 4512 → 5'],
      [`!4 (${url(5)})`, 'false: !4 → !5'],
      [`MR #4: ${url(5)}`, 'false: MR #4 → MR #5'],
      [`works/lantern!4 <${url(5)}>`, 'false: works/lantern!4 → works/lantern!5'],
    ])('and leads to another is false: %s', (line, expected) => {
      expect(links(line, format)).toEqual([expected])
    })

    test.each([
      `[!5](${url(5)})`,
      `[MR 5](${url(5)})`,
      `[Works/Lantern!5](${url(5)})`,
      `[works/lamp!5](${url(5)})`,
      `[Lantern #5](${url(5)})`,
      `[wick-oil!7](${oil})`,
      `[fix for #33](${url(5)})`,
      `[Follow-up to !4](${url(5)})`,
      `[Go 1.22](${url(5)})`,
      `[2](${url(5)})`,
      `[2026](${url(5)})`,
      `Closed #33: ${url(5)}`,
      `Reverts !4 with ${url(5)}`,
      `After MR !4 came [it](${url(5)})`,
    ])('and leads there, or is called by words, is what it was: %s', (line) => {
      expect(links(line, format)).toEqual([expect.stringMatching(/^true: /)])
    })
  },
)

test('a nickname is nobody’s to judge', () => {
  expect(links(`[lntn!5](${url(5)})`)).toEqual(['unprovable: lntn!5'])
  expect(links(`[Lighthouse!5](${url(5)})`)).toEqual(['unprovable: Lighthouse!5'])
})

test('labels that count the links of a list are no references', () => {
  expect(links(`[MR #1](${url(4)}), [MR #2](${url(5)})`)).toEqual(['true: MR #1', 'true: MR #2'])
  expect(links(`[MR #1](${url(2)}), [MR #2](${url(1)})`)).toEqual([
    'false: MR #1 → MR #2',
    'false: MR #2 → MR #1',
  ])
})

test('what to change is said', () => {
  const [finding] = findings(resume(`\n- [!4](${url(5)})\n`)).filter(({ kind }) => kind === 'link')

  expect(finding?.advice).toBe('should say !5, which its address leads to, or lead elsewhere')
})

test('where a private repository went is not told', () => {
  const secret = { visibility: 'private' } as const
  const old = 'https://gitlab.com/works/vault/-/merge_requests/5'
  const base = who()
  const contributions = {
    ...base.contributions,
    repositories: [
      ...base.contributions.repositories,
      repository('works/hidden', { ...secret, formerPaths: ['works/vault'] }),
    ],
  }
  const said = told(resume(`\n- [works/vault!4](${old})\n`), { ...base, contributions })

  expect(said.join('\n')).not.toContain('hidden')
})
