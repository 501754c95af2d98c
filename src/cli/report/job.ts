import { realpathSync } from 'node:fs'
import type { FilePath, Person, Resume } from '../../config/config.ts'
import { expandFiles } from '../../config/files.ts'

/** One person to report. Plain data, so that it can go to another thread. */
export interface Job {
  readonly person: Person
  readonly targets: readonly Target[]
}

/** A document of a résumé; null where its pattern finds none. */
interface Target {
  readonly resume: Resume
  readonly document: FilePath | null
}

/** @param folder what the files of résumés are relative to */
export async function jobOf(person: Person, folder: string): Promise<Job> {
  const targets: Target[] = []
  // A document named by itself and by a pattern is one document.
  const seen = new Set<string>()
  for (const resume of person.resumes) {
    const documents = await expandFiles(resume.file, folder)
    if (documents.length === 0) targets.push({ resume, document: null })
    for (const document of documents) {
      if (seen.has(document.path)) continue
      seen.add(document.path)
      targets.push({ resume, document })
    }
  }
  return { person, targets }
}

/**
 * Jobs that write the same file stand in one group, to be done one after the other: each has to find what the one before
 * wrote. Jobs and groups keep their order.
 */
export function groupsOf(jobs: readonly Job[]): readonly (readonly Job[])[] {
  const groups = new Map<string, Group>()
  for (const [index, job] of jobs.entries()) {
    const files = filesOf(job)
    const met = new Set(files.flatMap((file) => groups.get(file) ?? []))
    const group = {
      members: [...[...met].flatMap(({ members }) => members), index].sort((a, b) => a - b),
      files: new Set([...[...met].flatMap((each) => [...each.files]), ...files]),
    }
    for (const file of group.files) groups.set(file, group)
  }
  return [...new Set(groups.values())].map(({ members }) =>
    members.flatMap((index) => jobs[index] ?? []),
  )
}

interface Group {
  /** Indexes of jobs. */
  readonly members: readonly number[]
  readonly files: ReadonlySet<string>
}

function filesOf({ person, targets }: Job): string[] {
  const files = [...targets.map(({ document }) => document), person.ledger]
  // Who has no file is in a group too.
  return [
    `person ${person.id}`,
    ...files.flatMap((file) => (file === null ? [] : realPath(file.path))),
  ]
}

/** A document may have several names. */
function realPath(path: string): string {
  try {
    return realpathSync.native(path)
  } catch {
    return path
  }
}
