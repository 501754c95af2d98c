import { randomBytes } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** A file written in full beside its target, waiting to take its place. */
export interface Prepared {
  /** Takes the target's place in one step: a reader sees the old file or the new one, never half of either. */
  commit(): Promise<void>
  discard(): Promise<void>
}

/** Writes and flushes the temporary file. It stands in the same folder, since a rename does not cross file systems. */
export async function prepare(target: string, bytes: Uint8Array, mode: number): Promise<Prepared> {
  const folder = dirname(target)
  const temporary = join(folder, `.${basename(target)}.${randomBytes(6).toString('hex')}.tmp`)
  const discard = () => rm(temporary, { force: true })
  try {
    await writeFlushed(temporary, bytes, mode)
  } catch (error) {
    await discard()
    throw error
  }
  return {
    discard,
    async commit() {
      try {
        await rename(temporary, target)
      } catch (error) {
        await discard()
        throw error
      }
      await flushFolder(folder)
    },
  }
}

async function writeFlushed(path: string, bytes: Uint8Array, mode: number): Promise<void> {
  const file = await open(path, 'wx', mode)
  try {
    await file.writeFile(bytes)
    // The mode given to open is cut by the umask.
    await file.chmod(mode)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Makes the rename itself last. Some systems refuse to flush a folder: the file's own content is safe by then. */
async function flushFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r')
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
  } catch {
    return
  }
}
