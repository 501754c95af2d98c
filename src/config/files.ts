import type { Dirent } from 'node:fs'
import { readdir, realpath } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import picomatch from 'picomatch'
import type { FilePath } from './config.ts'

/** What stands beside documents and is written by the tracker. */
const notDocuments = /\.bak(?:\.\d+)?$|\.tracker\.json$/i

/**
 * The documents that `pattern` names, ordered by path. A path without wildcards, or one that exists as it is written, is
 * itself, even when it does not exist; a pattern may find nothing. A document with several names is found once.
 * @param folder what the pattern is relative to
 */
export async function expandFiles(pattern: string, folder: string): Promise<readonly FilePath[]> {
  const { base, glob, isGlob } = picomatch.scan(pattern)
  const literal = { path: resolve(folder, pattern), written: pattern }
  if (!isGlob || (await realPath(literal.path)) !== undefined) return [literal]
  const root = resolve(folder, base)
  const matches = picomatch(glob)
  const names = (await walk(root, '', depthOf(glob)))
    .filter((name) => matches(name) && !notDocuments.test(name))
    .sort((a, b) => (a < b ? -1 : 1))
  return withoutAliases(
    names.map((name) => ({ path: join(root, name), written: join(base, name) })),
  )
}

/** Levels of folders a pattern can reach below its base. */
function depthOf(glob: string): number {
  return glob.includes('**') ? Number.POSITIVE_INFINITY : glob.split('/').length
}

/** Names of the files below `root`, with `/`. Folders behind links are left out, since links may lead in circles. */
async function walk(root: string, prefix: string, depth: number): Promise<readonly string[]> {
  if (depth <= 0) return []
  const names: string[] = []
  for (const entry of await list(join(root, prefix))) {
    const name = `${prefix}${entry.name}`
    if (!entry.isDirectory()) names.push(name)
    // No pattern matches below these unless it names them, and then they are its base.
    else if (!entry.name.startsWith('.') && entry.name !== 'node_modules') {
      names.push(...(await walk(root, `${name}/`, depth - 1)))
    }
  }
  return names
}

async function list(folder: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true })
  } catch {
    // A folder that is not there, or may not be read, holds no document; the caller says that nothing was found.
    return []
  }
}

/** Of several names that lead to one file, the file's own, else the first. Links that lead nowhere are dropped. */
async function withoutAliases(files: readonly FilePath[]): Promise<readonly FilePath[]> {
  const chosen = new Map<string, FilePath>()
  for (const file of files) {
    const target = await realPath(file.path)
    if (target === undefined) continue
    if (!chosen.has(target) || relative(target, file.path) === '') chosen.set(target, file)
  }
  return files.filter((file) => [...chosen.values()].includes(file))
}

async function realPath(path: string): Promise<string | undefined> {
  try {
    return await realpath(path)
  } catch {
    return undefined
  }
}
