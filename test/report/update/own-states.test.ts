/** States of linked pull requests in words of the person's: never a second one beside them. */
import { describe, expect, test } from 'vitest'
import { formatNames } from '../../../src/report/formats/names.ts'
import { ada, url } from '../audit/support.ts'
import { trio } from '../support/trio.ts'

const heads = { markdown: ['## Open Source', '### Lantern Contributor | works'] } as const

function resume(format: (typeof formatNames)[number], line: string): string {
  const [section, entry] = format === 'markdown' ? heads.markdown : ['OPEN SOURCE', 'works/lantern']
  return `${section}\n\n${entry}\n\n- Own words of mine ${line}\n`
}

describe.each(formatNames)('in %s', (format) => {
  test.each([
    [`[!9](${url(9)}) (merged)`, 'open'],
    [`[!9](${url(9)}), merged in May`, 'open'],
    [`[!11](${url(11)}) (merged)`, 'draft'],
    [`[!10](${url(10)}) (in review)`, 'closed'],
    [`[!1](${url(1)}) (in review)`, 'merged'],
  ])('a wrong one stays, is a conflict, and the audit calls it untrue: %s', (line, state) => {
    const { text, reported, checked, untrue } = trio(format, resume(format, line), ada())

    expect(text).toContain(`Own words of mine ${line}\n`)
    for (const { conflicts } of [reported, checked])
      expect(conflicts.filter(({ kind }) => kind === 'state').map(({ value }) => value)).toEqual([
        state,
      ])
    expect(checked.state).toBe('unchanged')
    expect(untrue.filter((each) => / state: /.test(each))).toHaveLength(1)
  })

  test.each([
    `[!9](${url(9)}) (in review)`,
    `[!10](${url(10)}) (abandoned)`,
    `[!1](${url(1)}) (merged)`,
  ])('a right one stays alone: %s', (line) => {
    const { text, reported, checked, untrue } = trio(format, resume(format, line), ada())

    expect(text).toContain(`Own words of mine ${line}\n`)
    expect(reported.conflicts.filter(({ kind }) => kind === 'state')).toEqual([])
    expect(checked.state).toBe('unchanged')
    expect(untrue.filter((each) => / state: /.test(each))).toEqual([])
  })

  test('one that stands beside a state of the tool’s is a conflict too', () => {
    const line = `[!9](${url(9)}) (open) (merged)`
    const { text, checked, untrue } = trio(format, resume(format, line), ada())

    expect(text).toContain(`Own words of mine ${line}\n`)
    expect(checked.conflicts).toContainEqual(
      expect.objectContaining({ kind: 'state', text: line, value: 'open' }),
    )
    expect(untrue.filter((each) => / state: /.test(each))).toEqual([
      'false state: merged → open (works/lantern!9)',
    ])
  })
})
