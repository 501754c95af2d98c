import { stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** Whether a folder above `path` holds `.git`, a folder, or a file in linked work trees and submodules. */
export async function isInGitWorkTree(path: string): Promise<boolean> {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (await exists(join(folder, '.git'))) return true
    if (folder === dirname(folder)) return false
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path)
    return true
  } catch {
    return false
  }
}
