import { describe, expect, test } from 'vitest'
import { formatNames } from '../../../src/report/formats/names.ts'
import { start as startOf } from '../support/edits.ts'
import { count, entry, linkTo } from '../support/sections.ts'

const more = { entries: [entry({ merged: count(6), reviewed: count(3) })] }
const same = (text: string) => text

describe.each(formatNames)('bullets of %s that a person made others of', (format) => {
  const start = () => startOf(format)

  test('the counts joined with a bullet go on there, and are written no second time', () => {
    const join = (text: string) => text.replace(/( merge requests)\n. (Fixed the clutch)/, '$1; $2')
    const joined = start().after(join, more)
    const { text, conflicts, told } = joined.after(same, {
      entries: [entry({ merged: count(8), reviewed: count(4) })],
    })

    expect(joined.text).toContain('6 merged and 3 reviewed merge requests; Fixed the clutch')
    expect(text).toContain('8 merged and 4 reviewed merge requests; Fixed the clutch')
    expect(text.match(/\d+ merged/g)).toHaveLength(1)
    expect(conflicts).toEqual([])
    expect(told).toEqual([])
  })

  test('a link taken out of a bullet goes to no line of links', () => {
    const unlink = (text: string) =>
      text.replace(/(Fixed the clutch) \((?:\[.*?\]\(.*?\)|.*?<.*?>)\)/, '$1')
    const { text } = start().after(unlink, more).after(same, more)

    expect(text).toMatch(/Fixed the clutch$/m)
    expect(text).not.toContain(linkTo(61).url)
    expect(text).toContain(linkTo(64).url)
  })

  test('counts below a new heading stay, and are told where they are true no more', () => {
    const heading = format === 'markdown' ? '### My Shop' : 'My Shop'
    const insert = (text: string) => text.replace(/.*5 merged/, (line) => `${heading}\n\n${line}`)
    const { text, conflicts } = start().after(insert, more)

    expect(text).toContain('5 merged and 2 reviewed')
    expect(conflicts).toMatchObject([
      { kind: 'ambiguous', text: '5', value: '6' },
      { kind: 'ambiguous', text: '2', value: '3' },
    ])
  })
})
