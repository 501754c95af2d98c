import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * Whether a folder above `path` holds `.git`, a folder, or a file in linked work trees and submodules. Asked at once: a
 * look costs less than waiting for one.
 */
export function isInGitWorkTree(path: string): boolean {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return true
    if (folder === dirname(folder)) return false
  }
}
