import { describe, expect, test } from 'vitest'
import { type FormatName, formatNames } from '../../../src/report/formats/names.ts'
import { bytesOf, textOf, update, updateAgain } from '../support/documents.ts'
import { asked, count, entry, highlight, section } from '../support/sections.ts'

const documents: Readonly<Record<FormatName, string>> = {
  markdown: '# Ada\n\n## Open Source\n\nOwn words.\n\n## Skills\n\nGo\n',
  text: 'OPEN SOURCE\n\nOwn words.\n\nSKILLS\n\nGo\n',
}
const document = documents.markdown

describe.each(formatNames)('a section of %s is left as it is', (format) => {
  const document = documents[format]

  test('while a stream it counts was never read', () => {
    const value = section([entry()], { neverRead: ['gitlab.com/ada reviews'] })
    const { state, bytes, problem, sidecar } = update(document, {
      format,
      sections: [asked(value)],
    })

    expect(state).toBe('left')
    expect(textOf(bytes)).toBe(document)
    expect(sidecar).toBeNull()
    expect(problem?.message).toBe(
      'Cannot update section `oss` of resume.md: never read so far: gitlab.com/ada reviews; run `tracker sync` first',
    )
  })

  test('when a count is lower than the one last written, until that is accepted', () => {
    const first = update(document, { format })
    const less = [asked(section([entry({ merged: count(3) })]))]
    const second = updateAgain(first, { format, sections: less })
    const accepted = updateAgain(first, { format, sections: less, acceptDrop: true })

    expect(second.state).toBe('left')
    expect(second.bytes).toBe(first.bytes)
    expect(second.sidecar).toBe(first.sidecar)
    expect(second.conflicts).toEqual([
      { line: format === 'text' ? 10 : 12, kind: 'count', text: '5 merged', value: '3 merged' },
    ])
    expect(accepted.state).toBe('written')
    expect(textOf(accepted.bytes)).toContain('3 merged')
  })

  test('when a project is gone, shown or not', () => {
    const hidden = { merged: count(1), reviewed: count(0), commented: count(0) }
    const counts = { ...section().counts, 'gitlab.com/acme/hidden': hidden }
    const first = update(document, { format, sections: [asked(section([entry()], { counts }))] })
    const second = updateAgain(first, { format })

    expect(second.state).toBe('left')
    expect(second.problem?.message).toContain(
      '1 merged in a project that is not shown any more would become 0 merged',
    )
  })

  test('when the only change would be a plus', () => {
    const first = update(document, { format })
    const second = updateAgain(first, {
      format,
      sections: [asked(section([entry({ merged: count(5, true) })]))],
    })

    expect(second.state).toBe('left')
    expect(second.bytes).toBe(first.bytes)
    expect(second.problem?.message).toContain('`+`')
  })

  test("when the only change would be a plus in a person's words", () => {
    const first = update(document, { format })
    const edited = textOf(first.bytes).replace('5 merged', 'a proud 5 merged')
    const one = update(edited, { format, sidecar: first.sidecar })
    const sections = [asked(section([entry({ merged: count(5, true) })]))]
    const second = updateAgain(one, { format, sections })

    expect(second.state).toBe('left')
    expect(textOf(second.bytes)).toBe(edited)
  })
})

describe.each(formatNames)('a section of %s is written', (format) => {
  const document = documents[format]

  test('with a plus where something else changed too', () => {
    const more = entry({ merged: count(6, true), highlights: [highlight(70, 'Added a wheel')] })
    const second = updateAgain(update(document, { format }), {
      format,
      sections: [asked(section([more]))],
    })

    expect(second.state).toBe('written')
    expect(textOf(second.bytes)).toContain('6+ merged')
  })

  test('when a plus goes', () => {
    const first = update(document, {
      format,
      sections: [asked(section([entry({ merged: count(5, true) })]))],
    })

    expect(textOf(first.bytes)).toContain('5+ merged')
    expect(textOf(updateAgain(first, { format }).bytes)).toContain('5 merged')
  })

  test('with lower counts when another `select` chose them', () => {
    const value = section([entry({ merged: count(1) })], { selection: 'since 2026' })
    const second = updateAgain(update(document, { format }), { format, sections: [asked(value)] })

    expect(second.state).toBe('written')
    expect(textOf(second.bytes)).toContain('1 merged')
  })
})

describe('a region of which the sidecar knows nothing', () => {
  const first = update(document)

  test("is the person's when the sidecar is lost: it stays, and what is known of it is written anew", () => {
    const { state, bytes, problem, sidecar } = update(first.bytes)

    expect(state).toBe('unchanged')
    expect(bytes).toBe(first.bytes)
    expect(problem).toBeNull()
    expect(sidecar).toContain('"items"')
  })

  test("is the tool's when a run stopped between document and sidecar", () => {
    const more = [asked(section([entry({ merged: count(6) })]))]
    const second = updateAgain(first, { sections: more })
    const third = update(second.bytes, { sidecar: first.sidecar, sections: more })

    expect(third.state).toBe('unchanged')
    expect(third.sidecar).toBe(second.sidecar)
  })
})

describe('several sections', () => {
  test('are written under their headings, one after the other', () => {
    const sections = [asked(), asked(section([entry()], { id: 'more' }))]
    const first = update(document, { sections })
    const text = textOf(first.bytes)

    expect(first.state).toBe('written')
    expect(text.indexOf('end oss')).toBeLessThan(text.indexOf('begin more'))
    expect(text.indexOf('end more')).toBeLessThan(text.indexOf('## Skills'))
    expect(updateAgain(first, { sections }).state).toBe('unchanged')
  })

  test('stand in the order of the configuration where all follow the same one', () => {
    const sections = ['One', 'Two', 'Three'].map((heading) => ({
      ...asked(section([entry()], { id: heading.toLowerCase() })),
      heading,
      after: 'Open Source',
    }))
    const first = update(document, { sections })

    expect(textOf(first.bytes).match(/^## .*/gm)).toEqual([
      '## Open Source',
      '## One',
      '## Two',
      '## Three',
      '## Skills',
    ])
    expect(updateAgain(first, { sections }).state).toBe('unchanged')
  })

  test('one that is left does not keep the other from being written', () => {
    const waiting = asked(section([entry()], { id: 'more', neverRead: ['github.com/ada reviews'] }))
    const { state, bytes, problem, sections } = update(document, { sections: [waiting, asked()] })

    expect(state).toBe('written')
    expect(problem?.message).toContain('Cannot update section `more`')
    expect(textOf(bytes)).toContain('5 merged')
    expect(sections.map((each) => each.state)).toEqual(['left', 'written'])
  })
})

describe('what cannot be read is refused in one sentence', () => {
  test.each([
    ['UTF-16', new Uint8Array([0xff, 0xfe, 0x41, 0x00]), 'it is in UTF-16; save it as UTF-8', 1],
    [
      'UTF-16 without a mark',
      new Uint8Array([0x41, 0x0a, 0x42, 0x00]),
      'it is not text: line 2 holds a zero byte (offset 3); if it is UTF-16, save it as UTF-8',
      2,
    ],
    [
      'Latin-1',
      new Uint8Array([...bytesOf('a\nb'), 0xe9, 0x0a]),
      'line 2 is not UTF-8 (byte 4 of the file); save it as UTF-8',
      2,
    ],
    [
      'cut off inside a character',
      bytesOf('a\né').subarray(0, 3),
      'line 2 is not UTF-8 (byte 3 of the file); save it as UTF-8',
      2,
    ],
    [
      'too large',
      new Uint8Array(2 * 1024 * 1024 + 1).fill(0x61),
      'it has 2097153 bytes, more than the 2097152 a document may have',
      null,
    ],
  ])('%s', (_name, bytes, reason, line) => {
    const result = update(bytes)

    expect(result.state).toBe('refused')
    expect(result.bytes).toBe(bytes)
    expect(result.problem).toEqual({ line, message: `Cannot update resume.md: ${reason}` })
  })

  test.each([
    ['no JSON', '{', 'is not JSON'],
    ['empty', '', 'is not JSON'],
    ['cut off', '{"version":2,"sections":{"oss":{"selec', 'is not JSON'],
    [
      'not merged',
      '{\n  "version": 2,\n<<<<<<< HEAD\n  "sections": {}\n=======\n>>>>>>> b\n}\n',
      'holds a conflict that git left, from line 3 on',
    ],
    ['of no version', '[]', 'is no sidecar of tracker'],
    ['another shape', '{"version":1}', 'is no sidecar of tracker at sections'],
    ['a newer version', '{"version":3,"regions":[]}', 'was written by a newer tracker (version 3)'],
  ])('a sidecar that is %s', (_name, sidecar, reason) => {
    const result = update(document, { sidecar })

    expect(result.state).toBe('refused')
    expect(textOf(result.bytes)).toBe(document)
    expect(result.sidecar).toBe(sidecar)
    expect(result.problem?.message).toContain(`resume.md.tracker.json ${reason}`)
  })

  test.each([
    ['in a region', /(- 5 merged.*)\n/, '<<<<<<< HEAD\n$1\n=======\n- 6 merged\n>>>>>>> other\n'],
    ['that was never closed', /(- 5 merged.*)\n/, '<<<<<<< HEAD\n$1\n'],
    [
      'around a region',
      /(<!--[\s\S]*-->)\n/,
      '<<<<<<< HEAD\n$1\n=======\nNothing.\n>>>>>>> other\n',
    ],
  ])('a conflict that git left %s', (_name, part, conflict) => {
    const first = update(document)
    const text = textOf(first.bytes).replace(part, conflict)
    const { state, bytes, sidecar, problem } = update(text, { sidecar: first.sidecar })

    expect(state).toBe('refused')
    expect(textOf(bytes)).toBe(text)
    expect(sidecar).toBe(first.sidecar)
    const line = text.split('\n').indexOf('<<<<<<< HEAD') + 1
    expect(problem).toEqual({
      line,
      message: `Cannot update resume.md: line ${line} begins a conflict that git left in a section of tracker; resolve it first`,
    })
  })

  test('a conflict elsewhere is none of a section', () => {
    const other = `${document}\n<<<<<<< HEAD\nYes.\n=======\nNo.\n>>>>>>> other\n`

    expect(update(other).state).toBe('written')
  })

  test('a section without markers and heading', () => {
    const { state, problem } = update(document, { sections: [asked(section(), { heading: null })] })

    expect(state).toBe('refused')
    expect(problem?.message).toContain('no line `<!-- tracker:begin oss -->`; add it and')
  })
})

test('the sidecar is versioned, sorted, and holds nothing from outside the region', () => {
  const second = entry({ key: 'gitlab.com/acme/brake', title: 'acme/brake' })
  const { sidecar } = update(document, { sections: [asked(section([entry(), second]))] })
  const value = JSON.parse(sidecar ?? '')

  expect(value.version).toBe(2)
  expect(Object.keys(value.sections.oss.counts)).toEqual([
    'gitlab.com/acme/brake',
    'gitlab.com/acme/engine',
  ])
  expect(value.sections.oss.items[0]).toEqual({
    entry: 'gitlab.com/acme/engine',
    kind: 'title',
    text: '### acme/engine (Go)',
  })
  // A line of the region a line of JSON.
  expect(sidecar).toContain(
    '        {"entry":"gitlab.com/acme/engine","kind":"count","text":"- 5 merged and 2 reviewed merge requests","slots":{"merged":"5","reviewed":"2"}},\n',
  )
  expect(sidecar).not.toContain('Own words')
  expect(sidecar?.endsWith('}\n')).toBe(true)
})

test("a sidecar of version 1 is read: what it says was written is the tool's", () => {
  const first = update(document)
  const { items, deleted, touched, ...rest } = JSON.parse(first.sidecar ?? '').sections.oss
  const region = textOf(first.bytes).split(/<!-- tracker:(?:begin|end) oss -->\n/)[1] ?? ''
  const text = region.trim().split('\n')
  const sidecar = JSON.stringify({ version: 1, sections: { oss: { ...rest, text } } })
  const reworded = textOf(first.bytes).replace('Fixed the clutch', 'Mended the clutch')
  const sections = [asked(section([entry({ merged: count(6) })]))]

  expect(update(first.bytes, { sidecar }).state).toBe('unchanged')
  expect(textOf(update(reworded, { sidecar, sections }).bytes)).toBe(
    reworded.replace('5 merged', '6 merged'),
  )
  expect([items.length, deleted, touched]).toEqual([6, [], false])
})
