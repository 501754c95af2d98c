import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Sandbox } from '../../test/sandbox/server.ts'
import type { Checks } from './checks.ts'
import type { Expectations, ExpectedPull } from './expectations.ts'
import { forges, tracker } from './tracker.ts'

export interface ResumeCase {
  readonly file: string
  readonly login: string
  readonly id: string
  readonly heading: string
  readonly after: string | null
}

export interface Bench {
  readonly work: string
  readonly sandbox: Sandbox
  readonly checks: Checks
}

/** First run, second run: the region, the ledger, every other byte. */
export async function checkResume(
  resume: ResumeCase,
  expected: Expectations,
  { work, sandbox, checks }: Bench,
): Promise<void> {
  const { file, login, id } = resume
  const config = join(work, `${id}.json`)
  writeFileSync(config, JSON.stringify(configFor(resume, expected, sandbox)))
  const before = readFileSync(join(work, file), 'utf8')
  const of = (sentence: string) => `${file}: ${sentence}`

  const first = await tracker(['run', '--config', config, '--json'], work)
  checks.equal(
    of('the first run ends with 0'),
    [first.code, first.stderr.replace(/^.*kept as it was.*\n/m, '')],
    [0, ''],
  )
  const after = readFileSync(join(work, file), 'utf8')
  const region = regionOf(after, id)
  checks.equal(
    of('outside its region every byte is as it was'),
    withoutRegion(after, resume),
    before,
  )
  checkEntries(region, before, login, expected, checks, of)

  const ledger = readFileSync(join(work, `${id}-ledger.md`), 'utf8')
  for (const pull of pullsOf(login, expected)) {
    const line = `- ${pull.mergedAt.slice(0, 10)} [${pull.reference}](${pull.url})`
    if (!ledger.replaceAll('\\', '').includes(line))
      checks.equal(of('the ledger has every merge'), null, line)
  }
  checks.true(of('the ledger has every merge with its date'), true)
  for (const reference of expected.unmerged.filter((each) => each.includes('#'))) {
    checks.true(
      of(`${reference} is counted nowhere`),
      !region.includes(reference) && !ledger.includes(reference),
    )
  }

  const sent = sandbox.requests.length
  const second = await tracker(['run', '--config', config], work)
  checks.equal(of('the second run ends with 0'), second.code, 0)
  checks.equal(of('the second run changes nothing'), readFileSync(join(work, file), 'utf8'), after)
  const requests = sandbox.requests.length - sent
  checks.true(of(`the second run sends ${requests} requests, at most 8`), requests <= 8)
}

function configFor(
  { file, login, id, heading, after }: ResumeCase,
  expected: Expectations,
  sandbox: Sandbox,
): unknown {
  const accounts = [
    { forge: 'github', login },
    ...(expected.gitlab.has(login.toLowerCase()) ? [{ forge: 'gitlab', login }] : []),
  ]
  const since = after === null ? '2024-01-01' : null
  const max = { entries: 6, highlights: 6, links: 6 }
  const sections = [{ id, heading, after, select: { since }, max }]
  return {
    database: `${id}.db`,
    forges: forges(sandbox),
    people: [
      {
        id,
        name: 'A Contributor',
        accounts,
        ledger: `${id}-ledger.md`,
        resumes: [{ file, sections }],
      },
    ],
  }
}

function pullsOf(login: string, expected: Expectations): ExpectedPull[] {
  const key = login.toLowerCase()
  return [...(expected.github.get(key)?.pulls ?? []), ...(expected.gitlab.get(key)?.pulls ?? [])]
}

/** Every project of the records is an entry that states its counts, its months and its links. */
function checkEntries(
  region: string,
  before: string,
  login: string,
  expected: Expectations,
  checks: Checks,
  of: (sentence: string) => string,
): void {
  const pulls = pullsOf(login, expected)
  const reviews = expected.gitlab.get(login.toLowerCase())?.reviews ?? []
  const plain = region.replaceAll('\\', '')
  const projects = Map.groupBy(pulls, ({ reference }) => reference.replace(/[#!]\d+$/, ''))
  for (const [project, merged] of projects) {
    const reviewed = new Set(
      reviews
        .filter(({ reference }) => reference.startsWith(`${project}!`))
        .map((row) => row.reference),
    )
    const noted = new Set(
      reviews
        .filter(({ reference, source }) => reviewed.has(reference) && source === 'note')
        .map((row) => row.reference),
    )
    const times = [
      ...merged.map(({ mergedAt }) => mergedAt),
      ...reviews.filter(({ reference }) => reviewed.has(reference)).map(({ at }) => at),
    ].sort()
    // An approval says nothing by itself.
    const depth = noted.size > 0 ? `, ${noted.size} with comments` : ''
    const entry = entryOf(plain, project)
    const counts = [
      `${merged.length} merged`,
      ...(reviewed.size > 0 ? [`${reviewed.size} reviewed${depth}`] : []),
    ]
    checks.true(
      of(`${project} states ${counts.join(' and ')}`),
      counts.every((count) => entry.includes(count)),
    )
    const dates = datesIn(times[0] ?? '', times.at(-1) ?? '', before)
    checks.true(of(`${project} states ${dates}`), entry.includes(dates))
    const links = merged.toSorted((a, b) => (a.mergedAt < b.mergedAt ? 1 : -1)).slice(0, 6)
    checks.equal(
      of(`${project} links its newest ${links.length}`),
      links.filter(({ url }) => !entry.includes(url)),
      [],
    )
  }
  checks.equal(
    of('all entries together state every merge'),
    [...plain.matchAll(/(\d+)\+? merged/g)].reduce((sum, match) => sum + Number(match[1]), 0),
    pulls.length,
  )
}

/** From the line that names the project to the next entry: the next line that is a path alone or a heading. */
function entryOf(region: string, project: string): string {
  const lines = region.split('\n')
  const start = lines.findIndex(
    (line) => line.replace(/^#+ /, '').startsWith(project) && !line.startsWith('-'),
  )
  if (start < 0) return ''
  const isTitle = (line: string) => /^#+ /.test(line) || /^[\w.-]+\/[\w./-]+( \(.*\))?$/.test(line)
  const end = lines.findIndex((line, index) => index > start && isTitle(line))
  return lines.slice(start, end < 0 ? undefined : end).join('\n')
}

const long = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

/** In the style the document itself uses: `February 2026 - April 2026` or `Feb. 2026 – Apr. 2026`, July written out. */
function datesIn(first: string, last: string, document: string): string {
  const abbreviated = /\b(?:Jan|Feb|Mar|Apr|Aug|Oct|Nov|Dec)\. \d{4}/.test(document)
  const dash = /\d{4} – /.test(document) ? '–' : '-'
  const month = (time: string) => {
    const name = long[Number(time.slice(5, 7)) - 1] ?? ''
    const short = name === 'July' ? name : `${name.slice(0, 3)}.`
    return `${abbreviated ? short : name} ${time.slice(0, 4)}`
  }
  return month(first) === month(last) ? month(first) : `${month(first)} ${dash} ${month(last)}`
}

function regionOf(text: string, id: string): string {
  const begin = text.indexOf(`<!-- tracker:begin ${id} -->`)
  const end = text.indexOf(`<!-- tracker:end ${id} -->`)
  return begin < 0 || end < 0 ? '' : text.slice(begin, end)
}

/** The document as it must have been: without the region and the blank line it came with, and without a heading of its own. */
function withoutRegion(text: string, { id, heading, after }: ResumeCase): string {
  const begin = `<!-- tracker:begin ${id} -->`
  const end = `<!-- tracker:end ${id} -->\n`
  const from = after === null ? text.indexOf(begin) : text.indexOf(`${heading}\n\n${begin}`)
  const to = text.indexOf(end) + end.length
  return `${text.slice(0, from)}${text.slice(to).replace(/^\n/, '')}`
}
