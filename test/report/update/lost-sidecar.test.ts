import { describe, expect, test } from 'vitest'
import { adoptDocument } from '../../../src/report/adopt/adopt.ts'
import { formatNames } from '../../../src/report/formats/names.ts'
import { formats } from '../../../src/report/formats/registry.ts'
import { bytesOf, textOf } from '../support/documents.ts'
import { brake, runOver, type Step, start as startOf } from '../support/edits.ts'
import { asked, count, entry, highlight, linkTo, section } from '../support/sections.ts'

const engine = 'gitlab.com/acme/engine'
const news = { entries: [entry({ merged: count(6) })] }

describe.each(formatNames)('the sidecar of %s is lost', (format) => {
  const start = (step: Step = {}) => startOf(format, step)
  /** The next run, over a document edited or not, without the sidecar. */
  const lost = (text: string, next: Step = {}) => runOver(format, text, null, next)
  const wheel = highlight(70, 'Added a wheel')
  const withWheel = entry({
    highlights: [wheel, highlight(61, 'Fixed the clutch'), highlight(63, 'Added a gear')],
  })

  test('nothing is new: the document keeps every byte, and the sidecar is made again', () => {
    const { text } = start()
    const again = lost(text)

    expect(again.state).toBe('unchanged')
    expect(again.text).toBe(text)
    expect(again.conflicts).toEqual([])
    expect(again.notes).toEqual([{ kind: 'regained', text: 'oss' }])
    expect(JSON.parse(again.sidecar ?? '').sections.oss).toMatchObject({
      deleted: [],
      touched: true,
    })
  })

  test('it is told once', () => {
    expect(lost(start().text).after((text) => text).told).toEqual([])
  })

  test("everything present is the person's: no word and no number changes, and a number that differs is told", () => {
    const words = start().text.replace('Fixed the clutch', 'Mended it')
    const { state, text, conflicts } = lost(words, news)
    const line = words.split('\n').findIndex((each) => each.includes('5 merged')) + 1

    expect(state).toBe('unchanged')
    expect(text).toBe(words)
    expect(conflicts).toEqual([{ line, kind: 'value-edited', text: '5', value: '6' }])
  })

  test('a number is told for as long as it differs, and kept up to date from when it is right', () => {
    const differing = lost(start().text, news).after((text) => text, news)
    const right = differing.after((text) => text.replace('5 merged', '6 merged'), news)
    const later = right.after((text) => text, { entries: [entry({ merged: count(8) })] })

    expect(differing.kinds).toEqual(['value-edited'])
    expect(right.conflicts).toEqual([])
    expect(later.text).toContain('8 merged and 2 reviewed')
  })

  test('a number that is higher than what is known stays, whatever is accepted', () => {
    const { text } = start()
    const fewer = { entries: [entry({ merged: count(3) })], acceptDrop: true }

    expect(lost(text, fewer).text).toBe(text)
    expect(lost(text, fewer).conflicts).toMatchObject([{ text: '5', value: '3' }])
  })

  test('numbers that are right are kept up to date from then on', () => {
    const { text, conflicts } = lost(start().text).after((text) => text, news)

    expect(text).toContain('6 merged and 2 reviewed')
    expect(conflicts).toEqual([])
  })

  test('dates are changed when that is accepted, and told until then', () => {
    const later = { entries: [entry({ dates: { start: '2026-02', end: '2026-06' } as never })] }
    const told = lost(start().text, later)
    const accepted = told.after((text) => text, { ...later, acceptDate: true })

    expect(told.text).toBe(start().text)
    expect(told.kinds).toEqual(['date'])
    expect(accepted.text).toContain('February 2026 – June 2026')
  })

  test('new bullets and entries are proposed between what stands there, and told', () => {
    const { text: before } = start()
    const { state, text, notes } = lost(before, { entries: [withWheel, brake] })

    expect(state).toBe('written')
    expect(text).toMatch(/Added a wheel.*\n.*Fixed the clutch/)
    expect(text).toContain('acme/brake')
    expect(linesLost(before, text)).toEqual([])
    expect(notes).toEqual([
      { kind: 'regained', text: 'oss' },
      { kind: 'proposed', text: wheel.key },
      { kind: 'proposed', text: brake.key },
    ])
  })

  test('under ownership `facts` nothing is proposed', () => {
    const { text } = start()
    const again = lost(text, { entries: [withWheel, brake], ownership: 'facts' })

    expect(again.text).toBe(text)
    expect(again.told).toEqual(['regained'])
  })

  test("under ownership `full` what stands there is the person's all the same", () => {
    const words = start().text.replace('Fixed the clutch', 'Mended it')
    const { text } = lost(words, { entries: [withWheel], ownership: 'full' })

    expect(linesLost(words, text)).toEqual([])
    expect(text).not.toContain('Fixed the clutch')
    expect(text).toContain('Added a wheel')
  })

  test('a bullet that was deleted comes back, which is told, and stays away once it is deleted again', () => {
    const remove = (text: string) => text.replace(/^.*Fixed the clutch.*\n/m, '')
    const deleted = start().after(remove)
    const back = lost(deleted.text)
    const again = back.after(remove).after((text) => text)

    expect(deleted.text).not.toContain('Fixed the clutch')
    expect(back.notes).toContainEqual({ kind: 'proposed', text: linkTo(61).url })
    expect(back.text).toContain('Fixed the clutch')
    expect(again.text).not.toContain('Fixed the clutch')
  })

  test('no bullet is written twice, however it is worded and names its pull request', () => {
    const names = ['acme/engine!61', 'MR #61', '!61', '#61', 'see MR 61']
    for (const name of names) {
      const words = start().text.replace(/^.*Fixed the clutch.*$/m, `- Did my thing (${name})`)
      expect(lost(words).text, name).toBe(words)
    }
    const unlinked = start().text.replace(/^(.*Fixed the clutch).*$/m, '$1 all night')
    expect(lost(unlinked).text).toBe(unlinked)
  })

  test('a bullet that may be about a pull request is not joined by another about it', () => {
    const entries = [
      entry({ highlights: [highlight(61, 'Fixed the slipping clutch of the engine')], links: [] }),
    ]
    const { text } = start({ entries })
    const own = text.replace(/^.*slipping clutch.*$/m, '- Mended a slipping clutch one night')

    expect(lost(own, { entries }).text).toBe(own)
  })

  test('another pull request is not taken for one whose number begins alike', () => {
    const words = start().text.replace(/^.*Fixed the clutch.*$/m, '- Did my thing (!610, v!6)')

    expect(lost(words).notes).toContainEqual({ kind: 'proposed', text: linkTo(61).url })
  })

  test('no entry is written twice whose title names its repository or is the configured one', () => {
    const bare = { highlights: [], links: [], dates: null }
    const entries = [entry({ ...bare, title: 'Motor | Acme' }), { ...brake, ...bare }]
    const { text } = start({ entries })
    const renamed = text.replace('acme/brake', 'Brakes (acme/brake), in the evenings')

    expect(text).toContain('Motor | Acme')
    expect(lost(text, { entries }).text).toBe(text)
    expect(lost(renamed, { entries }).text).toBe(renamed)
  })

  test('repositories whose names begin alike are two', () => {
    const bare = { highlights: [], links: [], dates: null }
    const tools = entry({ ...bare, key: `${engine}-tools`, title: 'acme/engine-tools' })
    const { text } = start({ entries: [tools] })
    const again = lost(text, { entries: [tools, entry(bare)] })

    expect(again.notes).toContainEqual({ kind: 'proposed', text: engine })
    expect(again.conflicts).toEqual([])
    expect(linesLost(text, again.text)).toEqual([])
  })

  test('a claim is not written twice, in the configured words or in others', () => {
    const claims = [{ text: 'Ranked on page 5 of the board of makers', staleSince: null }]
    const entries = [entry({ claims })]
    const { text } = start({ entries })
    const reworded = text.replace('Ranked on page 5', 'Ranked high, on page 5')

    expect(lost(text, { entries }).text).toBe(text)
    expect(lost(reworded, { entries }).text).toBe(reworded)
  })

  test('a line of links takes new ones when it lacks none, and stays as it is otherwise', () => {
    const { text } = start()
    const more = { entries: [entry({ links: [linkTo(61), linkTo(64), linkTo(65)] })] }

    expect(lost(text, more).text).toBe(text)
    expect(lost(text).after((each) => each, more).text).toContain(linkTo(65).url)
  })

  test('what is private is flagged and stays', () => {
    const { text } = start()
    const hidden = [linkTo(61).url]
    const next = { entries: [entry({ highlights: [], links: [] })], hidden }
    const again = lost(text, next)

    expect(again.text).toBe(text)
    expect(again.kinds).toContain('private')
    expect(again.sidecar).not.toContain(linkTo(61).url)
  })

  test('the state of a pull request that is not merged stands behind its link, whoever wrote it', () => {
    const pulls = { [linkTo(61).url]: { state: 'open' as const } }
    const { text } = lost(start().text, { pulls })

    expect(text).toMatch(/Fixed the clutch .*\(open\)/)
  })

  test('a section waits while a stream it counts was never read, and stays unknown', () => {
    const { text } = start()
    const waiting = lost(text, { section: { neverRead: ['gitlab.com/ada reviews'] } })

    expect(waiting.state).toBe('left')
    expect(waiting.text).toBe(text)
    expect(JSON.parse(waiting.sidecar ?? '{"sections":{}}').sections).toEqual({})
  })

  test("words that stood in a region before any run are the person's too", () => {
    const { text: before } = start()
    const own = before.replace(
      /(tracker:begin oss -->\n)[\s\S]*?(<!-- tracker:end)/,
      '$1\nMy years with gears.\n\n$2',
    )
    const { text } = lost(own)

    expect(text).toContain('My years with gears.\n')
    expect(text).toContain('Fixed the clutch')
  })

  test('adopted again instead, values are kept up to date and words stay', () => {
    const words = start().text.replace('Fixed the clutch', 'Mended it')
    const sections = [asked(section(news.entries))]
    const input = { file: 'resume', format: formats[format], bytes: bytesOf(words), sections }
    const adopted = adoptDocument({ ...input, sidecar: null })
    const { text, conflicts } = runOver(format, textOf(adopted.bytes), adopted.sidecar, news)

    expect(textOf(adopted.bytes)).toBe(words)
    expect(text).toBe(words.replace('5 merged', '6 merged'))
    expect(conflicts).toEqual([])
  })
})

/** Lines of `before` that `now` does not hold, in their order. */
function linesLost(before: string, now: string): string[] {
  const lines = now.split('\n')
  let at = 0
  return before.split('\n').filter((line) => {
    const found = lines.indexOf(line, at)
    if (found >= 0) at = found + 1
    return found < 0
  })
}
