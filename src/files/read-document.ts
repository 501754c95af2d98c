import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs'
import { realpath } from 'node:fs/promises'
import { explain, FileError } from './file-error.ts'

/** What tells a file apart from a later state of it. */
interface FileIdentity {
  readonly inode: bigint
  readonly size: bigint
  /** Nanoseconds. */
  readonly modified: bigint
}

export interface FileRead {
  readonly path: string
  /** Where the bytes really are: a symbolic link is followed, and rewritten at its target. */
  readonly target: string
  readonly bytes: Uint8Array
  readonly mode: number
  readonly identity: FileIdentity
}

/**
 * Reads a document and remembers what it was, so that a later write can tell whether somebody else wrote meanwhile.
 * @throws FileError when it is missing, no regular file, or may not be read.
 */
export async function readDocument(path: string): Promise<FileRead> {
  try {
    // Waited for, so that between two documents an interrupt and other threads are heard; the rest is done at once, since
    // a look costs less than waiting for one.
    const target = await realpath(path)
    // Without O_NONBLOCK opening a named pipe would wait for a writer.
    const file = openSync(target, constants.O_RDONLY | constants.O_NONBLOCK)
    try {
      const before = fstatSync(file, { bigint: true })
      if (!before.isFile())
        throw new FileError(path, `Cannot read ${path}: it is not a regular file`)
      const bytes = readFileSync(file)
      const identity = { inode: before.ino, size: before.size, modified: before.mtimeNs }
      return { path, target, bytes, mode: Number(before.mode & 0o7777n), identity }
    } finally {
      closeSync(file)
    }
  } catch (error) {
    throw explain('read', path, error)
  }
}

/** The same; null when there is no such file. */
export async function readIfThere(path: string): Promise<FileRead | null> {
  try {
    return await readDocument(path)
  } catch (error) {
    if (error instanceof FileError && error.missing) return null
    throw error
  }
}
