import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  isRoutine,
  originalTitle,
  toHighlight,
  withoutBackports,
} from '../../../src/report/titles/titles.ts'

/** Titles of public pull requests, each with its reference; the expectation was read and judged by hand. */
function table(name: string): string[][] {
  const text = readFileSync(new URL(name, import.meta.url), 'utf8')
  return text
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t'))
}

describe('titles of real pull requests', () => {
  const rows = table('real-titles.tsv')

  test('at least 150 are checked', () => {
    expect(rows.length).toBeGreaterThanOrEqual(150)
  })

  test.each(rows)('%s (%s): %s', (_reference, confidence, title = '', text) => {
    expect(toHighlight(title)).toEqual({ text, confidence })
  })

  test('a low confidence leaves the words of the title alone', () => {
    const low = rows.filter(([, confidence]) => confidence === 'low')

    for (const [, , title = '', text = ''] of low) expect(title).toContain(text)
  })
})

describe('markers', () => {
  test.each([
    ['Draft: Add a cache', 'Added a cache'],
    ['WIP: [ci] Add a cache', 'Added a cache'],
    [':sparkles: Add a cache', 'Added a cache'],
    ['🎉 Add a cache', 'Added a cache'],
    ['JIRA-12: Add a cache', 'Added a cache'],
    ['Follow-up to !61: Add a cache', 'Added a cache'],
    ['Add a cache (#12)', 'Added a cache'],
    ['Add a cache (!12)', 'Added a cache'],
    ['Add a cache, closes #12', 'Added a cache'],
    ['feat(cache)!: add eviction', 'Added eviction (cache)'],
    ['.: add eviction', 'Added eviction'],
  ])('%s reads %s', (title, text) => {
    expect(toHighlight(title)).toEqual({ text, confidence: 'high' })
  })

  test('a prefix that is not on the list stays', () => {
    expect(toHighlight('Part 2: the cache')).toEqual({
      text: 'Part 2: the cache',
      confidence: 'low',
    })
  })

  test('`Re-enable` is a verb and no reply', () => {
    expect(toHighlight('Re-enable the cache').text).toBe('Re-enabled the cache')
  })

  test('a title of nothing but markers keeps them', () => {
    expect(toHighlight('[WIP]').text).toBe('[WIP]')
  })

  test('a title that is quoted keeps its words', () => {
    expect(toHighlight('Revert "add a cache"').text).toBe('Reverted "add a cache"')
    expect(toHighlight('Resolve "cache is cold"').text).toBe('Resolved "cache is cold"')
  })
})

describe('what was repaired', () => {
  test('identifiers after `Fixed` keep their capitals', () => {
    expect(toHighlight('fix: IndexError in FunctionMaker').text).toBe(
      'Fixed IndexError in FunctionMaker',
    )
  })

  test('a sentence is quoted', () => {
    const { text, confidence } = toHighlight('fix: console launch fails')

    expect(text).toBe('Fixed: "console launch fails"')
    expect(confidence).toBe('medium')
  })

  test('a word that may be noun or verb leaves the title as it is', () => {
    expect(toHighlight('fix: target status').text).toBe('fix: target status')
  })
})

describe('a second verb', () => {
  test('follows the first into the past', () => {
    expect(toHighlight('Rename a and move b').text).toBe('Renamed a and moved b')
  })

  test('stays where it belongs to what is intended', () => {
    const { text } = toHighlight('Extend the API to create pods and remove nodes')

    expect(text).toBe('Extended the API to create pods and remove nodes')
  })

  test('stays in a list of names', () => {
    expect(toHighlight('Add create and delete to the API').text).toBe(
      'Added create and delete to the API',
    )
  })
})

describe('hostile titles', () => {
  test('are one line without controls, at most 200 characters', () => {
    expect(toHighlight('Add\n\n\u202Ea\u0007b\u200Bc').text).toBe('Added abc')
    expect(toHighlight('a'.repeat(10_000)).text).toHaveLength(200)
    expect(toHighlight('').text).toBe('')
  })
})

describe('routine work', () => {
  test.each(table('routine-titles.tsv'))('%s: %s', (_reference, title = '') => {
    expect(isRoutine(title, false)).toBe(true)
  })

  test('whatever a robot wrote is routine', () => {
    expect(isRoutine('Rewrite the scheduler', true)).toBe(true)
  })

  test.each([
    'KEP-5647: Bump to Beta in 1.36',
    'Bump the integration test timeout to 15m',
    'Update go.mod to go 1.26, fix 1.26 vet errors',
    'Update the README',
  ])('%s is not', (title) => {
    expect(isRoutine(title, false)).toBe(false)
  })
})

describe('backports', () => {
  test.each([
    ['[release-1.2] Fix the watch', 'Fix the watch'],
    ['Automated cherry pick of #116770: Fix the watch', 'Fix the watch'],
    ['Backport !12 to 17-8-stable: Fix the watch', 'Fix the watch'],
    ['Fix the watch (backport #12)', 'Fix the watch'],
  ])('%s carries %s', (title, original) => {
    expect(originalTitle(title)).toBe(original)
  })

  test('any other title is its own', () => {
    expect(originalTitle('[ci] Fix the watch')).toBeNull()
  })
})

describe('of one work there is one title:', () => {
  const left = (...titles: readonly string[]) =>
    withoutBackports(titles.map((title) => ({ title }))).map(({ title }) => title)

  test('the original, whatever carried it to branches', () => {
    expect(
      left(
        '[release-1.8] Fix the watch (#123)',
        'Automated cherry pick of #123: fix the watch',
        'Cherry pick of #123: Fix the watch',
        'Add a clock',
        'Fix the watch',
      ),
    ).toEqual(['Add a clock', 'Fix the watch'])
  })

  test('the newest backport where the original is not the person’s', () => {
    expect(left('[release-1.8] Fix the watch', '[release-1.7] Fix the watch')).toEqual([
      '[release-1.8] Fix the watch',
    ])
  })

  test('two that only share their title are two', () => {
    expect(left('Fix flake', 'Fix flake')).toEqual(['Fix flake', 'Fix flake'])
  })
})
