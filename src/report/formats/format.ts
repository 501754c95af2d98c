import type { DateTerms } from '../style/date-terms.ts'
import type { Dates, Entry, Link } from '../types.ts'
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

/** From `start` up to but not including `end`. */
export interface Span {
  readonly start: number
  readonly end: number
}

export interface Block extends Span {
  /** A line that only divides. */
  readonly rule: boolean
  /** Markers put in behind it, between blank lines, are markers, and all that follows stays what it is. */
  readonly closed: boolean
}

/** What a format sees in a document. Offsets are into the text that was read. */
export interface Outline {
  readonly headings: readonly Heading[]
  readonly markers: readonly Marker[]
  readonly strays: readonly Stray[]
  /** Blocks of the top level in order, headings and markers included. */
  readonly blocks: readonly Block[]
}

/** An entry as lines, none of them with a line end. Each is written, changed or kept by itself. */
export interface EntryLines {
  /** With the dates where this document writes them beside it. */
  readonly title: string
  /** The line of the dates; null where they stand beside the title, or there are none. */
  readonly dates: string | null
  /** The bullet with the counts; null where all are zero. */
  readonly count: string | null
  /** A bullet for each highlight, in their order. */
  readonly highlights: readonly string[]
  /** A bullet for each claim, in their order. */
  readonly claims: readonly string[]
}

/** Writes values in one document's style. */
export interface Writer {
  entry(entry: Entry): EntryLines
  /** The line of links under an entry. */
  links(links: readonly Link[]): string
  /** One link with its state. @param label what it reads; left out: as links of the document do */
  link(link: Link, label?: string): string
  /** A time span, without the emphasis around it. */
  dates(dates: Dates): string
  /** The same as a person wrote dates in `text`, as far as that shows a style. */
  datesLike(text: string, dates: Dates): string
  /** A blank line stands between title and dates. */
  readonly apart: boolean
  readonly terms: DateTerms
}

/** What a format sees in a single line of a region. */
export interface RegionSyntax {
  /** Level of the heading the line is; null for any other line, and always where headings divide whole documents only. */
  heading(line: string): number | null
  /** What stands before the words of a bullet, indentation included; null for any other line. */
  bullet(line: string): string | null
  /** For each line, whether it is code or the like and so means nothing. */
  opaque(lines: readonly string[]): readonly boolean[]
  /** What its dates are made of; English where none are given. */
  readonly terms?: DateTerms
}

/**
 * A kind of document: how it is read, and how a section is written into it in the document's own style. Pure: text in,
 * text out; lines end in `\n` in what it returns.
 */
export interface DocumentFormat {
  readonly name: FormatName
  /** @param named Names of sections: in a format that does not mark headings, a line of nothing else is one. */
  read(text: string, named?: readonly string[]): Outline
  /** Where nothing is said, in order: code, comments, front matter. */
  silent(text: string): readonly Span[]
  /** Comments, in order: values outside regions stand between two of them. What reads as one in code is none. */
  comments(text: string): readonly Span[]
  readonly syntax: RegionSyntax
  /** The line that begins or ends the region of section `id`. */
  marker(edge: 'begin' | 'end', id: string): string
  /**
   * `sources` are texts whose style is followed, the nearest first: the section's own, then the whole document, generated
   * regions left out.
   */
  writer(sources: readonly string[], terms?: DateTerms): Writer
  /** A heading of the level and style of `model`, one of the document's headings. */
  heading(
    text: string,
    model: Heading,
    document: { text: string; headings: readonly Heading[] },
  ): string
}

/** The same format for a document of which the language and the names of some sections are known. */
export function formatFor(
  format: DocumentFormat,
  terms: DateTerms,
  named: readonly (string | null)[],
): DocumentFormat {
  const names = named.filter((name) => name !== null)
  return {
    ...format,
    read: (text) => format.read(text, names),
    syntax: { ...format.syntax, terms },
    writer: (sources) => format.writer(sources, terms),
  }
}
