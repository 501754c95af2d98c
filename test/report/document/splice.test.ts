import { expect, test } from 'vitest'
import type { Writer } from '../../../src/report/formats/format.ts'
import { formats } from '../../../src/report/formats/registry.ts'
import { updateDocument } from '../../../src/report/update/document.ts'
import { bytesOf, measured } from '../support/documents.ts'
import { asked } from '../support/sections.ts'

/** A writer that escapes nothing. */
function titled(title: string, sources: readonly string[]): Writer {
  const writer = formats.markdown.writer(sources)
  return { ...writer, entry: (entry) => ({ ...writer.entry(entry), title }) }
}

test.each([
  ['ends the region', '<!-- tracker:end oss -->'],
  ['opens another', '<!-- tracker:begin more -->'],
  ['swallows the end marker', '```\ncode'],
  ['glues a marker to its text', 'x <!-- tracker:end oss -->'],
])('generated text that %s is caught, and nothing is written', (_name, body) => {
  const bytes = bytesOf('## Open Source\n\na\n\n## B\n')
  const { state, bytes: after } = updateDocument({
    file: 'resume.md',
    format: { ...formats.markdown, writer: (sources) => titled(body, sources) },
    bytes,
    sidecar: null,
    sections: [asked()],
    measure: () => measured,
    acceptDrop: false,
    acceptDate: false,
  })

  expect(state).toBe('refused')
  expect(after).toBe(bytes)
})
