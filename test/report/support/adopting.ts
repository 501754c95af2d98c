import { adoptDocument } from '../../../src/report/adopt/adopt.ts'
import type { FormatName } from '../../../src/report/formats/names.ts'
import { formats } from '../../../src/report/formats/registry.ts'
import type { Entry } from '../../../src/report/types.ts'
import { bytesOf, textOf, update } from './documents.ts'
import { asked, background, count, entry, highlight, linkTo, section } from './sections.ts'

/** What is known of the project whose entry the documents have. */
export const known = entry({
  merged: count(5),
  reviewed: count(214),
  dates: { start: '2026-02' as never, end: 'present' },
  highlights: [highlight(61, 'Repair slipping clutch lever'), highlight(63, 'Add a gear')],
  links: [linkTo(61), linkTo(63), linkTo(64)],
})

/** A document made live, and what the next runs make of it. */
export function adopt(name: FormatName, document: string, entries: readonly Entry[] = [known]) {
  const value = section(entries)
  const sections = [asked(value, { background: background(value) })]
  const options = { file: 'resume.md', format: formats[name], sections }
  const done = adoptDocument({ ...options, bytes: bytesOf(document), sidecar: null })
  return {
    ...done,
    text: textOf(done.bytes),
    again: () => adoptDocument({ ...options, bytes: done.bytes, sidecar: done.sidecar }),
    report: (acceptDate = true) =>
      update(done.bytes, { format: name, sidecar: done.sidecar, sections, acceptDate }),
  }
}
