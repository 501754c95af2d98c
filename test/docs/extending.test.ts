/** What CONTRIBUTING promises to whoever adds a forge or a format: where it goes, and that nothing else in `src` changes. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const read = (path: string) => readFileSync(join(root, path), 'utf8')

/** Comments may name examples. */
function codeOf(path: string): string {
  return read(path)
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/^\s*\/\/.*$/gm, '')
}

function sourcesOutside(...folders: readonly string[]): readonly string[] {
  return readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .map((name) => join('src', name))
    .filter((path) => path.endsWith('.ts') && !folders.some((folder) => path.startsWith(folder)))
}

test('outside src/forge nothing knows a kind of forge, or how it writes its addresses', () => {
  // Printing a workflow for a CI service is no matter of forges.
  const knowing = sourcesOutside('src/forge/', 'src/schedule/print/').filter((path) =>
    /merge_requests|\/pull\b(?!-requests\.ts)|\bkind\s*===\s*'(?:github|gitlab)|(?:github|gitlab)\.com|forge\/(?:github|gitlab)\//.test(
      codeOf(path),
    ),
  )

  expect(knowing).toEqual([])
})

test('outside src/report/formats nothing asks which format a document has', () => {
  // Ledgers and news are Markdown whatever the documents are; where an address ends is one question for all formats.
  const others = [
    'src/report/ledger.ts',
    'src/report/changes/changes.ts',
    'src/report/addresses.ts',
  ]
  const knowing = sourcesOutside('src/report/formats/').filter(
    (path) =>
      !others.includes(path) &&
      /formats\/(?:markdown|text)\/|formats\.(?:markdown|text)\b|\bname\s*===\s*'(?:markdown|text)'|\\\]\\\(/.test(
        codeOf(path),
      ),
  )

  expect(knowing).toEqual([])
})

test.each(['README.md', 'CONTRIBUTING.md'])('the source files that %s names exist', (page) => {
  const named = [...read(page).matchAll(/`((?:src|test|docs|scripts)\/[\w./-]+)`/g)]
    .map(([, path = '']) => path)
    .filter((path) => !/forgejo|latex/.test(path))

  expect(named.length).toBeGreaterThan(5)
  for (const path of named) expect(existsSync(join(root, path)), path).toBe(true)
})
