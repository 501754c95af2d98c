/** A file cannot be read or written; the message says which and why. */
export class FileError extends Error {
  override readonly name = 'FileError'
  readonly path: string
  /** There is no such file. */
  readonly missing: boolean

  constructor(
    path: string,
    message: string,
    options: { readonly missing?: boolean; readonly cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause })
    this.path = path
    this.missing = options.missing ?? false
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is no folder',
  ELOOP: 'its symbolic links lead in a circle',
  ENXIO: 'it is not a regular file',
}

/** Turns an error of the file system's into one sentence; every other error passes unchanged. */
export function explain(verb: 'read' | 'write', path: string, error: unknown): unknown {
  if (error instanceof FileError || !(error instanceof Error) || !('code' in error)) return error
  const code = String(error.code)
  return new FileError(path, `Cannot ${verb} ${path}: ${reasons[code] ?? error.message}`, {
    missing: code === 'ENOENT',
    cause: error,
  })
}
