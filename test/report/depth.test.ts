import { describe, expect, test } from 'vitest'
import type { ReviewFact } from '../../src/contribution/facts.ts'
import type { Day } from '../../src/contribution/zone.ts'
import { adoptDocument } from '../../src/report/adopt/adopt.ts'
import { build } from '../../src/report/build.ts'
import { formatNames } from '../../src/report/formats/names.ts'
import { formats } from '../../src/report/formats/registry.ts'
import { everything, type SectionRules } from '../../src/report/rules.ts'
import { select } from '../../src/report/select.ts'
import { countsOf } from '../../src/report/style/counts.ts'
import type { Entry } from '../../src/report/types.ts'
import type { Conflict } from '../../src/report/update/conflicts.ts'
import { ada, gap, proofs, reviewed } from './audit/support.ts'
import { bytesOf, textOf, update } from './support/documents.ts'
import { asked, background, count, entry, section } from './support/sections.ts'

/** What a section says of these reviews. */
function built(
  reviews: readonly ReviewFact[],
  part: Partial<SectionRules['select']> = {},
  gaps: Parameters<typeof proofs>[0] = {},
) {
  const { person, contributions } = ada()
  const rules = { ...everything, select: { ...everything.select, ...part } }
  const all = { ...contributions, pullRequests: [], reviews, repositories: [] }
  return build(select(all, rules, person), rules, {
    proofs: proofs(gaps),
    timezone: 'UTC',
    asOf: '2026-05-01' as Day,
  })
}

const words = { hasComments: true }
const none = { hasComments: false }
const unknown = { hasComments: null }

describe('how deep reviews went', () => {
  test('counts pull requests on which any of the person’s reviews holds words', () => {
    const { totals } = built([
      reviewed(1, '2026-03-01', words),
      reviewed(1, '2026-03-02', none),
      reviewed(2, '2026-03-03', none),
      reviewed(2, '2026-03-04', none),
    ])

    expect(totals).toMatchObject({ reviewed: count(2), commented: count(1) })
  })

  test('one that holds words decides, whatever is not known of the others', () => {
    const { totals } = built([
      reviewed(1, '2026-03-01', unknown),
      reviewed(1, '2026-03-02', words),
      reviewed(1, '2026-03-03', unknown),
    ])

    expect(totals.commented).toEqual(count(1))
  })

  test.each([
    ['before', [reviewed(2, '2026-03-02', unknown), reviewed(2, '2026-03-03', none)]],
    ['after', [reviewed(2, '2026-03-02', none), reviewed(2, '2026-03-03', unknown)]],
  ])('one of which nothing is known leaves it open, %s one without words', (_, given) => {
    const { totals } = built([reviewed(1, '2026-03-01', words), ...given])

    expect(totals).toMatchObject({ reviewed: count(2), commented: count(1, true) })
  })

  test('is open where reviews may be missing', () => {
    const { totals } = built([reviewed(1, '2026-03-01', words)], {}, { reviews: [gap] })

    expect(totals).toMatchObject({ reviewed: count(1, true), commented: count(1, true) })
  })

  test('a review from outside the section’s dates speaks for a pull request counted in it', () => {
    const { totals } = built(
      [
        reviewed(1, '2026-01-01', words),
        reviewed(1, '2026-03-01', none),
        reviewed(2, '2026-01-01', words),
      ],
      { since: '2026-02-01' },
    )

    expect(totals).toMatchObject({ reviewed: count(1), commented: count(1) })
  })

  test('what is open in one project leaves the others told', () => {
    const { counts } = built([
      reviewed(1, '2026-03-01', words),
      reviewed(2, '2026-03-02', { ...unknown, repository: 'works/other' }),
    ])

    expect(counts).toMatchObject({
      'gitlab.com/works/other': { commented: count(0, true) },
      'gitlab.com/works/lantern': { commented: count(1) },
    })
  })

  test('is nothing where a section does not count reviews', () => {
    const { totals } = built([reviewed(1, '2026-03-01', words)], { kinds: ['pull-request'] })

    expect(totals.commented).toEqual(count(0))
  })
})

const deep = entry({ reviewed: count(14), commented: count(9) })

describe('in a sentence it', () => {
  test.each<[string, Partial<Entry>, string]>([
    ['follows what it is told of', {}, '5 merged merge requests and 14 reviewed, 9 with comments'],
    ['stands without merges', { merged: count(0) }, '14 reviewed, 9 with comments'],
    ['tells one', { merged: count(1) }, '1 merged merge request and 14 reviewed, 9 with comments'],
    [
      'stands without a word for them',
      { highlights: [], links: [] },
      '5 merged, 14 reviewed, 9 with comments',
    ],
    [
      'is left out when it is zero',
      { commented: count(0) },
      '5 merged and 14 reviewed merge requests',
    ],
    [
      'is left out when it may be more',
      { commented: count(9, true) },
      '5 merged and 14 reviewed merge requests',
    ],
    [
      'is left out where reviews may be missing',
      { reviewed: count(14, true), commented: count(9, true) },
      '5 merged and 14+ reviewed merge requests',
    ],
    ['is left out without reviews', { reviewed: count(0) }, '5 merged merge requests'],
  ])('%s', (_, more, expected) => {
    expect(countsOf({ ...deep, ...more })).toBe(expected)
  })
})

describe.each(formatNames)('in a document of %s it', (format) => {
  const document =
    format === 'markdown' ? '# Ada\n\n## Open Source\n\n## Skills\n' : '\nOPEN SOURCE\n\nSKILLS\n'
  const line = '5 merged merge requests and 14 reviewed, 9 with comments'
  const plain = '5 merged and 14 reviewed merge requests'
  const more = { ...deep, reviewed: count(16), commented: count(10) }

  interface Run {
    readonly text: string
    readonly state: string
    readonly conflicts: readonly Conflict[]
    after(edit: (text: string) => string, value: Entry, acceptDrop?: boolean): Run
  }

  function run(text: string, sidecar: string | null, value: Entry, acceptDrop = false): Run {
    const sections = [asked(section([value]), { background: background(section([value])) })]
    const done = update(text, { format, sidecar, sections, acceptDrop })
    const again = update(done.bytes, { format, sidecar: done.sidecar, sections, acceptDrop })
    expect(textOf(again.bytes)).toBe(textOf(done.bytes))
    expect(again.sidecar).toBe(done.sidecar)
    return {
      text: textOf(done.bytes),
      state: done.state,
      conflicts: done.conflicts,
      after: (edit, next, accept) => run(edit(textOf(done.bytes)), done.sidecar, next, accept),
    }
  }

  const start = (value = deep) => run(document, null, value)
  const untouched = (text: string) => text

  test('is written, and kept up to date', () => {
    const first = start()
    const next = first.after(untouched, more)

    expect(first.text).toContain(line)
    expect(next.text).toContain('5 merged merge requests and 16 reviewed, 10 with comments')
  })

  test('comes when it gets known, and goes when it is known no longer', () => {
    const before = start({ ...deep, commented: count(9, true) })
    const known = before.after(untouched, deep)
    const after = known.after(untouched, { ...deep, commented: count(9, true) })

    expect([before, known, after].map(({ text }) => text.includes(line))).toEqual([
      false,
      true,
      false,
    ])
    expect(after.text).toContain(plain)
  })

  test('stays where only the proof of the reviews was lost', () => {
    const open = { ...deep, reviewed: count(14, true), commented: count(9, true) }
    const { text, state } = start().after(untouched, open)

    expect(state).toBe('left')
    expect(text).toContain(line)
  })

  test('is left as it is when it became less, unless that is accepted', () => {
    const less = { ...deep, commented: count(8) }
    const first = start()
    const { state, text, conflicts } = first.after(untouched, less)
    const accepted = first.after(untouched, less, true)

    expect(state).toBe('left')
    expect(text).toContain(line)
    expect(conflicts).toMatchObject([
      { kind: 'count', text: '9 with comments', value: '8 with comments' },
    ])
    expect(accepted.text).toContain('14 reviewed, 8 with comments')
  })

  test('stays deleted once the person took it out', () => {
    const { text, conflicts } = start()
      .after((text) => text.replace(', 9 with comments', ''), deep)
      .after(untouched, more)

    expect(text).toContain('5 merged merge requests and 16 reviewed\n')
    expect(text).not.toContain('with comments')
    expect(conflicts).toEqual([])
  })

  test('keeps the person’s words and gets the new value', () => {
    const { text } = start().after(
      (text) => text.replace(line, 'Read 14 MRs, 9 of them closely; 5 merged'),
      more,
    )

    expect(text).toContain('Read 16 MRs, 10 of them closely; 5 merged')
  })

  test('is kept apart from a count of the same value', () => {
    const same = { ...deep, commented: count(14) }
    const edit = (text: string) => text.replace('5 merged', 'A full 5 merged')
    const { text } = start(same).after(edit, { ...more, commented: count(15) })

    expect(text).toContain('A full 5 merged merge requests and 16 reviewed, 15 with comments')
  })

  test('is not put into a line the person wrote', () => {
    const { text } = start({ ...deep, commented: count(0, true) })
      .after((text) => text.replace(plain, '5 merged and 14 reviewed so far'), deep)
      .after(untouched, more)

    expect(text).toContain('5 merged and 16 reviewed so far\n')
  })

  test('stays in a line of the person’s while it is not known', () => {
    const { text } = start()
      .after((text) => text.replace(line, `${line}, gladly`), deep)
      .after(untouched, { ...more, commented: count(10, true) })

    expect(text).toContain('16 reviewed, 9 with comments, gladly')
  })

  test('is adopted from what the person wrote', () => {
    const written = start()
      .text.replace(/<!-- tracker.*\n*/g, '')
      .replace(line, 'Reviewed 12, 7 with comments')
    const sections = [asked(section([more]), { background: background(section([more])) })]
    const adopted = adoptDocument({
      file: 'resume.md',
      format: formats[format],
      bytes: bytesOf(written),
      sidecar: null,
      sections,
    })
    const { bytes } = update(adopted.bytes, { format, sidecar: adopted.sidecar, sections })

    expect(adopted.recognised.map(({ as }) => as)).toEqual(
      expect.arrayContaining(['12 reviewed', '7 with comments']),
    )
    expect(textOf(bytes)).toContain('Reviewed 16, 10 with comments')
  })
})
