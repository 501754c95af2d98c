import { constants } from 'node:fs'
import { copyFile, stat } from 'node:fs/promises'
import { explain, FileError } from './file-error.ts'
import { isInGitWorkTree } from './git.ts'
import type { FileRead } from './read-document.ts'
import { prepare } from './replace.ts'
import { writeIfDifferent } from './write-file.ts'

export interface DocumentWrite {
  /** The document as it was read. */
  readonly read: FileRead
  readonly bytes: Uint8Array
  /** Null when there is nothing new to remember. */
  readonly sidecar: {
    readonly path: string
    readonly text: string
    readonly isNew: boolean
    /** The document was live before, and what was remembered of it is lost. */
    readonly isRegained?: boolean
  } | null
}

export interface DocumentWritten {
  /** The copy of the document as it was, made at the first write outside a git work tree. */
  readonly backup: string | null
}

/**
 * Writes a document and its sidecar. A run may be cut off between the two, so the order is the one the next run
 * recovers from: a new sidecar goes first (a region it does not find is written anew), a later one last (a region that
 * holds what would be written now is known as the tool's own). So does one for regions that stood there: before they hold
 * what it says was added, that would read as deleted by hand.
 * @throws FileError when the document changed since it was read, or cannot be written; it is as it was then.
 */
export async function writeDocument({
  read,
  bytes,
  sidecar,
}: DocumentWrite): Promise<DocumentWritten> {
  const remember = async () => {
    // It holds words of the document: who may not read those may not read these.
    if (sidecar !== null) await writeIfDifferent(sidecar.path, sidecar.text, read.mode)
  }
  try {
    if (Buffer.from(bytes).equals(read.bytes)) {
      await remember()
      return { backup: null }
    }
    const isFirst = sidecar?.isNew === true
    const goesFirst = isFirst && sidecar.isRegained !== true
    const backup = await replace(read, bytes, isFirst, goesFirst ? remember : null)
    if (!goesFirst) await remember()
    return { backup }
  } catch (error) {
    throw explain('write', read.path, error)
  }
}

/**
 * @param isFirst The document as it was is kept.
 * @param before What is done once nothing can go wrong any more but the rename itself.
 */
async function replace(
  read: FileRead,
  bytes: Uint8Array,
  isFirst: boolean,
  before: (() => Promise<void>) | null,
): Promise<string | null> {
  const prepared = await prepare(read.target, bytes, read.mode)
  try {
    await refuseIfChanged(read)
    const backup = isFirst ? await backUp(read.target) : null
    await before?.()
    await prepared.commit()
    return backup
  } catch (error) {
    await prepared.discard()
    throw error
  }
}

/** Somebody's editor or another run may have saved while we worked: theirs stands. */
async function refuseIfChanged({ path, target, identity }: FileRead): Promise<void> {
  const now = await stat(target, { bigint: true })
  const same =
    now.ino === identity.inode && now.size === identity.size && now.mtimeNs === identity.modified
  if (!same)
    throw new FileError(path, `Cannot write ${path}: it changed since it was read; run again`)
}

/**
 * In a git work tree the old version is a commit away; elsewhere a copy is kept: `FILE.bak`, and where something stands
 * there, which is never replaced, `FILE.bak.1` and so on. It has the document's mode.
 * @returns the path of the copy, if one was made
 */
export async function backUp(target: string): Promise<string | null> {
  if (isInGitWorkTree(target)) return null
  for (let number = 0; ; number += 1) {
    const backup = `${target}.bak${number === 0 ? '' : `.${number}`}`
    if (await isCopied(target, backup)) return backup
  }
}

/** False where something stands in the way. */
async function isCopied(from: string, to: string): Promise<boolean> {
  try {
    await copyFile(from, to, constants.COPYFILE_EXCL)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}
