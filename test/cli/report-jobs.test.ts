import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { groupsOf, jobOf } from '../../src/cli/report/job.ts'
import type { Person } from '../../src/config/config.ts'
import { testFolder } from '../support/folder.ts'

/** A person with these résumés, and nothing else. */
function withFiles(id: string, files: readonly string[], ledger: string | null = null): Person {
  const resumes = files.map((file) => ({
    file,
    format: undefined,
    language: undefined,
    sections: [],
  }))
  return {
    id,
    name: id,
    timezone: 'UTC',
    accounts: [],
    resumes,
    ledger: ledger === null ? null : { path: ledger, written: ledger },
  }
}

async function grouped(people: readonly Person[], folder: string): Promise<string[]> {
  const jobs = await Promise.all(people.map((person) => jobOf(person, folder)))
  return groupsOf(jobs).map((group) => group.map(({ person }) => person.id).join('+'))
}

test('people who share a document are reported one after the other, all others on their own', async () => {
  const people = [
    withFiles('ada', ['ada.md', 'team.md']),
    withFiles('bea', ['bea.md']),
    withFiles('cem', ['team.md']),
    withFiles('dina', ['dina.md']),
  ]

  expect(await grouped(people, testFolder())).toEqual(['ada+cem', 'bea', 'dina'])
})

test('a document that joins two groups makes them one, in the order of the configuration', async () => {
  const people = [
    withFiles('ada', ['a.md']),
    withFiles('bea', ['b.md']),
    withFiles('cem', ['b.md']),
    withFiles('dina', ['a.md']),
    withFiles('eli', ['b.md', 'a.md']),
    withFiles('fay', ['a.md']),
  ]

  expect(await grouped(people, testFolder())).toEqual(['ada+bea+cem+dina+eli+fay'])
})

test('a document is the same under another name, and so is a ledger that a pattern finds', async () => {
  const folder = testFolder()
  mkdirSync(join(folder, 'cv'))
  writeFileSync(join(folder, 'cv/ada.md'), '')
  writeFileSync(join(folder, 'cv/full.md'), '')
  symlinkSync(join(folder, 'cv/ada.md'), join(folder, 'link.md'))
  const people = [
    withFiles('ada', ['link.md']),
    withFiles('bea', ['cv/*.md']),
    withFiles('cem', [], join(folder, 'cv/full.md')),
  ]

  expect(await grouped(people, folder)).toEqual(['ada+bea+cem'])
})

test('a document that two patterns of a person find is reported once; a pattern that finds none is told', async () => {
  const folder = testFolder()
  for (const name of ['a.md', 'b.md']) writeFileSync(join(folder, name), '')

  const job = await jobOf(withFiles('ada', ['a.md', '*.md', 'old/*.md']), folder)

  expect(job.targets.map(({ document }) => document?.written ?? null)).toEqual([
    'a.md',
    'b.md',
    null,
  ])
})
