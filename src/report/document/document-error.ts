/** Why a document cannot be read or rewritten, and on which line. Thrown before anything is written. */
export class DocumentError extends Error {
  override readonly name = 'DocumentError'
  /** What is wrong, to stand after "Cannot update resume.md: ". */
  readonly reason: string
  /** From 1; null where no line is to blame. */
  readonly line: number | null
  /** Where it is not UTF-8 what it seems to be. */
  readonly encoding: 'UTF-16' | 'WINDOWS-1252' | null

  constructor(
    reason: string,
    options: {
      readonly line?: number
      readonly cause?: unknown
      readonly encoding?: DocumentError['encoding']
    } = {},
  ) {
    super(`Cannot update the document: ${reason}`, { cause: options.cause })
    this.reason = reason
    this.line = options.line ?? null
    this.encoding = options.encoding ?? null
  }
}
