/** Why a document cannot be read or rewritten, and on which line. Thrown before anything is written. */
export class DocumentError extends Error {
  override readonly name = 'DocumentError'
  /** What is wrong, to stand after "Cannot update resume.md: ". */
  readonly reason: string
  /** From 1; null where no line is to blame. */
  readonly line: number | null

  constructor(reason: string, options: { readonly line?: number; readonly cause?: unknown } = {}) {
    super(`Cannot update the document: ${reason}`, { cause: options.cause })
    this.reason = reason
    this.line = options.line ?? null
  }
}
