import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Expectations } from './expectations.ts'
import type { Bench, ResumeCase } from './resumes.ts'
import { forges, tracker } from './tracker.ts'

const asOf = ['--as-of', '2026-05-01']

/** The section of own projects that a résumé has. */
const projects = { '.md': 'TECHNICAL PROJECTS', '.txt': 'SELECTED PROJECTS' } as const

/** Makes the résumé live, brings it up to date, and looks whether every word is still the person's: in each ownership. */
export async function checkAdoption(
  resume: ResumeCase,
  resumes: string,
  expected: Expectations,
  bench: Bench,
): Promise<void> {
  for (const ownership of ['facts', 'bullets', 'full'] as const)
    await checkOwnership(resume, ownership, resumes, expected, bench)
}

async function checkOwnership(
  { file, login, heading, after }: ResumeCase,
  ownership: 'facts' | 'bullets' | 'full',
  resumes: string,
  expected: Expectations,
  { work: parent, sandbox, checks }: Bench,
): Promise<void> {
  const work = join(parent, `adopt-${ownership}-${file}`)
  mkdirSync(work)
  copyFileSync(join(resumes, file), join(work, file))
  const before = readFileSync(join(work, file), 'utf8')
  const of = (sentence: string) => `${file}, adopted, ${ownership}: ${sentence}`
  const accounts = [
    { forge: 'github', login },
    ...(expected.gitlab.has(login.toLowerCase()) ? [{ forge: 'gitlab', login }] : []),
  ]
  const own = {
    id: 'projects',
    heading: file.endsWith('.md') ? projects['.md'] : projects['.txt'],
    ownership,
    select: { kinds: ['repository'], own: 'only' },
  }
  const sections = [{ id: 'oss', heading, after, ownership }, own]
  const person = { id: 'a', name: 'A Contributor', accounts, resumes: [{ file, sections }] }
  const config = join(work, 'config.json')
  writeFileSync(
    config,
    JSON.stringify({ database: 'tracker.db', forges: forges(sandbox), people: [person] }),
  )
  const run = async (...args: string[]) => tracker([...args, '--config', config], work)
  const read = () => readFileSync(join(work, file), 'utf8')

  checks.equal(of('the sync ends with 0'), (await run('sync')).code, 0)
  checks.equal(of('without --write'), (await run('adopt', file, ...asOf)).code, 0)
  checks.equal(of('nothing is written'), read(), before)
  await checkAudit(file, run, of, checks)
  checks.equal(of('with --write'), (await run('adopt', file, '--write', ...asOf)).code, 0)
  const adopted = read()
  checks.equal(of('every line is as it was'), without(adopted, before), [])
  const reported = await run('report', '--accept', 'date', '--json', ...asOf)
  checks.equal(of('the report ends with 0'), [reported.code, reported.stderr], [0, ''])
  const updated = read()
  checks.equal(of('every word outside slots is kept'), lost(before, updated), [])
  const again = await run('report', '--json', ...asOf)
  checks.equal(of('another report changes nothing'), [again.code, read() === updated], [0, true])
  if (file.endsWith('.md')) {
    checks.true(
      of('five merged, the months of the merges, the state of the open one'),
      ['Merged 5', '*February 2026 - Present*', '*February 2026*', '/pull/4514) (open)'].every(
        (words) => updated.includes(words),
      ),
    )
  }
  checks.equal(of('nothing it says is untrue any more'), await untrue(run, '2026-05-01'), [])
  const later = await run('report', '--accept', 'date', '--as-of', '2026-08-22')
  checks.equal(of('in August it is brought up to date again'), later.code, 0)
  checks.equal(of('with every word outside slots kept'), lost(before, read()), [])
  checks.equal(of('and is true then'), await untrue(run, '2026-08-22'), [])
  const printed = await run('print', file)
  checks.true(of('it prints without markers'), !printed.stdout.includes('tracker:'))
  await checkLostSidecar(join(work, file), run, of, checks)
}

type Run = (...args: string[]) => ReturnType<typeof tracker>

/** All that stands there is the person's then: lines may come in between, and that once. */
async function checkLostSidecar(
  path: string,
  run: Run,
  of: (sentence: string) => string,
  checks: Bench['checks'],
): Promise<void> {
  const before = readFileSync(path, 'utf8')
  const report = async () => (await run('report', '--as-of', '2026-08-22')).code
  rmSync(`${path}.tracker.json`)
  checks.equal(of('without its sidecar the report ends with 0'), await report(), 0)
  const now = readFileSync(path, 'utf8')
  const lines = new Set(now.split('\n'))
  const gone = before.split('\n').filter((line) => !lines.has(line))
  checks.equal(of('and no line of it changes'), gone, [])
  await report()
  checks.equal(of('nor anything after that'), readFileSync(path, 'utf8'), now)
}

/** What an audit of the résumé as it was written finds to change; the day decides what is still "Present". */
async function checkAudit(
  file: string,
  run: Run,
  of: (sentence: string) => string,
  checks: Bench['checks'],
): Promise<void> {
  const isText = file.endsWith('.txt')
  const found = isText
    ? ['stale date Dec. 2021 → May. 2024']
    : [
        'false date January 2025 → February 2026',
        'stale count Merged 3 → 5',
        'false date February 2025 → February 2026',
        'false state PR #4514 → open',
      ]
  const later = isText ? 'stale date Present → Apr. 2026' : 'stale date Present → April 2026'
  checks.equal(of('in May the audit finds just this'), await untrue(run, '2026-05-01'), found)
  checks.equal(
    of('and in August that the work is over'),
    (await untrue(run, '2026-08-22')).toSorted(),
    [...found, later].toSorted(),
  )
}

interface Finding {
  readonly kind: string
  readonly verdict: string
  readonly text: string
  readonly expected: string | null
}

/** `verdict kind text → expected` of all that is false or stale. */
async function untrue(run: Run, day: string): Promise<string[]> {
  const { stdout } = await run('audit', '--json', '--as-of', day)
  const { files } = JSON.parse(stdout) as { files: readonly { findings: readonly Finding[] }[] }
  return files
    .flatMap(({ findings }) => findings)
    .filter(({ verdict }) => verdict === 'false' || verdict === 'stale')
    .map(({ verdict, kind, text, expected }) => `${verdict} ${kind} ${text} → ${expected}`)
}

/** Lines of `before` that `now` does not hold. */
function without(now: string, before: string): string[] {
  const lines = now.split('\n')
  // A link may have been put behind a bullet.
  return before.split('\n').filter((line) => !lines.some((each) => each.startsWith(line)))
}

/** Words, in order and per line, that are not there any more: numbers, dates and states are slots. */
function lost(before: string, now: string): string[] {
  const words = (line: string) =>
    line
      .replace(/\((?:open|draft|closed)\)/g, '')
      .replace(/\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d{4}/g, '')
      .replace(/[–-] (?:Present)?|\d+/g, '')
      .replace(/\s+/g, ' ')
      .trim()
  const lines = now.split('\n').map(words)
  // A line may have been added to, at its end.
  return before.split('\n').filter((line) => !lines.some((each) => each.startsWith(words(line))))
}
