import { describe, expect, test } from 'vitest'
import { formatNames } from '../../../src/report/formats/names.ts'
import { textOf, update } from '../support/documents.ts'
import { start } from '../support/edits.ts'
import { asked, entry, highlight, section } from '../support/sections.ts'

describe.each(formatNames)('the markers of a section are taken out of %s', (format) => {
  const written = start(format)
  const unmarked = written.text.replace(/<!-- tracker:\w+ oss -->\n\n?/g, '')
  const news = asked(section([entry({ highlights: [highlight(70, 'Added a wheel')] })]))
  const again = (text: string, sidecar: string | null) =>
    update(text, { format, sidecar, sections: [news] })

  test('it is refused, with the line where it stands, and nothing is written a second time', () => {
    const { state, bytes, sidecar, problem } = again(unmarked, written.sidecar)
    const line = unmarked.split('\n').findIndex((each) => each.includes('acme/engine (Go)')) + 1

    expect(state).toBe('refused')
    expect(textOf(bytes)).toBe(unmarked)
    expect(sidecar).toBe(written.sidecar)
    expect(problem).toEqual({
      line,
      message: `Cannot update resume.md: the markers of section \`oss\`, which was written before, are gone; put \`<!-- tracker:begin oss -->\` and \`<!-- tracker:end oss -->\` around it again (it seems to begin on line ${line}), or delete resume.md.tracker.json and run \`tracker adopt\``,
    })
  })

  test('it is known by any of its lines', () => {
    const bare = unmarked.split('\n').filter((line) => !line.includes('acme/engine (Go)'))

    expect(again(bare.join('\n'), written.sidecar).state).toBe('refused')
  })

  test('where nothing of it stands, a run was cut off: it is written', () => {
    const empty = unmarked.split('\n').filter((line) => !/acme|merged|2026/.test(line))
    const { state, bytes } = again(empty.join('\n'), written.sidecar)

    expect(state).toBe('written')
    expect(textOf(bytes)).toContain('Added a wheel')
  })

  test('a section that the sidecar does not know gets markers', () => {
    expect(again(unmarked, null).state).toBe('written')
  })

  test('with the markers back it is brought up to date', () => {
    expect(textOf(again(written.text, written.sidecar).bytes)).toContain('Added a wheel')
  })
})
