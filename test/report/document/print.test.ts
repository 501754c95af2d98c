import { describe, expect, test } from 'vitest'
import { unifiedDiff } from '../../../src/report/document/diff.ts'
import { printable } from '../../../src/report/document/print.ts'
import { formats } from '../../../src/report/formats/registry.ts'
import { bytesOf, textOf, update } from '../support/documents.ts'
import { asked, section } from '../support/sections.ts'

const begin = '<!-- tracker:begin oss -->'
const end = '<!-- tracker:end oss -->'

function print(document: string): string {
  return textOf(printable(bytesOf(document), formats.markdown))
}

describe('printing leaves out the marker lines', () => {
  test.each([
    ['and the blank lines they caused', `a\n\n${begin}\n\nb\n\n${end}\n\nc\n`, 'a\n\nb\n\nc\n'],
    ['of an empty region', `a\n\n${begin}\n${end}\n\nc\n`, 'a\n\nc\n'],
    ['at the end of the document', `a\n\n${begin}\n\nb\n\n${end}\n`, 'a\n\nb\n'],
    ['at an end without a line end', `a\n\n${begin}\n\nb\n\n${end}`, 'a\n\nb'],
    ['at the start', `${begin}\n\nb\n\n${end}\n\nc`, 'b\n\nc'],
    ['of lines that stand tight', `a\n${begin}\nb\n${end}\nc\n`, 'a\nb\nc\n'],
    ['with CRLF', `a\r\n\r\n${begin}\r\n\r\nb\r\n\r\n${end}\r\n`, 'a\r\n\r\nb\r\n'],
    [
      'and keeps blank lines a person doubled',
      `a\n\n\n${begin}\n\nb\n\n${end}\n\n\nc\n`,
      'a\n\n\nb\n\n\nc\n',
    ],
    ['and keeps examples in code', `\`\`\`\n${begin}\n\`\`\`\n`, `\`\`\`\n${begin}\n\`\`\`\n`],
  ])('%s', (_name, document, printed) => {
    expect(print(document)).toBe(printed)
  })

  test('a document with a region that is empty prints as it was before', () => {
    for (const document of [
      '# A\n\n## Open Source\n\nx\n\n---\n\n## B\n',
      '## Open Source\n\nx',
      '## Open Source\n',
    ]) {
      const { bytes } = update(`\uFEFF${document}`, { sections: [asked(section([]))] })

      expect(textOf(printable(bytes, formats.markdown))).toBe(`\uFEFF${document}`)
    }
  })

  test('broken markers are refused', () => {
    expect(() => print(`${begin}\n\nb\n`)).toThrow('has no `tracker:end oss`')
  })
})

describe('a diff', () => {
  test('has the labels git gives, and no times', () => {
    expect(unifiedDiff('cv/a.md', bytesOf('a\nb\n'), bytesOf('a\nc\n'))).toBe(
      '--- a/cv/a.md\n+++ b/cv/a.md\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n',
    )
  })

  test('of equal texts is empty', () => {
    expect(unifiedDiff('a.md', bytesOf('a'), bytesOf('a'))).toBe('')
  })
})
