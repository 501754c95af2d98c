import { describe, expect, test } from 'vitest'
import { type FormatName, formatNames } from '../../../src/report/formats/names.ts'
import type { Ownership } from '../../../src/report/rules.ts'
import type { Entry, Month } from '../../../src/report/types.ts'
import { brake, type Ran, runOver } from '../support/edits.ts'
import { count, entry, highlight, linkTo } from '../support/sections.ts'

/** Where dates stand below a title, and where they stand beside it. */
const documents: Readonly<Record<FormatName, Readonly<Record<'below' | 'beside', string>>>> = {
  markdown: {
    below: '# Ada\n\n## Open Source\n\n## Skills\n',
    beside: '# Ada\n\n## Open Source\n\n## Work\n\n### Cook (Jan 2020 – Feb 2021)\n',
  },
  text: {
    below: '\nOPEN SOURCE\n\nSKILLS\n',
    beside: '\nOPEN SOURCE\n\nWORK\n\nCook, Jan 2020 – Feb 2021\n',
  },
}

const links = [61, 63, 64, 65].map((number) => linkTo(number))

/** Ten syncs on: ten more merged in the project, another project that is there from the third on and grows too. */
function dataAfter(sync: number): Entry[] {
  const newest = [3, 2, 1, 0].map((back) => 100 + sync - back).filter((number) => number > 100)
  const fresh = newest.map((number) => highlight(number, `Added part ${number} of it`))
  const engine = entry({
    merged: count(5 + sync),
    reviewed: count(2 + sync),
    dates: { start: '2026-02' as Month, end: `2026-${String(sync + 2).padStart(2, '0')}` as Month },
    highlights: fresh,
    links: [...links, ...fresh.map(({ link }) => link), linkTo(200 + sync)].slice(-5),
  })
  return sync < 3 ? [engine] : [engine, { ...brake, merged: count(sync) }]
}

function synced(first: Ran, ownership: Ownership): Ran {
  let state = first
  for (let sync = 1; sync <= 10; sync += 1)
    state = state.after((text) => text, { ownership, entries: dataAfter(sync) })
  return state
}

type Edit = (line: string) => string

/** By kind of line, what a person may make of it: every one changes the line in some format. */
const edits: Readonly<Record<string, Readonly<Record<string, Edit>>>> = {
  title: {
    reworded: (line) => line.replace('acme/engine', 'The engine of acme'),
    'with a prefix': (line) => line.replace('acme/engine', 'Mechanic, acme/engine'),
    'without a word': (line) => line.replace(' (Go)', ''),
    'with other signs': (line) => line.replace(' (Go)', ': Go;'),
  },
  dates: {
    reworded: (line) => line.replace(/(Feb.*\d)/, 'Evenings of $1 at home'),
    'with a prefix': (line) => line.replace('Feb', 'since Feb'),
    'with other signs': (line) => line.replace(' – ', ' -- '),
  },
  count: {
    reworded: (line) => line.replace('merged and', 'went in while I read'),
    'with a prefix': (line) => line.replace('5 merged', 'Proudly: 5 merged'),
    'without a word': (line) => line.replace(' merge requests', ' requests'),
    'with other signs': (line) => line.replace(' and ', '; ').concat('!'),
  },
  highlight: {
    reworded: (line) => line.replace('Fixed the clutch', 'Mended what slipped'),
    'with a prefix': (line) => line.replace('Fixed the clutch', 'At last: Fixed the clutch'),
    'without a word': (line) => line.replace('Fixed the clutch', 'Fixed clutch'),
    'with other signs': (line) => line.replace('Fixed the clutch (', '“Fixed the clutch”; ('),
    'with another label': (line) => line.replace(/\((?:\[.*?\]|acme\/engine)/, '([clutch]'),
  },
  links: {
    reworded: (line) => line.replace('Links', 'See also'),
    'with a prefix': (line) => line.replace('Links', 'Best Links'),
    'without a word': (line) => line.replace(/^.*?: */, ''),
    'with other signs': (line) => line.replaceAll(' | ', ' · '),
    'with another label': (line) => line.replace(/(?:\[[^\]]*\]\(|\S* <)(\S*64)[)>]/, '[best]($1)'),
  },
}

const kinds = ['title', 'dates', 'count', 'highlight', 'links'] as const

/** The line of a kind in a region that was just written; of highlights the first. */
function lineOf(text: string, kind: (typeof kinds)[number]): string {
  const signs: Readonly<Record<(typeof kinds)[number], RegExp>> = {
    title: /^.*acme\/engine \(Go\).*$/m,
    dates: /^.*Feb\S* 2026.*$/m,
    count: /^.*5 merged.*$/m,
    highlight: /^.*Fixed the clutch.*$/m,
    links: /^.*requests\/64.*$/m,
  }
  return signs[kind].exec(text)?.[0] ?? ''
}

/** What the data say after ten syncs, in the person's words. */
function withValues(line: string): string {
  return line
    .replace(/\b5 (?=merged|went)/, '15 ')
    .replace(/\b2 reviewed/, '12 reviewed')
    .replace(/Apr(?:il)?(?= 2026)/, (name) => (name === 'Apr' ? 'Dec' : 'December'))
}

const cases = kinds.flatMap((kind) =>
  Object.entries(edits[kind] ?? {}).map(([name, edit]) => ({ kind, name, edit })),
)

describe.each(formatNames)('ten syncs with new data each, in %s', (format) => {
  describe.each(['below', 'beside'] as const)('dates %s the title', (place) => {
    const first = () =>
      runOver(format, documents[format][place], null, { entries: [entry({ links })] })

    describe.each(['facts', 'bullets', 'full'] as const)('%s', (ownership) => {
      test.each(cases)('$kind $name', ({ kind, edit }) => {
        // Words of the tool's lines are the tool's in `full`; dates of a person's make a line theirs.
        const isTools = ownership === 'full' && !(kind === 'title' && place === 'beside')
        const standing = (line: string, words: string) =>
          withValues(isTools && (kind === 'title' || kind === 'count') ? line : words)
        const written = first()
        const line = lineOf(written.text, kind)
        const words = edit(line)
        expect(words).not.toBe(line)
        const { text, conflicts } = synced(
          written.after((text) => text.replace(line, () => words), {
            ownership,
            entries: [entry({ links })],
          }),
          ownership,
        )

        const lines = text.split('\n').filter((each) => each === standing(line, words))
        if (kind === 'links') expect(text).toContain(wordsOfLinks(words))
        else expect(lines).toHaveLength(ownership === 'full' && kind === 'highlight' ? 0 : 1)
        expect(conflicts).toEqual([])
        expect(text).toContain('15 ')
        expect(text).toMatch(/Feb(?:ruary)? 2026 .*Dec(?:ember)? 2026/)
        expect(text).toContain(linkTo(210).url)
        expect(text).not.toContain(linkTo(65).url)
        expect(text).not.toMatch(/: ?[|·]/)
        expect(text.includes('10 merged')).toBe(ownership !== 'facts')
      })
    })
  })
})

/** All of a line of links but the links: they are values. With a label of the person's they stay. */
function wordsOfLinks(line: string): string {
  return line.includes('best')
    ? line.slice(0, line.indexOf(')'))
    : (line.split(/\[|\S* </)[0] ?? '')
}
