import { existsSync, mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { Context } from '../../src/cli/context.ts'
import { schemaAddress } from '../../src/cli/init/schema-address.ts'
import { run } from '../../src/cli/run.ts'
import { runBuilt } from '../support/built.ts'
import { type Bench, startBench, token } from '../support/cli.ts'

const markdown = `# Mara Oduya

Nairobi · [GitHub](https://github.com/mara-oduya) · gitlab.com/mara-oduya · [CNCF](https://github.com/cncf/foundation)

## Summary

Tide tables.

## Open-Source Work

- Words of my own

## Experience

- Harbours
`

const plain = `Mara Oduya

https://github.com/mara-oduya

EXPERIENCE

Harbour Light

EDUCATION

University of the Coast
`

/** Where the forges are: the sandbox, with the default names of the tokens. */
function addresses({ sandbox }: Bench): string[] {
  return [`--api-url=github=${sandbox.githubApiUrl}`, `--api-url=gitlab=${sandbox.gitlabApiUrl}`]
}

/** The folder of this package. */
const project = fileURLToPath(new URL('../../', import.meta.url)).replace(/[\\/]$/, '')

const env = { GITHUB_TOKEN: token, GITLAB_TOKEN: token }

async function init(bench: Bench, ...argv: string[]) {
  return bench.run(['init', ...argv, ...addresses(bench), '--timezone', 'Africa/Nairobi'], { env })
}

function config(bench: Bench) {
  return JSON.parse(bench.read('config.json'))
}

test('a résumé and two tokens are enough: init, sync and report write the section', async () => {
  const bench = await startBench()
  await bench.write('mara.md', markdown)

  const first = await init(bench, 'mara.md')
  const second = await bench.run(['sync'], { env })
  const third = await bench.run(['report'], { env })

  expect([first.code, second.code, third.code]).toEqual([0, 0, 0])
  expect(first.stderr).toBe('')
  expect(first.stdout).toContain('mara.md: section "Open-Source Work"\n')
  const written = bench.read('mara.md')
  expect(written).toContain('- Words of my own\n\n<!-- tracker:begin oss -->')
  expect(written).toMatch(/\d+ merged/)
})

test('a forge that is linked without a profile is not passed over in silence', async () => {
  const bench = await startBench()
  await bench.write(
    'mara.txt',
    `${plain}\nhttps://gitlab.com/saltmarsh/runner/-/merge_requests/447\n`,
  )

  const { code, stderr } = await init(bench, 'mara.txt')
  const again = await init(bench, 'mara.txt', '--force', '--gitlab', 'mara-oduya')

  expect([code, again.code]).toEqual([0, 0])
  expect(stderr).toBe(
    'mara.txt links gitlab.com, but no profile there; `--gitlab LOGIN` with `--force` adds the account\n',
  )
  expect(again.stderr).toBe('')
})

test('the configuration names the schema where tracker is installed beside or above it, by no path of this machine', async () => {
  const bench = await startBench()
  await bench.write('mara.md', markdown)
  mkdirSync(bench.path('deep/cv'), { recursive: true })

  await init(bench, 'mara.md')
  const elsewhere = bench.read('config.json')
  mkdirSync(bench.path('node_modules'))
  symlinkSync(project, bench.path('node_modules/tracker'), 'dir')
  await init(bench, 'mara.md', '--force')
  const beside = config(bench)
  await init(bench, 'mara.md', '--config', 'deep/cv/config.json')
  const below = JSON.parse(bench.read('deep/cv/config.json'))

  expect(elsewhere).not.toContain('$schema')
  expect(beside.$schema).toBe('./node_modules/tracker/config.schema.json')
  expect(below.$schema).toBe('../../node_modules/tracker/config.schema.json')
  expect(existsSync(bench.path(`deep/cv/${below.$schema}`))).toBe(true)
})

test('a configuration in a checkout of tracker names the schema there', () => {
  expect(schemaAddress(project)).toBe('./config.schema.json')
  expect(schemaAddress(join(project, 'demo'))).toBe('../config.schema.json')
})

test('accounts, numbers, name and section come from the résumé and the forges', async () => {
  const bench = await startBench()
  await bench.write('cv/mara.md', markdown)

  await init(bench, 'cv/mara.md', '--ledger', 'reports/mara.md')

  const written = config(bench)
  const { github } = bench.sandbox.world
  const mara = [...github.users.values()].find(({ login }) => login === 'mara-oduya')
  expect(written.schedule).toEqual({ cron: '0 6 * * *', timezone: 'Africa/Nairobi' })
  expect(written.people).toEqual([
    {
      id: 'mara-oduya',
      name: 'Mara Oduya',
      timezone: 'Africa/Nairobi',
      accounts: [
        { forge: 'github', login: 'mara-oduya', id: String(mara?.id) },
        { forge: 'gitlab', login: 'mara-oduya', id: expect.stringMatching(/^\d+$/) },
      ],
      ledger: 'reports/mara.md',
      resumes: [{ file: 'cv/mara.md', sections: [{ id: 'oss', heading: 'Open-Source Work' }] }],
    },
  ])
})

test('each token is asked about once, and each login once', async () => {
  const bench = await startBench()
  await bench.write('mara.md', markdown)

  await init(bench, 'mara.md')

  expect(bench.sandbox.requests.map(({ path }) => path).sort()).toEqual([
    '/personal_access_tokens/self',
    '/rate_limit',
    '/users/mara-oduya',
    '/users?username=mara-oduya',
  ])
})

test('a section that is not there yet goes after the experience, in the style of the headings', async () => {
  const bench = await startBench()
  await bench.write('mara.txt', plain)

  const ran = await init(bench, 'mara.txt')

  expect(ran.code).toBe(0)
  expect(config(bench).people[0].resumes[0].sections).toEqual([
    { id: 'oss', heading: 'OPEN SOURCE CONTRIBUTIONS', after: 'EXPERIENCE' },
  ])
  expect((await bench.run(['run'], { env })).code).toBe(0)
  expect(bench.read('mara.txt')).toContain('OPEN SOURCE CONTRIBUTIONS')
})

test('markers that are there already are the sections', async () => {
  const bench = await startBench()
  const marked = '<!-- tracker:begin work -->\n<!-- tracker:end work -->\n'
  await bench.write('mara.md', `${markdown}\n${marked}`)

  await init(bench, 'mara.md')

  expect(config(bench).people[0].resumes[0].sections).toEqual([{ id: 'work' }])
})

test('a configuration that is there is never overwritten unasked', async () => {
  const bench = await startBench()
  await bench.write('mara.md', markdown)
  await bench.write('config.json', '{}')

  const refused = await init(bench, 'mara.md')
  const kept = bench.read('config.json')
  const other = await init(bench, 'mara.md', '--config', 'other.json')
  const forced = await init(bench, 'mara.md', '--force')

  expect(refused.code).toBe(2)
  expect(refused.stderr).toMatch(
    /^Cannot write .*config\.json: there is one already; `--force` replaces it/,
  )
  expect(kept).toBe('{}')
  expect([other.code, forced.code]).toEqual([0, 0])
  expect(config(bench).people).toHaveLength(1)
})

test('a login that nobody has ends with 1, and nothing is written', async () => {
  const bench = await startBench()
  await bench.write('mara.md', markdown)

  const ran = await init(bench, 'mara.md', '--github', 'nobody-of-that-name')

  expect(ran.code).toBe(1)
  expect(ran.stderr).toBe(
    'Cannot find `nobody-of-that-name` on github.com: nobody has that login\n',
  )
  expect(existsSync(bench.path('config.json'))).toBe(false)
})

test('a missing token ends with 4, and the configuration is written without the number', async () => {
  const bench = await startBench()
  await bench.write('mara.md', markdown)

  const ran = await bench.run(['init', 'mara.md', ...addresses(bench)], {
    env: { GITLAB_TOKEN: token },
  })

  expect(ran.code).toBe(4)
  expect(ran.stderr).toMatch(/^Cannot read from github\.com: .*`GITHUB_TOKEN` is not set/)
  expect(config(bench).people[0].accounts[0]).toEqual({ forge: 'github', login: 'mara-oduya' })
})

test('without a résumé flags are enough, also for other instances and without asking any forge', async () => {
  const bench = await startBench()

  const ran = await bench.run([
    ...['init', '--name', 'Zoë Ångström', '--no-check', '--token-env', 'acme=ACME'],
    ...['--account', 'gitlab=https://gitlab.acme.example/zoe'],
  ])

  expect(ran.code).toBe(0)
  expect(config(bench)).toMatchObject({
    forges: {
      acme: { kind: 'gitlab', url: 'https://gitlab.acme.example', token: { env: 'ACME' } },
    },
    people: [{ id: 'zoe-angstrom', accounts: [{ forge: 'acme', login: 'zoe' }] }],
  })
  expect(bench.sandbox.requests).toEqual([])
})

test.each([
  [['--name', 'A'], /^Cannot find an account: /],
  [['--github', 'ada'], /^Cannot tell whose configuration it is: say so with `--name/],
  [
    ['--name', 'A', '--account', 'ada'],
    /^Cannot use `--account ada`: expected a kind and a profile/,
  ],
  [['--name', 'A', '--github', 'not a login'], /login: expected a login/],
  [['cv.docx'], /^Cannot use cv\.docx: expected a document in /],
])('init %j cannot guess, and says what to add', async (argv, sentence) => {
  const bench = await startBench()

  const ran = await bench.run(['init', ...argv, '--no-check'])

  expect(ran.code).toBe(2)
  expect(ran.stderr).toMatch(sentence)
  expect(existsSync(bench.path('config.json'))).toBe(false)
})

test('at a terminal a person is asked, with what the résumé says as the answer to take', async () => {
  const bench = await startBench()
  await bench.write('mara.md', markdown)
  const asked: string[] = []
  const answers = ['', 'teo-valdris', '-', '', 'y', 'y']
  let printed = ''
  const terminal = { isTTY: true, columns: 80 }
  const context: Context = {
    stdout: {
      ...terminal,
      write(text) {
        printed += text
      },
    },
    stderr: { ...terminal, write: () => {} },
    env: { ...env, TERM: 'dumb' },
    cwd: bench.folder,
    now: () => bench.clock.now(),
    sleep: (milliseconds, signal) => bench.clock.sleep(milliseconds, signal),
    signal: new AbortController().signal,
    ask: async (question) => {
      asked.push(question)
      return answers.shift() ?? ''
    },
  }

  const code = await run(['init', 'mara.md', ...addresses(bench)], context)

  expect(code).toBe(0)
  expect(asked).toEqual([
    'Your name [Mara Oduya]: ',
    'Login on github.com, - for none [mara-oduya]: ',
    'Login on gitlab.com, - for none [mara-oduya]: ',
    'Heading of the section [Open-Source Work]: ',
    'Fetch the contributions now? [y/N] ',
    'Show which words of mara.md can be kept up to date? [y/N] ',
  ])
  expect(config(bench).people[0].accounts).toMatchObject([
    { forge: 'github', login: 'teo-valdris' },
  ])
  expect(printed).toMatch(/github\.com\/teo-valdris: \d+ new, 0 changed\n/)
  expect(printed).toMatch(/\n\+<!-- tracker:begin oss -->\n/)
  expect(printed).toMatch(/\nnext: `tracker adopt mara\.md --write` makes it live\n$/)
  expect(bench.read('mara.md')).toBe(markdown)
})

test('--sync fetches right away', async () => {
  const bench = await startBench()
  await bench.write('mara.md', markdown)

  const ran = await init(bench, 'mara.md', '--sync')

  expect(ran.code).toBe(0)
  expect(ran.stdout).toMatch(/github\.com\/mara-oduya: \d+ new/)
  expect(ran.stdout).toMatch(/\nnext: `tracker report` writes the section, below what stands there/)
  expect(ran.stdout).toMatch(/\nor: `tracker adopt mara\.md` shows which of your own words /)
})

test('--adopt fetches, shows what can be kept up to date, and writes nothing into the résumé', async () => {
  const bench = await startBench()
  await bench.write('my cv.md', markdown)

  const ran = await init(bench, 'my cv.md', '--adopt', '--config', 'cv.json')

  expect(ran.code).toBe(0)
  expect(ran.stdout).toMatch(/\n\+<!-- tracker:begin oss -->\n/)
  expect(ran.stdout).toMatch(/\nnext: `tracker adopt 'my cv\.md' --write --config cv\.json` /)
  expect(bench.read('my cv.md')).toBe(markdown)
})

test('with --json what init, sync and adopt have to say is one object', async () => {
  const bench = await startBench()
  await bench.write('mara.md', markdown)

  const ran = await init(bench, 'mara.md', '--adopt', '--json')

  expect(JSON.parse(ran.stdout)).toMatchObject({
    accounts: [{ login: 'mara-oduya' }, { login: 'mara-oduya' }],
    sync: { outcome: 'completed' },
    adopt: { file: 'mara.md', state: 'adopted' },
  })
})

test('without a terminal nothing is asked or fetched, and the next commands are told', async () => {
  const bench = await startBench()
  await bench.write('mara.md', markdown)

  const ran = await init(bench, 'mara.md')

  expect(ran.stdout).toMatch(
    /\nnext: `tracker run` fetches, and writes the section, below what stands there\nor: `tracker sync`, then `tracker adopt mara\.md` shows which of your own words can be kept up to date\n$/,
  )
  expect(existsSync(bench.path('tracker.db'))).toBe(false)
})

describe('sections are proposed from the headings', () => {
  const projects = '\n## Side Projects\n\n- [lantern](https://github.com/mara-oduya/lantern)\n'
  const loud = plain.replace(
    'EDUCATION',
    'OPEN SOURCE WORK\n\nAnchors\n\nPROJECTS\n\n- lantern: github.com/Mara-Oduya/lantern\n\nEDUCATION',
  )
  const own = {
    id: 'projects',
    ownership: 'facts',
    select: { kinds: ['repository'], own: 'only' },
  }

  test.each([
    ['mara.md', `${markdown}${projects}`, 'Open-Source Work', 'Side Projects'],
    ['mara.txt', loud, 'OPEN SOURCE WORK', 'PROJECTS'],
  ])('own repositories in %s get a section whose entries the person chooses', async (...row) => {
    const [name, text, heading, title] = row
    const bench = await startBench()
    await bench.write(name, text)

    const ran = await init(bench, name)

    expect(ran.code).toBe(0)
    expect(config(bench).people[0].resumes[0].sections).toEqual([
      { id: 'oss', heading },
      { ...own, heading: title },
    ])
    expect((await bench.run(['run'], { env })).code).toBe(0)
    expect(bench.read(name)).toContain(
      '<!-- tracker:begin projects -->\n<!-- tracker:end projects -->',
    )
  })

  test.each([
    ['projects of others', '\n## Projects\n\n- https://github.com/teo-valdris/lantern\n'],
    ['two headings of one text', projects + projects],
  ])('%s are no such section', async (_name, more) => {
    const bench = await startBench()
    await bench.write('mara.md', markdown + more)

    await init(bench, 'mara.md')

    expect(config(bench).people[0].resumes[0].sections).toHaveLength(1)
  })

  test('flags name another heading for them, or none', async () => {
    const bench = await startBench()
    await bench.write('mara.md', markdown + projects)

    await init(bench, 'mara.md', '--no-projects')
    const without = config(bench).people[0].resumes[0].sections
    await init(bench, 'mara.md', '--force', '--projects', 'Experience')

    expect(without).toHaveLength(1)
    expect(config(bench).people[0].resumes[0].sections[1]).toEqual({
      ...own,
      heading: 'Experience',
    })
  })

  test('of several headings the first is taken, and the others are told', async () => {
    const bench = await startBench()
    await bench.write('mara.md', `${markdown}\n## Community Contributions\n\n- Talks\n`)

    const ran = await init(bench, 'mara.md')
    const named = await init(bench, 'mara.md', '--force', '--section', 'Community Contributions')

    expect(ran.stdout).toContain(
      '  mara.md: section "Open-Source Work"\n  it may also be "Community Contributions": `--section` takes another\n',
    )
    expect(named.stdout).toContain('  mara.md: section "Community Contributions"\n')
    expect(named.stdout).not.toContain('it may also be')
  })
})

test('three commands of the installed program, one token and a résumé of links reach the section', async () => {
  const bench = await startBench()
  await bench.write('resume.md', '# Mara Oduya\n\nhttps://github.com/mara-oduya\n')
  const options = { cwd: bench.folder, env: { GITHUB_TOKEN: token } }

  const ran = [
    await runBuilt(['init', 'resume.md', ...addresses(bench)], options),
    await runBuilt(['run'], options),
    await runBuilt(['print', 'resume.md'], options),
  ]

  expect(ran.map(({ code, stderr }) => [code, stderr])).toEqual([
    [0, ''],
    [0, expect.any(String)],
    [0, ''],
  ])
  expect(ran[2]?.stdout).toMatch(
    /^# Mara Oduya\n\nhttps:\/\/github\.com\/mara-oduya\n\n#+ Open Source Contributions\n\n#+ .*\n[\s\S]*\d+ merged/,
  )
})

test.each([
  ['mara.md', '# Mara Oduya\n\n<https://github.com/mara-oduya>\n', '## Open Source Contributions'],
  ['mara.md', 'Mara Oduya\n\n<https://github.com/mara-oduya>\n', null],
  ['mara.txt', 'Mara Oduya\n\nhttps://github.com/mara-oduya\n', null],
])('%s without a section is enough: %j', async (file, text, heading) => {
  const bench = await startBench()
  await bench.write(file, text)

  const first = await init(bench, file)
  const second = await bench.run(['run'], { env })

  expect(first).toMatchObject({ code: 0, stderr: '' })
  expect(first.stdout).toContain(heading === null ? 'section at its end' : 'written after')
  expect(second.code).toBe(0)
  const written = bench.read(file)
  expect(written.startsWith(text)).toBe(true)
  if (heading !== null) expect(written).toContain(`\n\n${heading}\n\n<!-- tracker:begin oss -->\n`)
  expect(written).toMatch(/\d+ merged/)
})

test('a heading that no document without headings can have is refused before anything is written', async () => {
  const bench = await startBench()
  await bench.write('mara.md', 'Mara Oduya\n\n<https://github.com/mara-oduya>\n')

  const ran = await init(bench, 'mara.md', '--section', 'Open Source')

  expect(ran).toMatchObject({ code: 2, stdout: '' })
  expect(ran.stderr).toMatch(/^Cannot find the heading "Open Source": mara\.md has no headings/)
  expect(existsSync(bench.path('config.json'))).toBe(false)
})
