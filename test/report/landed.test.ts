import { describe, expect, test } from 'vitest'
import type { LinkFact, PullRequestFact } from '../../src/contribution/facts.ts'
import { addressOf, canonicalReference } from '../../src/forge/references.ts'
import { formatNames } from '../../src/report/formats/names.ts'
import { landingsOf } from '../../src/report/landed.ts'
import { everything } from '../../src/report/rules.ts'
import { textOf, update } from './support/documents.ts'
import { pull } from './support/pull.ts'
import { asked, background, entry, highlight, section } from './support/sections.ts'

const closed = pull('works/lantern#10', '2026-01-01T00:00:00Z', {
  title: 'Fix the wick',
  state: 'closed',
  mergedAt: null,
})

function linked(state: 'merged' | 'open', visibility: 'public' | 'private' = 'public'): LinkFact {
  const url = 'https://github.example/works/lantern/pull/40'
  return {
    address: url,
    target: 'pull-request',
    status: 'found',
    repository: { path: 'works/lantern', url: 'https://github.example/works/lantern' },
    visibility,
    noteBy: null,
    pull: {
      host: 'github.example',
      reference: 'works/lantern#40',
      url,
      state,
      draft: false,
      createdAt: null,
      author: 'other',
      gone: false,
    },
  }
}

describe('what the configuration says landed through another pull request', () => {
  const rule = { reference: 'works/lantern#10', via: 'Works/Lantern#40', evidence: 'said there' }

  function landings(links: readonly LinkFact[], own: Partial<PullRequestFact> = {}, changes = {}) {
    const landedVia = [{ ...rule, ...changes }]
    const rules = { ...everything, projects: { 'works/lantern': { pinned: false, landedVia } } }
    const all = { pullRequests: [{ ...closed, ...own }], reviews: [], repositories: [], links }
    const { landed, problems } = landingsOf(rules, all)
    return landed.length > 0 ? landed.map(({ via }) => via) : problems.join()
  }

  test('is believed once the other one is known to be merged', () => {
    expect(landings([linked('merged')])).toEqual(['works/lantern#40'])
    const address = 'https://github.example/works/lantern/pull/40'
    expect(landings([linked('merged')], {}, { via: address })).toEqual(['works/lantern#40'])
  })

  test.each([
    [landings([]), /`Works\/Lantern#40` is not stored; run `tracker sync`/],
    [landings([linked('open')]), /`Works\/Lantern#40` is open, not merged/],
    [landings([linked('merged')], { state: 'merged' }), /is merged, not closed; take it out/],
    [landings([linked('merged')], { state: 'open' }), /is open, not closed/],
    [
      landings([linked('merged')], { reference: 'works/lantern#11' }),
      /this person's .* not stored/,
    ],
    [
      landings([linked('merged')], {}, { via: 'https://other.example/works/lantern/pull/40' }),
      /is not stored/,
    ],
  ])('is left out and told otherwise: %#', (problem, words) => {
    expect(problem).toMatch(words)
  })

  test('names nothing that is not public', () => {
    for (const problem of [
      landings([linked('merged', 'private')]),
      landings([linked('merged')], { visibility: 'private' }),
    ]) {
      expect(problem).toMatch(/is not public/)
      expect(problem).not.toMatch(/lantern/i)
    }
  })
})

describe.each(formatNames)('a landed pull request in %s', (format) => {
  const document = format === 'markdown' ? '# Ada\n\n## Open Source\n' : '\nOPEN SOURCE\n'
  const via = 'big_acme/engine!70'
  const landed = { ...highlight(61, 'Fixed the clutch'), landedVia: via }
  const closed = (landedVia: string | null) => ({
    [landed.key]: { state: 'closed' as const, landedVia },
  })

  function run(text: string, sidecar: string | null, landedVia: string | null) {
    const highlights = landedVia === null ? [] : [{ ...landed, landedVia }]
    const value = section([entry({ highlights, links: [] })])
    const sections = [asked(value, { background: background(value, { pulls: closed(landedVia) }) })]
    const done = update(text, { format, sidecar, sections })
    const again = update(done.bytes, { format, sidecar: done.sidecar, sections })
    expect(textOf(again.bytes)).toBe(textOf(done.bytes))
    return { text: textOf(done.bytes).replaceAll('\\_', '_'), sidecar: done.sidecar }
  }

  test('is named with what carried it', () => {
    expect(run(document, null, via).text).toMatch(
      /Fixed the clutch \(.*61[)>]*\), landed via big_acme\/engine!70\n/,
    )
  })

  test('keeps reworded words, and who carried it is kept current in them', () => {
    const first = run(document, null, via)
    const edited = first.text.replace('Fixed the clutch', 'Mended the clutch')

    expect(run(edited, first.sidecar, via).text).toBe(edited)
    const other = run(edited, first.sidecar, 'acme/engine!71').text
    expect(other).toBe(edited.replace(via, 'acme/engine!71'))
    expect(run(edited, first.sidecar, null).text).toMatch(/Mended the clutch \(.* \(closed\)\)\n/)
  })

  test('has it in place of `(closed)` where the document links it', () => {
    const first = run(document, null, null)
    const text = `${first.text.trimEnd().replace(/\n[^\n]*$/, '')}\n- See <${landed.key}> (closed) too\n${first.text.trimEnd().split('\n').at(-1)}\n`

    const second = run(text, first.sidecar, via)
    expect(second.text).toContain(`- See <${landed.key}> (landed via ${via}) too\n`)
    expect(run(second.text, second.sidecar, null).text).toContain(`<${landed.key}> (closed) too\n`)
  })
})

test('a reference and an address name the same pull request', () => {
  const github = { url: 'https://github.example', host: 'github.example', kind: 'github' } as const
  const gitlab = { url: 'https://gitlab.example', host: 'gitlab.example', kind: 'gitlab' } as const

  expect(addressOf('a/b#1', github)).toBe('https://github.example/a/b/pull/1')
  expect(addressOf('a/b/c!1', gitlab)).toBe('https://gitlab.example/a/b/c/-/merge_requests/1')
  expect(addressOf('a/b#1', gitlab)).toBeNull()
  expect(addressOf('https://github.example/a/b/pull/1', gitlab)).toBeNull()
  expect(canonicalReference('https://gitlab.example/a/b/c/-/merge_requests/1')).toEqual({
    reference: 'a/b/c!1',
    host: 'gitlab.example',
  })
  expect(canonicalReference('a/b/1')).toBeNull()
  expect(canonicalReference('https://github.example/a/b/issues/1')).toBeNull()
})
