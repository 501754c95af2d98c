import { expect, test } from 'vitest'
import { updateDocument } from '../../src/report/document.ts'
import { formats } from '../../src/report/formats/registry.ts'
import { bytesOf } from './support/documents.ts'
import { asked } from './support/sections.ts'

test.each([
  ['ends the region', '<!-- tracker:end oss -->'],
  ['opens another', '<!-- tracker:begin more -->'],
  ['swallows the end marker', '```\ncode'],
  ['glues a marker to its text', 'x <!-- tracker:end oss -->'],
])('generated text that %s is caught, and nothing is written', (_name, body) => {
  const bytes = bytesOf('## Open Source\n\na\n\n## B\n')
  const { state, bytes: after } = updateDocument({
    file: 'resume.md',
    format: { ...formats.markdown, render: () => body },
    bytes,
    sidecar: null,
    sections: [asked()],
    acceptDrop: false,
  })

  expect(state).toBe('refused')
  expect(after).toBe(bytes)
})
