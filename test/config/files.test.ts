import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { expandFiles } from '../../src/config/files.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tracker-files-'))
})

afterEach(() => rmSync(folder, { recursive: true }))

function create(...names: readonly string[]): void {
  for (const name of names) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), name)
  }
}

async function namesOf(pattern: string, from = folder): Promise<readonly string[]> {
  return (await expandFiles(pattern, from)).map(({ written }) => written)
}

test('a path is itself, whether or not it exists', async () => {
  expect(await expandFiles('resumes/ada.md', folder)).toEqual([
    { path: join(folder, 'resumes/ada.md'), written: 'resumes/ada.md' },
  ])
})

test('a pattern finds its files ordered by path', async () => {
  create('resumes/b.md', 'resumes/a.md', 'resumes/c.txt', 'resumes/old/d.md', 'resumes.md')

  expect(await expandFiles('resumes/*.md', folder)).toEqual([
    { path: join(folder, 'resumes/a.md'), written: 'resumes/a.md' },
    { path: join(folder, 'resumes/b.md'), written: 'resumes/b.md' },
  ])
  expect(await namesOf('resumes/{b,c}.*')).toEqual(['resumes/b.md', 'resumes/c.txt'])
  expect(await namesOf('**/*.md')).toEqual([
    'resumes.md',
    'resumes/a.md',
    'resumes/b.md',
    'resumes/old/d.md',
  ])
})

test('a pattern may lead out of the folder or be absolute', async () => {
  create('config/x', 'resumes/a.md')

  expect(await namesOf('../resumes/*.md', join(folder, 'config'))).toEqual(['../resumes/a.md'])
  expect(await namesOf(join(folder, 'resumes/*.md'))).toEqual([join(folder, 'resumes/a.md')])
})

test('what the tracker writes beside documents, hidden files and packages are no documents', async () => {
  create('a.md', 'a.md.bak', 'a.md.tracker.json', '.git/b.md', '.c.md', 'node_modules/p/d.md')

  expect(await namesOf('**/*')).toEqual(['a.md'])
})

test('a pattern that finds nothing is empty', async () => {
  create('a.txt')

  expect(await namesOf('*.md')).toEqual([])
  expect(await namesOf('none/*.md')).toEqual([])
})

test('a name that looks like a pattern is the file of that name', async () => {
  create('ada [2024].md', 'ada 2.md')

  expect(await namesOf('ada [2024].md')).toEqual(['ada [2024].md'])
})

test('a document with two names is found once, under its own', async () => {
  create('b.md', 'elsewhere/x.md')
  symlinkSync('b.md', join(folder, 'a.md'))
  symlinkSync('elsewhere/x.md', join(folder, 'c.md'))
  symlinkSync('nowhere.md', join(folder, 'd.md'))

  expect(await namesOf('*.md')).toEqual(['b.md', 'c.md'])
})
