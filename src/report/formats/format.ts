import type { Section } from '../types.ts'
import type { FormatName } from './names.ts'

export interface Heading {
  /** Plain text: inline markup stripped. */
  readonly text: string
  /** 1 is the highest. */
  readonly level: number
  /** From 1. */
  readonly line: number
  /** Where its first line starts and its last line's text ends. */
  readonly start: number
  readonly end: number
}

/** A marker on a line of its own, where markers may stand. */
export interface Marker {
  readonly edge: 'begin' | 'end'
  readonly id: string
  readonly line: number
  /** Where its line starts and where the next one does. */
  readonly start: number
  readonly next: number
}

/** Something meant as a marker that cannot be one: glued to text, in a list, misspelt. */
export interface Stray {
  readonly line: number
  /** What is wrong with it, without the line. */
  readonly reason: string
}

export interface Block {
  readonly start: number
  readonly end: number
  /** A line that only divides. */
  readonly rule: boolean
}

/** What a format sees in a document. Offsets are into the text that was read. */
export interface Outline {
  readonly headings: readonly Heading[]
  readonly markers: readonly Marker[]
  readonly strays: readonly Stray[]
  /** Blocks of the top level in order, headings and markers included. */
  readonly blocks: readonly Block[]
}

/**
 * A kind of document: how it is read, and how a section is written into it in the document's own style. Pure: text in,
 * text out; lines end in `\n` in what it returns.
 */
export interface DocumentFormat {
  readonly name: FormatName
  read(text: string): Outline
  /** The line that begins or ends the region of section `id`. */
  marker(edge: 'begin' | 'end', id: string): string
  /**
   * The region's body without a final line end; empty for a section without entries. `sources` are texts whose style is
   * followed, the nearest first: the section's own, then the whole document, generated regions left out.
   */
  render(section: Section, sources: readonly string[]): string
  /** A heading of the level and style of `model`, one of the document's headings. */
  heading(
    text: string,
    model: Heading,
    document: { text: string; headings: readonly Heading[] },
  ): string
}
