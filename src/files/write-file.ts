import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { explain } from './file-error.ts'
import { readIfThere } from './read-document.ts'
import { prepare } from './replace.ts'

/** For files that did not exist: as an editor would make them. */
const newFileMode = 0o644

/**
 * Writes a file that the tool owns (a ledger, a sidecar) unless it holds that text already; its folder is made.
 * @param widest The permissions it has at most, whatever it had before; null leaves those of a file that is there.
 * @returns whether it was written.
 * @throws FileError when it cannot be.
 */
export async function writeIfDifferent(
  path: string,
  text: string,
  widest: number | null = null,
): Promise<boolean> {
  const bytes = new TextEncoder().encode(text)
  const old = await readIfThere(path)
  if (old !== null && Buffer.from(old.bytes).equals(bytes)) return false
  try {
    if (old === null) await mkdir(dirname(path), { recursive: true })
    const mode = old === null ? (widest ?? newFileMode) : old.mode & (widest ?? old.mode)
    const prepared = await prepare(old?.target ?? path, bytes, mode)
    await prepared.commit()
    return true
  } catch (error) {
    throw explain('write', path, error)
  }
}
