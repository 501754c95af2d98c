/** Which forges a section asks of: what it cannot choose from is no lack of it. */
import { describe, expect, test } from 'vitest'
import { formatNames } from '../../src/report/formats/names.ts'
import { canChooseOn } from '../../src/report/patterns.ts'
import type { DocumentUpdate } from '../../src/report/update/document.ts'
import { ada, gap, proofs, section } from './audit/support.ts'
import { trio } from './support/trio.ts'

test.each<[readonly string[], readonly string[], boolean]>([
  [['**'], [], true],
  [['gitlab:**'], [], false],
  [['gitlab:**', 'works/*'], [], true],
  [['gitlab:**', 'github:works/*'], [], true],
  [['GITHUB:**'], [], true],
  [['**'], ['github:**'], false],
  [['**'], ['github:**/*'], false],
  [['**'], ['**'], false],
  [['**'], ['gitlab:**'], true],
  [['**'], ['github:works/**', '**/docs'], true],
  [['**'], ['github:*/*'], true],
])('of patterns %j without %j, something on GitHub may be chosen: %s', (all, without, expected) => {
  const patterns = { repositories: all, exclude: without }

  expect(canChooseOn('github', patterns, ['github', 'gitlab'])).toBe(expected)
})

/** Besides complete streams of GitLab, those of a GitHub account with `gaps`. */
function withGithub(select: object, reason: 'not-read' | 'interrupted') {
  const base = ada()
  const theirs = proofs().map((proof) => ({
    ...proof,
    forge: 'github',
    host: 'github.com',
    stored: 0,
    finishedAt: reason === 'not-read' ? null : proof.finishedAt,
    complete: false,
    gaps: [{ ...gap, reason }],
  }))
  return {
    ...base,
    person: { ...base.person, logins: [...base.person.logins, { host: 'github.com', login: 'a' }] },
    proofs: [...base.proofs, ...theirs],
    sections: [section({}, select)],
  }
}

function stateOf({ sections }: DocumentUpdate) {
  return sections.find(({ id }) => id === 'oss')?.state
}

const only = [{ repositories: ['gitlab:**'] }, { exclude: ['github:**'] }]

describe.each(formatNames)('in %s', (format) => {
  const value = '<!-- tracker:value merged repository=gitlab:** -->0<!-- tracker:/value -->'
  const total = '<!-- tracker:value merged -->5<!-- tracker:/value -->'
  const document = `About ${value} of ${total}.\n\n${format === 'markdown' ? '## Open Source' : 'OPEN SOURCE'}\n`

  test.each(only)(
    'a forge never read keeps no section waiting that asks nothing of it: %j',
    (select) => {
      const { reported, checked, text, untrue } = trio(
        format,
        document,
        withGithub(select, 'not-read'),
      )

      expect(stateOf(reported)).toBe('written')
      expect(checked.state).not.toBe('written')
      expect(text).toContain('5 merged and 2 reviewed')
      expect(text).toContain(value.replace('>0<', '>5<'))
      expect(untrue).toEqual([])
    },
  )

  test.each(only)('and puts no plus behind its numbers: %j', (select) => {
    const { text } = trio(format, document, withGithub(select, 'interrupted'))

    expect(text).toContain('5 merged and 2 reviewed')
    expect(text).toContain(value.replace('>0<', '>5<'))
  })

  test('one that asks of both waits', () => {
    const { reported } = trio(format, document, withGithub({}, 'not-read'))

    expect(stateOf(reported)).toBe('left')
  })
})
