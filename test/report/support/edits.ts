import { expect } from 'vitest'
import type { FormatName } from '../../../src/report/formats/names.ts'
import type { Ownership } from '../../../src/report/rules.ts'
import type { Entry, KnownPull, Section } from '../../../src/report/types.ts'
import type { DocumentUpdate } from '../../../src/report/update/document.ts'
import { textOf, update } from './documents.ts'
import { asked, background, count, entry, section } from './sections.ts'

/** What is known and asked for in one run. */
export interface Step {
  readonly entries?: readonly Entry[]
  readonly section?: Partial<Section>
  readonly ownership?: Ownership
  readonly acceptDate?: boolean
  readonly acceptDrop?: boolean
  readonly pulls?: Readonly<Record<string, Partial<KnownPull>>>
  readonly hidden?: readonly string[]
  readonly others?: readonly Entry[]
}

/** A second project, of one merged pull request. */
export const brake = entry({
  key: 'gitlab.com/acme/brake',
  title: 'acme/brake',
  url: 'https://gitlab.com/acme/brake',
  merged: count(1),
  reviewed: count(0),
  dates: null,
  highlights: [],
  links: [],
})

const documents: Readonly<Record<FormatName, string>> = {
  markdown: '# Ada\n\n## Open Source\n\n## Skills\n',
  text: '\nOPEN SOURCE\n\nSKILLS\n',
}

/** What a run left, and the next one over it. */
export interface Ran extends DocumentUpdate {
  readonly text: string
  /** Of conflicts. */
  readonly kinds: readonly string[]
  /** Kinds of notes. */
  readonly told: readonly string[]
  readonly after: (edit: (text: string) => string, next?: Step) => Ran
}

/** A document that is written, edited by hand and run over again. */
export function start(format: FormatName, step: Step = {}): Ran {
  return runOver(format, documents[format], null, step)
}

/** One run, and another that must change nothing: twice is once, whatever was edited. */
export function runOver(format: FormatName, text: string, sidecar: string | null, step: Step): Ran {
  const value = section(step.entries ?? [entry()], step.section)
  const { pulls = {}, hidden = [], others = [], ownership = 'bullets' } = step
  const known = background(value, { pulls, hidden, entries: others })
  const sections = [asked(value, { ownership, background: known })]
  const { acceptDate = false, acceptDrop = false } = step
  const more = { format, sections, acceptDate, acceptDrop }
  const done = update(text, { ...more, sidecar })
  const again = update(done.bytes, { ...more, sidecar: done.sidecar })
  expect(textOf(again.bytes)).toBe(textOf(done.bytes))
  expect(again.sidecar).toBe(done.sidecar)
  expect(again.conflicts).toEqual(done.conflicts)
  return {
    ...done,
    text: textOf(done.bytes),
    kinds: done.conflicts.map(({ kind }) => kind),
    told: done.notes.map(({ kind }) => kind),
    after: (edit: (text: string) => string, next: Step = {}) =>
      runOver(format, edit(textOf(done.bytes)), done.sidecar, next),
  }
}
