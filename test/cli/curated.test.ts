import { expect, test } from 'vitest'
import { fictionalPeople, fictionalWorld } from '../sandbox/fictional.ts'
import { repositoryOf, userByLogin } from '../sandbox/lookup.ts'
import { editPullRequest } from '../sandbox/mutate.ts'
import { resume, startBench, withResume } from '../support/cli.ts'

/** A pull request of Teo's in a public repository is closed; somebody else's carried it. `alone`: all of his are closed there. */
function landedWorld({ alone = false } = {}) {
  const world = fictionalWorld()
  const { github } = world
  const teo = userByLogin(github, fictionalPeople.teo.github)
  const merged = [...github.pullRequests.values()].filter(
    (pull) => pull.state === 'merged' && repositoryOf(github, pull).visibility === 'public',
  )
  const path = (pull: (typeof merged)[number]) => repositoryOf(github, pull).path
  const newest = merged
    .filter(({ authorId }) => authorId === teo?.id)
    .filter((pull) => !path(pull).startsWith(`${teo?.login}/`))
    .sort((a, b) => ((a.mergedAt ?? '') < (b.mergedAt ?? '') ? 1 : -1))
  const own = newest.find((pull) =>
    newest.some((each) => each !== pull && path(each) === path(pull)),
  )
  // Then nothing else is merged there.
  for (const pull of alone ? newest : [])
    if (pull !== own && own !== undefined && path(pull) === path(own))
      editPullRequest(github, pull.id, { state: 'closed', mergedAt: null })
  const other = merged.find(({ authorId }) => authorId !== teo?.id && authorId !== null)
  if (own === undefined || other === undefined) throw new Error('The world has no such pulls')
  editPullRequest(github, own.id, { state: 'closed', mergedAt: null })
  return {
    world,
    repository: path(own),
    reference: `${path(own)}#${own.number}`,
    via: `${path(other)}#${other.number}`,
  }
}

const asOf = ['--as-of', '2026-06-15'] as const

test('claims and landed work are printed, kept, warned of, and true for audit', async () => {
  const { world, repository, reference, via } = landedWorld()
  const bench = await startBench({ world })
  const projects = {
    [repository]: {
      pinned: true,
      landedVia: [{ reference, via, evidence: 'said in its description' }],
      claims: [
        { text: 'Keeps the *gear_box* alive', asOf: '2026-06-01' },
        { text: 'Ranked third of all', asOf: '2025-01', source: 'https://ranks.example' },
      ],
    },
  }
  await bench.configure({ people: [withResume('teo', { projects })] })
  await bench.write('teo.md', resume)
  await bench.run(['sync'])

  const first = await bench.run(['report', '--json', ...asOf])
  const written = bench.read('teo.md')

  expect(written).toContain(`), landed via ${via}\n`)
  expect(written).toContain('- Ranked third of all\n')
  const [file] = (JSON.parse(first.stdout) as { files: { conflicts: object[] }[] }).files
  expect(file?.conflicts).toMatchObject([{ kind: 'stale-claim', text: 'Ranked third of all' }])
  expect(first.stderr).toMatch(
    /^teo\.md:\d+: stale-claim: Ranked third of all \(as of 2025-01, more than 180 days ago/m,
  )
  const second = await bench.run(['report', ...asOf])
  expect(second.stdout).toMatch(/^teo\.md: unchanged$/m)
  const audit = await bench.run(['audit', '--all', ...asOf])
  expect(audit.stdout).not.toMatch(/ false /)
  expect(audit.stdout).toMatch(/stale claim: "Ranked third of all"/)
  expect(audit.stdout).toMatch(/unprovable claim: "Keeps the \*gear_box\* alive"/)
})

test('`report --why` explains each section, for people and for machines', async () => {
  const { world, repository, reference, via } = landedWorld()
  const bench = await startBench({ world })
  const landedVia = [{ reference, via, evidence: 'said there' }]
  const projects = { [repository]: { pinned: true, landedVia } }
  await bench.configure({ people: [withResume('teo', { projects })] })
  await bench.write('teo.md', resume)
  await bench.run(['sync'])

  const told = await bench.run(['report', '--why', '--dry-run'])
  const json = await bench.run(['report', '--why', '--json'])
  const plain = await bench.run(['report', '--json'])

  expect(told.stdout).toMatch(/^section `oss`\n {2}1\. \S+: chosen: matches `\*\*`, .*, pinned/m)
  expect(told.stdout).toContain(`${reference}: landed via ${via}\n`)
  const { files } = JSON.parse(json.stdout) as { files: { file: string; why?: object[] }[] }
  expect(files.find(({ file }) => file === 'teo.md')?.why).toMatchObject([
    {
      section: 'oss',
      projects: expect.arrayContaining([expect.objectContaining({ position: 1 })]),
    },
  ])
  expect(plain.stdout).not.toContain('"why"')
})

test('what landed through a pull request nobody looked up is told and left out', async () => {
  const { world, repository, reference } = landedWorld()
  const bench = await startBench({ world })
  const landedVia = [{ reference, via: `${repository}#99999`, evidence: 'none' }]
  const projects = { [repository]: { pinned: true, landedVia } }
  await bench.configure({ people: [withResume('teo', { projects })] })
  await bench.write('teo.md', resume)
  await bench.run(['sync'])

  const ran = await bench.run(['report'])

  expect(ran.stderr).toContain(`Cannot show \`${reference}\` as landed via`)
  expect(bench.read('teo.md')).not.toContain('landed via')
})

test('a project in which all there is landed through others gets an entry, true and stable', async () => {
  const { world, repository, reference, via } = landedWorld({ alone: true })
  const bench = await startBench({ world })
  const landedVia = [{ reference, via, evidence: 'said in its description' }]
  const projects = { [repository]: { title: 'Lantern', pinned: true, landedVia } }
  const select = { kinds: ['pull-request'] }
  await bench.configure({ people: [withResume('teo', { projects, select })] })
  await bench.write('teo.md', resume)
  await bench.run(['sync'])

  const first = await bench.run(['report', ...asOf])
  const written = bench.read('teo.md')
  const second = await bench.run(['report', '--check', ...asOf])
  const audit = await bench.run(['audit', '--all', ...asOf])
  const why = await bench.run(['report', '--why', '--dry-run', ...asOf])

  expect(first.code).toBe(0)
  expect(first.stderr).not.toContain('Cannot')
  const entry = /### Lantern.*\n\*\w+ 20\d\d\*\n\n- .*\n/.exec(written)?.[0] ?? ''
  expect(entry).toContain(`), landed via ${via}\n`)
  expect(entry).not.toMatch(/\d (?:merged|reviewed)/)
  expect(second.code).toBe(0)
  expect(bench.read('teo.md')).toBe(written)
  expect(audit.stdout.split('\n').filter((line) => / (?:false|stale) /.test(line))).toEqual([])
  expect(why.stdout).toContain(`${repository}: chosen: `)
})
