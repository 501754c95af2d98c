/** What may stand only once in a configuration. */
import { resolve } from 'node:path'
import { type ConfigPath, formatPath, quote } from './config-path.ts'
import { type Outline, placeSections } from './outline.ts'

/** @param folder of the file; paths in it are relative to it */
export function findDuplicates(outline: Outline, folder: string): readonly string[] {
  const { people } = outline
  return [
    ...repeated(personIds(outline), 'an id of its own'),
    ...people.flatMap((_, person) => repeated(accounts(outline, person), 'each account once')),
    ...people.flatMap((_, person) =>
      repeated(resumeFiles(outline, person, folder), 'each file once'),
    ),
    ...repeated(outputs(outline, folder), 'a file of its own'),
    ...repeated(sectionIds(outline, folder), 'an id of its own in that file'),
  ]
}

interface Named {
  readonly path: ConfigPath
  /** What must differ. */
  readonly key: string
  /** As it stands in the file. */
  readonly shown: string
}

/** `people[1].id: "ada" stands at people[0].id too, expected an id of its own`. */
function repeated(all: readonly Named[], expected: string): readonly string[] {
  const first = new Map<string, ConfigPath>()
  const sentences: string[] = []
  for (const { path, key, shown } of all) {
    const earlier = first.get(key)
    if (earlier === undefined) first.set(key, path)
    else {
      const where = `${quote(shown)} stands at ${formatPath(earlier)} too`
      sentences.push(`${formatPath(path)}: ${where}, expected ${expected}`)
    }
  }
  return sentences
}

function personIds(outline: Outline): readonly Named[] {
  return outline.people.flatMap(({ id }, index) =>
    id === undefined ? [] : [{ path: ['people', index, 'id'], key: id, shown: id }],
  )
}

function accounts(outline: Outline, person: number): readonly Named[] {
  const all = outline.people[person]?.accounts ?? []
  return all.flatMap(({ forge, login }, index) => {
    if (forge === undefined || login === undefined) return []
    const path = ['people', person, 'accounts', index]
    return [{ path, key: `${forge}:${login.toLowerCase()}`, shown: `${forge}:${login}` }]
  })
}

function resumeFiles(outline: Outline, person: number, folder: string): readonly Named[] {
  const all = outline.people[person]?.resumes ?? []
  return all.flatMap(({ file }, index) =>
    toFile(['people', person, 'resumes', index, 'file'], file, folder),
  )
}

/** Files the tracker writes. Two people may share a résumé, each with sections of their own; nothing else. */
function outputs(outline: Outline, folder: string): readonly Named[] {
  const resumes = outline.people.flatMap((_, person) => resumeFiles(outline, person, folder))
  const shared = new Map(resumes.map((resume) => [resume.key, resume]))
  return [
    ...toFile(['database'], outline.database ?? 'tracker.db', folder),
    ...shared.values(),
    ...outline.people.flatMap(({ ledger }, person) =>
      toFile(['people', person, 'ledger'], ledger, folder),
    ),
  ]
}

/** Markers name a section by its id alone, so it must be the only one of that id in the document. */
function sectionIds(outline: Outline, folder: string): readonly Named[] {
  return outline.people.flatMap((person, index) =>
    person.resumes.flatMap((resume, number) => {
      const sections =
        resume.sections === undefined
          ? placeSections(person.sections, ['people', index, 'sections'])
          : placeSections(resume.sections, ['people', index, 'resumes', number, 'sections'])
      const file = resolve(folder, resume.file ?? '')
      return sections.flatMap(({ path, section: { id } }) =>
        id === undefined ? [] : [{ path: [...path, 'id'], key: `${file}\0${id}`, shown: id }],
      )
    }),
  )
}

function toFile(path: ConfigPath, file: string | undefined, folder: string): readonly Named[] {
  return file === undefined ? [] : [{ path, key: resolve(folder, file), shown: file }]
}
