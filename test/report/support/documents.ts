import type { FormatName } from '../../../src/report/formats/names.ts'
import { formats } from '../../../src/report/formats/registry.ts'
import {
  type DocumentUpdate,
  type SectionUpdate,
  updateDocument,
} from '../../../src/report/update/document.ts'
import type { Measured } from '../../../src/report/values/measure.ts'
import type { ValueQuery } from '../../../src/report/values/query.ts'
import { asked } from './sections.ts'

export interface Asked {
  readonly sections?: readonly SectionUpdate[]
  readonly sidecar?: string | null
  readonly acceptDrop?: boolean
  readonly acceptDate?: boolean
  readonly format?: FormatName
  readonly measure?: (query: ValueQuery) => Measured
}

/** Knows of no contribution. */
export const measured: Measured = { count: null, month: null, recent: false, neverRead: [] }

/** One run over a document given as text or bytes. */
export function update(document: string | Uint8Array, more: Asked = {}): DocumentUpdate {
  return updateDocument({
    file: 'resume.md',
    format: formats[more.format ?? 'markdown'],
    bytes: typeof document === 'string' ? bytesOf(document) : document,
    sidecar: more.sidecar ?? null,
    sections: more.sections ?? [asked()],
    measure: more.measure ?? (() => measured),
    acceptDrop: more.acceptDrop ?? false,
    acceptDate: more.acceptDate ?? false,
  })
}

/** The next run over what `before` left. */
export function updateAgain(before: DocumentUpdate, more: Asked = {}): DocumentUpdate {
  return update(before.bytes, { sidecar: before.sidecar, ...more })
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

export function textOf(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
}
