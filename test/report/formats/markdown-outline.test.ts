import fc from 'fast-check'
import type { Html, Nodes } from 'mdast'
import { describe, expect, test } from 'vitest'
import {
  emptyRegion,
  inserted,
  insertionOf,
  withEmptyRegion,
} from '../../../src/report/document/insertion.ts'
import { markerLike } from '../../../src/report/document/markers.ts'
import type { Block, Outline } from '../../../src/report/formats/format.ts'
import { markdown } from '../../../src/report/formats/markdown/index.ts'
import { readOutline } from '../../../src/report/formats/markdown/outline.ts'
import { parseBlocks } from '../../../src/report/formats/markdown/parse.ts'
import { runs } from '../support/runs.ts'

/** What blocks begin and end with, and what may or may not be a marker. */
const line = fc.constantFrom(
  ...[
    '',
    '',
    '',
    ' ',
    'words',
    'words',
    '# A',
    '## B ##',
    '#',
    '===',
    '---',
    '***',
    '+++',
    'title: x',
  ],
  ...['- a', '-', '1. b', '2) c', '> q', '    code', '\tcode', '```', '~~~ js', '`code', 'over`'],
  ...['| a | b |', '| - | :-: |', ':-', '[a]: /x "t', 't"', '[^1]: note', '- [ ] task'],
  ...[
    '<div>',
    '</div>',
    '<pre>',
    '</pre>',
    '<script>',
    '<!--',
    '-->',
    '<?php',
    '?>',
    '<a href="',
    '">',
  ],
  ...['<!-- tracker:begin oss -->', '<!-- tracker:end oss -->', '<!-- tracker:begin', 'oss -->'],
  ...['x <!-- tracker:end oss --> y', '`<!-- tracker:end oss -->`', '\\<!-- tracker:end oss -->'],
  ...['<!-- tracker:', 'begin oss -->', '<!--', 'tracker:begin oss', '<!-- tracker:begn oss -->'],
  ...['<!-- tracker:value merged -->', '<!-- tracker:/value -->', '<!-- tracker:begin a --> x'],
)

const prefix = fc.constantFrom('', '', '', '', ' ', '   ', '> ', '- ')

const document = fc
  .tuple(
    fc.array(fc.tuple(prefix, line), { maxLength: 14 }),
    fc.constantFrom('\n', '\n', '\r\n', '\r'),
    fc.boolean(),
  )
  .map(([lines, end, final]) => lines.map((each) => each.join('')).join(end) + (final ? end : ''))

describe('the outline of a Markdown document', () => {
  test('has the blocks and headings of its whole tree', () => {
    fc.assert(
      fc.property(document, (text) => {
        const { blocks, headings } = readOutline(text)
        const tree = parseBlocks(text).children

        expect(blocks.map(({ start, end, rule }) => ({ start, end, rule }))).toEqual(
          tree.map((node) => ({ ...spanOf(node), rule: node.type === 'thematicBreak' })),
        )
        expect(headings.map(({ start, end, level }) => ({ start, end, level }))).toEqual(
          tree.flatMap((node) =>
            node.type === 'heading' ? [{ ...spanOf(node), level: node.depth }] : [],
          ),
        )
      }),
      runs,
    )
  })

  test('misses nothing in its whole tree that was meant as a marker', () => {
    fc.assert(
      fc.property(document, (text) => {
        const { markers, strays } = readOutline(text)
        const meant = htmlIn(parseBlocks(text)).flatMap(({ value, position }) =>
          [...value.matchAll(markerLike)].map(
            ({ index }) => (position?.start.line ?? 0) + linesBefore(value, index),
          ),
        )

        expect([...markers, ...strays].map((each) => each.line).sort(byNumber)).toEqual(meant)
      }),
      runs,
    )
  })

  test('is known without reading once an empty region is put in behind a closed block', () => {
    fc.assert(
      fc.property(document, fc.nat(), (text, nth) => {
        const outline = readOutline(text)
        const closed = outline.blocks.filter((each) => each.closed && endsSection(each, outline))
        const block = closed[nth % closed.length]
        fc.pre(block !== undefined && outline.strays.length === 0)
        const insertion = insertionOf(text, block.end, emptyRegion('more', markdown))

        expect(withEmptyRegion(outline, text, insertion, 'more')).toEqual(
          readOutline(inserted(text, insertion)),
        )
      }),
      runs,
    )
  })

  test('misses no marker that a quotation cuts in two', () => {
    const { markers, strays } = readOutline('> <!--\n> tracker:begin oss -->\n')

    expect(markers).toEqual([])
    expect(strays).toMatchObject([{ line: 1 }])
  })
})

/** Where regions go: behind it stands nothing, a rule or a heading. */
function endsSection(block: Block, { blocks, headings }: Outline): boolean {
  const next = blocks[blocks.indexOf(block) + 1]
  return next === undefined || next.rule || headings.some(({ start }) => start === next.start)
}

function spanOf({ position }: Nodes) {
  return { start: position?.start.offset, end: position?.end.offset }
}

function htmlIn(node: Nodes): Html[] {
  if (node.type === 'html') return [node]
  return 'children' in node ? node.children.flatMap(htmlIn) : []
}

function linesBefore(text: string, offset: number): number {
  return text.slice(0, offset).match(/\r\n|\n|\r/g)?.length ?? 0
}

function byNumber(a: number, b: number): number {
  return a - b
}
