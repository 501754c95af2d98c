/** The database cannot be used. The message says why and what to do. */
export class StoreError extends Error {
  override readonly name = 'StoreError'
  readonly path: string

  constructor(message: string, options: { readonly path: string; readonly cause?: unknown }) {
    super(message, options)
    this.path = options.path
  }
}

/** The file cannot be used as a database. */
export class StoreUnusableError extends StoreError {
  /** To stand after the name of the file. */
  readonly problem: string
  readonly fix: string

  constructor(path: string, [problem, fix]: Sentence, cause?: unknown) {
    super(`Cannot use ${path}: ${problem}; ${fix}`, { path, cause })
    this.problem = problem
    this.fix = fix
  }
}

/** What is wrong, and what to do. */
type Sentence = readonly [problem: string, fix: string]

export const foreign: Sentence = [
  'it is not a tracker database',
  'move it away or name another in the configuration',
]
export const folder: Sentence = ['it is a folder', 'name a file in the configuration']

/** Another process is syncing into the same database. */
export class StoreBusyError extends StoreError {}

/** There is no database yet. */
export class StoreMissingError extends StoreError {}

const sentences: Readonly<Record<string, Sentence>> = {
  SQLITE_FULL: ['the disk is full', 'what was stored before is safe, free some room and run again'],
  SQLITE_READONLY: ['it cannot be written', 'check its owner and mode and those of its folder'],
  SQLITE_CANTOPEN: ['it cannot be opened', 'check that its folder exists and may be written'],
  SQLITE_CORRUPT: ['it is damaged', 'move it away and sync again, or restore a copy'],
  SQLITE_NOTADB: foreign,
  SQLITE_BUSY: ['another program holds it', 'try again when that has finished'],
  SQLITE_IOERR: ['reading or writing it failed', 'check the disk'],
}

/** The file itself, before SQLite sees it. */
const fileSentences: Readonly<Record<string, Sentence>> = {
  ENOENT: ['its folder does not exist', 'make it, or name another place in the configuration'],
  ENOTDIR: ['a part of its path is no folder', 'name another place in the configuration'],
  EISDIR: folder,
  EACCES: ['permission is denied', 'check its owner and mode and those of its folder'],
  EPERM: ['permission is denied: it belongs to somebody else', 'check its owner'],
  EROFS: ['its disk is read-only', 'name another place in the configuration'],
  ENOSPC: ['the disk is full', 'free some room and run again'],
}

/** Turns an error of opening the file at `path` into one sentence; every other error passes unchanged. */
export function explainedOpening(path: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const sentence = fileSentences[code]
  return sentence === undefined
    ? explained(path, error)
    : new StoreUnusableError(path, sentence, error)
}

/** Turns an error of SQLite's into one sentence; every other error passes unchanged. */
export function explained(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string')
    return error
  const { code } = error
  const key = Object.keys(sentences).find(
    (prefix) => code === prefix || code.startsWith(`${prefix}_`),
  )
  const sentence = key === undefined ? undefined : sentences[key]
  return sentence === undefined ? error : new StoreUnusableError(path, sentence, error)
}
