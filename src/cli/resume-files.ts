import { realpath } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Config, Person, Resume } from '../config/config.ts'
import { expandFiles } from '../config/files.ts'

/** A document and the people whose résumé it is. */
export interface ResumeFile {
  readonly path: string
  /** As it was asked for: on the command line, else in the configuration. */
  readonly written: string
  readonly owners: readonly { readonly person: Person; readonly resume: Resume }[]
}

/** Every document that the résumés of the configuration are, each once, in its order. A pattern may find none. */
export async function configuredFiles(config: Config): Promise<readonly ResumeFile[]> {
  const files = new Map<string, ResumeFile>()
  for (const person of config.people) {
    for (const resume of person.resumes) {
      for (const { path, written } of await expandFiles(resume.file, config.folder)) {
        const key = await realPath(path)
        const known = files.get(key) ?? { path, written, owners: [] }
        const isThere = known.owners.some((owner) => owner.person === person)
        const owners = isThere ? known.owners : [...known.owners, { person, resume }]
        files.set(key, { ...known, owners })
      }
    }
  }
  return [...files.values()]
}

/** The configured document that `file`, relative to `folder`, is; undefined when it is none. */
export async function findFile(
  files: readonly ResumeFile[],
  file: string,
  folder: string,
): Promise<ResumeFile | undefined> {
  const wanted = await realPath(resolve(folder, file))
  for (const each of files) if ((await realPath(each.path)) === wanted) return each
  return undefined
}

async function realPath(path: string): Promise<string> {
  try {
    return await realpath(path)
  } catch {
    return path
  }
}
