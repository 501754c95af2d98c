import { describe, expect, test } from 'vitest'
import { adoptDocument } from '../../../src/report/adopt/adopt.ts'
import { formatNames } from '../../../src/report/formats/names.ts'
import { formats } from '../../../src/report/formats/registry.ts'
import type { Entry } from '../../../src/report/types.ts'
import { bytesOf, textOf } from '../support/documents.ts'
import { brake, runOver, type Step, start as startOf } from '../support/edits.ts'
import { asked, count, entry, highlight, linkTo, section } from '../support/sections.ts'

describe.each(formatNames)('what a person changed in a region of %s', (format) => {
  const start = (step: Step = {}) => startOf(format, step)
  const six = { entries: [entry({ merged: count(6) })] }

  test('the document is as it was written: replaced by the new text', () => {
    const { text, conflicts } = start().after((text) => text, {
      entries: [entry({ merged: count(6), highlights: [highlight(70, 'Added a wheel')] })],
    })

    expect(text).toContain('6 merged and 2 reviewed')
    expect(text).toContain('Added a wheel')
    expect(text).not.toContain('Fixed the clutch')
    expect(conflicts).toEqual([])
  })

  test('words edited, value changed: the value is substituted, the words stay', () => {
    const edit = (text: string) =>
      text
        .replace(
          '5 merged and 2 reviewed merge requests',
          'I got 5 MRs in and read 2 of others, 113 lines',
        )
        .replace('Fixed the clutch', 'Mended that clutch')
    const { text, conflicts, state } = start().after(edit, {
      entries: [entry({ merged: count(13), reviewed: count(3) })],
    })

    expect(state).toBe('written')
    expect(text).toContain('I got 13 MRs in and read 3 of others, 113 lines')
    expect(text).toContain('Mended that clutch')
    expect(conflicts).toEqual([])
  })

  test('words edited: `13` inside `113` is no value', () => {
    const words = '13 merged in 113 days since v13, #13, 1.13 and 13%'
    const { text, conflicts } = start({ entries: [entry({ merged: count(13) })] }).after(
      (text) => text.replace('13 merged', words),
      { entries: [entry({ merged: count(14) })] },
    )

    expect(text).toContain(`14${words.slice(2)} and 2 reviewed`)
    expect(conflicts).toEqual([])
  })

  test('words edited: the end of dates and an address that moved are substituted', () => {
    const moved = 'https://gitlab.com/acme/motor/-/merge_requests/61'
    const edit = (text: string) =>
      text.replace('Fixed the clutch', 'Mended it').replace('April 2026', 'April 2026, evenings')
    const { text, conflicts } = start().after(edit, {
      entries: [entry({ dates: { start: '2026-02' as never, end: '2026-05' as never } })],
      pulls: { [linkTo(61).url]: { url: moved } },
    })

    expect(text).toContain('February 2026 – May 2026, evenings')
    expect(text).toMatch(/Mended it \(.*acme\/motor\/-\/merge_requests\/61/)
    expect(text).not.toContain(linkTo(61).url)
    expect(conflicts).toEqual([])
  })

  test('the person changed the number: it stays, conflict `value-edited`', () => {
    const { text, conflicts } = start().after((text) => text.replace('5 merged', '7 merged'), six)
    const line = text.split('\n').findIndex((each) => each.includes('7 merged')) + 1

    expect(text).toContain('7 merged and 2 reviewed')
    expect(conflicts).toEqual([{ line, kind: 'value-edited', text: '7', value: '6' }])
  })

  test('a changed number that comes true is no conflict any more', () => {
    const edited = start().after((text) => text.replace('5 merged', '7 merged'), six)
    const { text, conflicts } = edited
      .after((text) => text, { entries: [entry({ merged: count(7) })] })
      .after((text) => text, { entries: [entry({ merged: count(8) })] })

    expect(text).toContain('8 merged and 2 reviewed')
    expect(conflicts).toEqual([])
  })

  test('the value occurs twice: kept, conflict `ambiguous`', () => {
    const { text, conflicts } = start().after(
      (text) => text.replace('5 merged', '5 merged in 5 weeks'),
      six,
    )

    expect(text).toContain('5 merged in 5 weeks and 2 reviewed')
    expect(conflicts).toMatchObject([{ kind: 'ambiguous', text: '5', value: '6' }])
  })

  test.each([
    ['Top 5 contributor with merged and 2 reviewed', 'that names a rank'],
    ['Merged everything in 5 days, 2 reviewed', 'of days'],
    ['Cut 5 % off, merged and 2 reviewed', 'of hundredths'],
    ['5 (five) merged and 2 reviewed', 'that is spelled beside it'],
    ['five (5) merged and 2 reviewed', 'behind its own words'],
    ['Merged over 5 merge requests and 2 reviewed', 'under words that it would not fulfil'],
    ['5 merged in 2026 and 2 reviewed', 'of one year'],
  ])('words edited: %j, a number %s, gets no new value', (words) => {
    const { text } = start().after((text) => text.replace('5 merged and 2 reviewed', words), six)

    expect(text).toContain(words)
  })

  test('the person let two numbers change places: both stay, and both are told where they are wrong', () => {
    const { text, conflicts } = start().after(
      (text) => text.replace('5 merged and 2 reviewed', '2 merged and 5 reviewed'),
      { entries: [entry({ merged: count(6), reviewed: count(3) })] },
    )

    expect(text).toContain('2 merged and 5 reviewed')
    expect(conflicts).toMatchObject([
      { kind: 'value-edited', text: '2', value: '6' },
      { kind: 'value-edited', text: '5', value: '3' },
    ])
  })

  test('a number changed to what another count is: told until it comes true', () => {
    const wrong = start().after((text) => text.replace('5 merged', '2 merged'), six)
    const { conflicts } = wrong.after((text) => text, six)

    for (const found of [wrong.conflicts, conflicts])
      expect(found).toMatchObject([{ kind: 'value-edited', text: '2', value: '6' }])
  })

  test('numbers the person added beside a changed one are told as nobody else’s', () => {
    const { text, conflicts } = start().after(
      (text) => text.replace('5 merged', 'After 40 talks, 7 merged'),
      six,
    )

    expect(text).toContain('After 40 talks, 7 merged and 2 reviewed')
    expect(conflicts).toMatchObject([{ kind: 'value-edited', text: '7', value: '6' }])
  })

  test('two values that are the same are told apart by their words', () => {
    const same = entry({ merged: count(5), reviewed: count(5) })
    const { text } = start({ entries: [same] }).after(
      (text) => text.replace(/(merge requests)/, '$1, wow'),
      {
        entries: [entry({ merged: count(6), reviewed: count(5) })],
      },
    )

    expect(text).toContain('6 merged and 5 reviewed merge requests, wow')
  })

  test('the value was dropped: it stays away, no conflict, told once', () => {
    const edited = start().after(
      (text) => text.replace('5 merged and 2 reviewed', 'Many merged'),
      six,
    )

    expect(edited.text).toContain('Many merged merge requests')
    expect(edited.text).not.toContain('6 merged')
    expect(edited.conflicts).toEqual([])
    expect(edited.told).toContain('value-dropped')
    expect(edited.after((text) => text, six).told).toEqual([])
  })

  test('a bullet was deleted: it stays deleted, and is listed', () => {
    const edited = start().after((text) => text.replace(/^.*Fixed the clutch.*\n/m, ''), six)
    const later = edited.after((text) => text, {
      entries: [entry({ merged: count(7), highlights: [highlight(61, 'Fixed the clutch')] })],
    })

    expect(edited.text).not.toContain(linkTo(61).url)
    expect(edited.text).toContain('6 merged')
    expect(edited.told).toEqual(['deleted'])
    expect(JSON.parse(edited.sidecar ?? '').sections.oss.deleted).toEqual([linkTo(61).url])
    expect(later.text).not.toContain(linkTo(61).url)
    expect(later.text).toContain('7 merged')
  })

  test('a deleted bullet that is put back is forgotten as deleted', () => {
    const line = /^.*Fixed the clutch.*\n/m.exec(start().text)?.[0] ?? ''
    const { sidecar, text } = start()
      .after((text) => text.replace(line, ''))
      .after((text) => text.replace(/^(.*Added a gear.*\n)/m, `$1${line}`))

    expect(text).toContain('Fixed the clutch')
    expect(JSON.parse(sidecar ?? '').sections.oss.deleted).toEqual([])
  })

  test('a deleted entry stays deleted, and others go on', () => {
    const two = [entry(), brake]
    const edited = start({ entries: two }).after(
      (text) => text.replace(/^.*acme\/engine \(Go\)[\s\S]*?(?=^.*acme\/brake)/m, ''),
      { entries: [entry({ merged: count(6) }), { ...brake, merged: count(2) }] },
    )

    expect(edited.text).not.toContain('acme/engine')
    expect(edited.text).toContain('2 merged')
    expect(JSON.parse(edited.sidecar ?? '').sections.oss.deleted).toEqual([
      'gitlab.com/acme/engine',
    ])
  })

  test('a region that was emptied stays empty', () => {
    const { text, state } = start().after(
      (text) => text.replace(/(tracker:begin oss -->\n)[\s\S]*?(<!-- tracker:end)/, '$1$2'),
      six,
    )

    expect(state).toBe('unchanged')
    expect(text).not.toContain('acme')
  })

  test('deleted counts, dates and links stay deleted', () => {
    const { text } = start().after(
      (text) =>
        text
          .replace(/^.*5 merged.*\n/m, '')
          .replace(/^.*February 2026.*\n/m, '')
          .replace(/^.*merge_requests\/64.*\n/m, ''),
      six,
    )

    expect(text).not.toMatch(/6 merged|February|requests\/64/)
    expect(text).toContain('Fixed the clutch')
  })

  test("numbers and dates beside a deleted count and deleted dates are the person's", () => {
    const edit = (text: string) =>
      text
        .replace(/^.*5 merged.*\n/m, '- Ranked page 5 of a board\n')
        .replace(/^.*February 2026.*\n/m, 'Mentoring, March 2019 - June 2024\n')
    const { text, conflicts } = start().after(edit, {
      entries: [entry({ merged: count(6), dates: { start: '2026-02', end: 'present' } as never })],
      acceptDate: true,
    })

    expect(text).toContain('- Ranked page 5 of a board\n')
    expect(text).toContain('Mentoring, March 2019 - June 2024\n')
    expect(conflicts).toEqual([])
  })

  test('the person added a bullet: it stays in place, next to its neighbours', () => {
    const edit = (text: string) =>
      text
        .replace(/^(.*Fixed the clutch.*\n)/m, '$1- My own words\n')
        .replace(/^(.*acme\/engine \(Go\).*\n)/m, '$1')
        .replace('<!-- tracker:end', 'Closing words.\n\n<!-- tracker:end')
    const { text } = start().after(edit, {
      entries: [
        entry({
          merged: count(6),
          highlights: [highlight(70, 'Added a wheel'), highlight(61, 'Fixed the clutch')],
        }),
      ],
    })

    expect(text).toMatch(/Added a wheel.*\n.*Fixed the clutch.*\n- My own words\n/)
    expect(text).toMatch(/Closing words\.\n\n<!-- tracker:end/)
    expect(text).not.toContain('Added a gear')
  })

  test("a bullet of the person's for a pull request is the bullet for it", () => {
    const { text } = start().after(
      (text) => text.replace(/^(.*Added a gear.*\n)/m, `$1- My wheel, [see](${linkTo(70).url})\n`),
      {
        entries: [
          entry({ merged: count(6), highlights: [highlight(70, 'Added a wheel')], links: [] }),
        ],
      },
    )

    expect(text).toContain('- My wheel')
    expect(text).not.toContain('Added a wheel')
  })

  test('the person changed the order: it stays, and new bullets and entries are put in', () => {
    const swap = (text: string) =>
      text.replace(/^(.*Fixed the clutch.*\n)(.*Added a gear.*\n)/m, '$2$1')
    const news = [
      highlight(70, 'Added a wheel'),
      highlight(61, 'Fixed the clutch'),
      highlight(63, 'Added a gear'),
    ]
    const { text } = start().after(swap, {
      entries: [entry({ merged: count(6), highlights: news }), brake],
    })
    const order = [...text.matchAll(/clutch|gear|wheel|acme\/brake/g)].map(([word]) => word)

    expect(order).toEqual(['wheel', 'gear', 'clutch', 'acme/brake'])
  })

  test('the order of entries stays', () => {
    const swap = (text: string) =>
      text.replace(
        /(^.*acme\/engine \(Go\)[\s\S]*?)(^.*acme\/brake[\s\S]*?)(?=<!-- tracker:end)/m,
        '$2$1',
      )
    const { text } = start({ entries: [entry(), brake] }).after(swap, {
      entries: [entry({ merged: count(6) }), { ...brake, merged: count(2) }],
    })

    expect(text.indexOf('acme/brake')).toBeLessThan(text.indexOf('acme/engine'))
    expect(text).toContain('6 merged')
    expect(text).toContain('2 merged')
  })

  test('the title changed on the forge, words edited: the words stay, `title-changed` told once', () => {
    const renamed = {
      entries: [
        entry({
          highlights: [highlight(61, 'Fixed the whole clutch'), highlight(63, 'Added a gear')],
        }),
      ],
    }
    const edited = start().after((text) => text.replace('Fixed the clutch', 'Mended it'), renamed)

    expect(edited.text).toContain('Mended it')
    expect(edited.text).not.toContain('whole')
    expect(edited.told).toEqual(['title-changed'])
    expect(edited.after((text) => text, renamed).told).toEqual([])
  })

  test('a contribution vanished: it stays, conflict `gone`', () => {
    const pulls = { [linkTo(61).url]: { gone: true } }
    const { text, conflicts } = start().after((text) => text, {
      entries: [entry({ highlights: [highlight(63, 'Added a gear')], links: [] })],
      pulls,
    })

    expect(text).toContain('Fixed the clutch')
    expect(conflicts).toMatchObject([{ kind: 'gone', text: linkTo(61).url, value: '' }])
  })

  test('a contribution was taken back: it stays, conflict `reverted`', () => {
    const pulls = { [linkTo(61).url]: { revertedBy: 'Revert "Fix the clutch"' } }
    const { text, kinds } = start().after((text) => text.replace('clutch', 'old clutch'), { pulls })

    expect(text).toContain('Fixed the old clutch')
    expect(kinds).toEqual(['reverted'])
  })

  const later = (more: Partial<Entry> = {}) => [
    entry({ merged: count(4), highlights: [highlight(63, 'Added a gear')], links: [], ...more }),
  ]
  const worse = [
    ['is closed', { state: 'closed' }, 'state', 'closed'],
    ['is open again', { state: 'open' }, 'state', 'open'],
    ['vanished', { gone: true }, 'gone', ''],
    ['was taken back', { revertedBy: 'Revert "Fix"' }, 'reverted', 'Revert "Fix"'],
  ] as const

  test.each(worse)(
    'a contribution that %s is flagged while its section waits for a count that fell',
    (_, pull, kind, value) => {
      const pulls = { [linkTo(61).url]: pull }
      const { text, state, conflicts } = start().after((text) => text, { entries: later(), pulls })
      const line = text.split('\n').findIndex((each) => each.includes('Fixed the clutch')) + 1

      expect(state).toBe('left')
      expect(text).toBe(start().text)
      expect(conflicts).toEqual([
        expect.objectContaining({ kind: 'count', text: '5 merged', value: '4 merged' }),
        { line, kind, text: linkTo(61).url, value },
      ])
    },
  )

  test('what became private is not named while its section waits', () => {
    const hidden = [linkTo(61).url, linkTo(64).url]
    const { state, kinds } = start().after((text) => text, { entries: later(), hidden })

    expect(state).toBe('left')
    expect(kinds).toEqual(['count'])
  })

  test.each(worse)(
    'a contribution that %s keeps its bullet, flagged, when the lower count is accepted',
    (_, pull, kind, value) => {
      const next = { entries: later(), pulls: { [linkTo(61).url]: pull }, acceptDrop: true }
      const accepted = start().after((text) => text, next)
      const again = accepted.after((text) => text, { ...next, acceptDrop: false })

      expect(accepted.text).toContain('4 merged and 2 reviewed')
      expect(accepted.text).toContain('Fixed the clutch')
      expect(accepted.conflicts).toMatchObject([{ kind, text: linkTo(61).url, value }])
      expect(again.text).toBe(accepted.text)
      expect(again.conflicts).toEqual(accepted.conflicts)
    },
  )

  test.each(worse)(
    'a contribution that %s keeps the entry of which it was all, without the count',
    (_, pull, kind) => {
      const one = entry({
        merged: count(1),
        reviewed: count(0),
        highlights: [highlight(61, 'Fixed it')],
      })
      const { text, kinds } = start({ entries: [one, brake] }).after((text) => text, {
        entries: [brake],
        pulls: { [linkTo(61).url]: pull },
        acceptDrop: true,
      })

      expect(text).toContain('Fixed it')
      expect(text.match(/1 merged/g)).toHaveLength(1)
      expect(kinds).toEqual([kind])
    },
  )

  test('a contribution that is closed says so behind its link, also in words of the person', () => {
    const pulls = { [linkTo(61).url]: { state: 'closed' as const } }
    const next = { entries: later(), pulls, acceptDrop: true }
    const { text, kinds } = start().after((text) => text.replace('Fixed', 'Really fixed'), next)

    expect(text).toMatch(/Really fixed the clutch .*\(closed\)/)
    expect(kinds).toEqual(['state'])
  })

  test.each(worse)('a contribution that %s keeps its place in a line of links', (_, pull, kind) => {
    const entries = [entry({ merged: count(4), links: [linkTo(61), linkTo(63), linkTo(65)] })]
    const next = { entries, pulls: { [linkTo(64).url]: pull }, acceptDrop: true }
    const { text, kinds, after } = start().after((text) => text, next)
    const removed = after((text) => text.replace(/[^\n]*requests\/64.*\n/, ''), next)

    expect(text).toMatch(/requests\/64.*requests\/65/)
    expect(kinds).toEqual([kind])
    expect(removed.text).not.toContain('requests/64')
    expect(removed.kinds).toEqual([])
  })

  test('one that landed through another is what it was', () => {
    const pulls = { [linkTo(61).url]: { state: 'closed' as const, landedVia: 'acme/engine!7' } }
    const next = { entries: later(), pulls, acceptDrop: true }

    expect(start().after((text) => text, next).kinds).toEqual([])
  })

  test('a contribution there is no room for makes place for a newer one, as before', () => {
    const max = { entries: 6, highlights: 2, links: 0 }
    const shown = [highlight(70, 'Added a wheel'), highlight(63, 'Added a gear')]
    const { text, conflicts } = start({ section: { max } }).after((text) => text, {
      entries: [entry({ merged: count(6), highlights: shown })],
      section: { max },
    })

    expect(text).not.toContain('Fixed the clutch')
    expect(conflicts).toEqual([])
  })

  test("what became private leaves with the tool's words, and a person's words are a conflict", () => {
    const hidden = [linkTo(61).url, linkTo(63).url]
    const next = { entries: [entry({ highlights: [], links: [] })], hidden }
    const { text, kinds, sidecar } = start().after(
      (text) => text.replace('Added a gear', 'My gear'),
      next,
    )

    expect(text).not.toContain(linkTo(61).url)
    expect(text).toContain('My gear')
    expect(kinds).toEqual(['private'])
    for (const url of hidden) expect(sidecar).not.toContain(url)
  })

  test('a region nobody touched lets go of what became private', () => {
    const { text, sidecar } = start({ entries: [entry(), brake] }).after((text) => text, {
      entries: [brake],
      hidden: ['gitlab.com/acme/engine'],
      section: {
        counts: {},
        totals: { merged: count(9), reviewed: count(9), commented: count(0) },
        selection: 'x',
      },
    })

    expect(text).not.toContain('acme/engine')
    expect(sidecar).not.toContain('acme/engine')
  })

  test("the sidecar is missing: everything present is the person's, and what is new is proposed", () => {
    const words = start().text.replace('Fixed the clutch', 'Mended it')
    const { text, kinds, told } = runOver(format, words, null, {
      entries: [entry({ merged: count(6) }), brake],
    })

    for (const line of words.split('\n')) expect(text.split('\n')).toContain(line)
    expect(text).toContain('acme/brake')
    expect(kinds).toEqual(['value-edited'])
    expect(told).toEqual(['regained', 'proposed'])
  })

  test('dates a person typed stay and are a conflict, until they are accepted', () => {
    const edited = start().after((text) => text.replace('February 2026', 'January 2025'))
    const accepted = edited.after((text) => text, { acceptDate: true })

    expect(edited.text).toContain('January 2025')
    expect(edited.conflicts).toMatchObject([
      { kind: 'date', text: 'January 2025 – April 2026', value: 'February 2026 – April 2026' },
    ])
    expect(accepted.text).toContain('February 2026 – April 2026')
    expect(accepted.conflicts).toEqual([])
  })

  test("dates in a line of the person's words are kept up to date", () => {
    const later = entry({ dates: { start: '2026-02' as never, end: 'present' } })
    const { text, conflicts } = start().after(
      (text) => text.replace('February 2026 – April 2026', 'February 2026 – April 2026, evenings'),
      { entries: [later] },
    )

    expect(text).toContain('February 2026 – Present, evenings')
    expect(conflicts).toEqual([])
  })

  test('a count goes down in edited words only when that is accepted', () => {
    const edit = (text: string) => text.replace('5 merged', 'in all 5 merged')
    const fewer = { entries: [entry({ merged: count(3) })] }

    expect(start().after(edit, fewer).kinds).toEqual(['count'])
    expect(start().after(edit, { ...fewer, acceptDrop: true }).text).toContain('in all 3 merged')
  })

  test('a line of links keeps labels and what the person added, and gets new links', () => {
    const label = /.*merge_requests\/64.*/.exec(start().text)?.[0] ?? ''
    const { text } = start().after(
      (text) =>
        text.replace(
          label,
          `Links: [the best one](${linkTo(64).url}) | [review](https://x.example/1)`,
        ),
      { entries: [entry({ links: [linkTo(61), linkTo(64), linkTo(65)] })] },
    )

    expect(text).toMatch(/Links: \[the best one\]\(\S+64\) \| \[review\]\(\S+\) \| .*65/)
  })

  test('at most as many bullets and entries as asked, what the person keeps counted', () => {
    const max = { entries: 1, highlights: 2, links: 5 }
    const edited = start({ section: { max } }).after(
      (text) => text.replace('clutch', 'old clutch'),
      {
        entries: [
          entry({ highlights: [highlight(70, 'Added a wheel'), highlight(71, 'Added a bell')] }),
        ],
        section: { max },
      },
    )
    const other = edited.after((text) => text, {
      entries: [brake],
      others: [entry()],
      section: { max, selection: 'x' },
    })

    expect(edited.text).toMatch(/wheel[\s\S]*clutch/)
    expect(edited.text).not.toContain('bell')
    expect(other.text).toContain('old clutch')
    expect(other.text).not.toContain('acme/brake')
  })
})

describe('blocks that Markdown reads as a whole', () => {
  test('HTML up to a blank line is not taken apart, whatever its lines look like', () => {
    const own = '</div>\n## Open Source\n```'
    const input = { file: 'resume.md', format: formats.markdown, sidecar: null }
    const sections = [asked(section())]
    const bytes = bytesOf(`## Open Source\n\n${own}\n`)
    const adopted = adoptDocument({ ...input, bytes, sections })
    const { state, text } = runOver('markdown', textOf(adopted.bytes), adopted.sidecar, {})

    expect(state).toBe('written')
    expect(text).toContain(`\n${own}\n`)
    expect(text).toContain('acme/engine')
  })

  test('code in a bullet stays in it', () => {
    const code = '  ```\n  - make\n  ```'
    const { text } = startOf('markdown').after(
      (text) => text.replace(/^(.*Fixed the clutch.*)$/m, `$1\n${code}`),
      {
        entries: [entry({ highlights: [61, 70, 63].map((number) => highlight(number, 'Did it')) })],
      },
    )

    expect(text).toMatch(/Fixed the clutch.*\n {2}```\n {2}- make\n {2}```\n.*requests\/70/)
  })
})
