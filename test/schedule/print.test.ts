import { execFile, execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser'
import fc from 'fast-check'
import { createTask, validate } from 'node-cron'
import * as plist from 'plist'
import { describe, expect, test } from 'vitest'
import { readCron } from '../../src/schedule/cron-fields.ts'
import type { Installation, PrintedFile } from '../../src/schedule/print/installation.ts'
import { schedulerNames } from '../../src/schedule/print/names.ts'
import { printers } from '../../src/schedule/print/printers.ts'
import { forCrontab, forShell, forSystemd } from '../../src/schedule/print/quote.ts'
import { testFolder } from '../support/folder.ts'

const run = promisify(execFile)

/** Whatever a path may hold on Linux and macOS, control characters left out. */
const awkward = `/tmp/it's "100%" $HOME; \`id\` & <b> \\ ünï/config.json`

function installation(part: Partial<Installation> = {}): Installation {
  return {
    schedule: { cron: '0 6 * * *', timezone: 'Africa/Nairobi' },
    program: ['/usr/bin/node', '/opt/tracker/dist/main.js'],
    config: '/home/ada/resume/config.json',
    configInRepository: 'config.json',
    written: ['ada.md', 'ada.md.tracker.json', ':(glob)variants/*.md'],
    variables: ['GITHUB_TOKEN', 'GITLAB_TOKEN'],
    home: '/home/ada',
    ...part,
  }
}

function one(files: readonly PrintedFile[]): string {
  expect(files).toHaveLength(1)
  return files[0]?.text ?? ''
}

function has(program: string, ...args: string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

describe('cron', () => {
  const lineOf = (part: Partial<Installation> = {}) =>
    one(printers.cron(installation(part)))
      .trimEnd()
      .split('\n')
      .at(-1) ?? ''

  test('the line has five fields that a cron parser takes, and then an absolute command', () => {
    const line = lineOf()

    const [, fields = '', command = ''] = /^((?:\S+ ){5})(.*)$/.exec(line) ?? []
    expect(validate(fields.trim())).toBe(true)
    const task = createTask(fields.trim(), () => undefined, { timezone: 'Africa/Nairobi' })
    expect(task.getNextRuns(1)[0]?.toISOString()).toMatch(/T03:00:00/)
    expect(command).toBe(
      'set -a; . "$HOME/.config/tracker/environment"; set +a; ' +
        '/usr/bin/node /opt/tracker/dist/main.js run --config /home/ada/resume/config.json',
    )
  })

  test('without variables the line is the command alone', () => {
    expect(lineOf({ variables: [] })).toMatch(/\* \/usr\/bin\/node \S+ run --config \S+$/)
  })

  test('what a shell gets back is the path as it is, whatever the path holds', async () => {
    const folder = testFolder()
    const script = join(folder, 'say.mjs')
    writeFileSync(script, 'console.log(JSON.stringify(process.argv.slice(2)))')
    const program = [process.execPath, script]

    const line = lineOf({ program, config: awkward, variables: [] })

    // Cron takes `\%` for `%` and ends the command at any other.
    const command = line.split(' ').slice(5).join(' ')
    expect(command).not.toMatch(/(?<!\\)%/)
    const { stdout } = await run('/bin/sh', ['-c', command.replaceAll('\\%', '%')])
    expect(JSON.parse(stdout)).toEqual(['run', '--config', awkward])
  })

  test('any word survives the shell', async () => {
    const words = fc.sample(fc.string({ unit: 'grapheme', minLength: 1 }), 50)
    const plain = words.map((word) => word.replace(/\p{Cc}/gu, '_'))

    const { stdout } = await run('/bin/sh', [
      '-c',
      `printf '%s\\n' ${plain.map(forShell).join(' ')}`,
    ])

    expect(stdout).toBe(plain.map((word) => `${word}\n`).join(''))
    expect(forCrontab('100%')).toBe('100\\%')
  })
})

const verifiesUnits = has('systemd-analyze', '--version')

if (!verifiesUnits) {
  test('systemd-analyze is not here, so the units are not verified', ({ skip }) => {
    // Debian has it in its package systemd, which .ci/run installs.
    expect(process.env['CI']).toBeUndefined()
    skip()
  })
}

describe('systemd', () => {
  test.runIf(verifiesUnits)(
    'systemd accepts service and timer, also with an awkward path',
    async () => {
      for (const config of ['/home/ada/resume/config.json', awkward]) {
        const folder = testFolder()
        const script = join(folder, 'main.js')
        writeFileSync(script, '')
        const files = printers.systemd(
          installation({ program: [process.execPath, script], config }),
        )
        const paths = files.map(({ path, text }) => {
          const name = join(folder, path.split('/').at(-1) ?? '')
          writeFileSync(name, text)
          return name
        })

        const { stderr } = await run('systemd-analyze', ['verify', '--man=no', ...paths], {
          env: { PATH: process.env['PATH'] ?? '', SYSTEMD_LOG_LEVEL: 'warning' },
        })

        expect(stderr.split('\n').filter((line) => line.includes(folder))).toEqual([])
      }
    },
  )

  test.runIf(verifiesUnits)('systemd means the same times as cron', async () => {
    const now = '2026-06-15 12:00:00 UTC'
    for (const [cron, expected] of [
      ['0 6 * * *', '2026-06-16 03:00:00'],
      ['*/20 8-10 * * mon-fri', '2026-06-16 05:00:00'],
      ['30 23 1 1,jul *', '2026-07-01 20:30:00'],
    ] as const) {
      const [, timer] = printers.systemd(
        installation({ schedule: { cron, timezone: 'Africa/Nairobi' } }),
      )
      const calendar = /^OnCalendar=(.*)$/m.exec(timer?.text ?? '')?.[1] ?? ''

      const { stdout } = await run(
        'systemd-analyze',
        ['calendar', `--base-time=${now}`, calendar],
        {
          env: { PATH: process.env['PATH'] ?? '', TZ: 'UTC' },
        },
      )

      expect(stdout).toContain(expected)
    }
  })

  test('day of the month or of the week is two calendars', () => {
    const [, timer] = printers.systemd(
      installation({ schedule: { cron: '0 6 1 * 1', timezone: 'UTC' } }),
    )

    expect(timer?.text.match(/^OnCalendar=.*$/gm)).toEqual([
      'OnCalendar=*-*-01 06:00:00 UTC',
      'OnCalendar=Mon *-*-* 06:00:00 UTC',
    ])
  })

  test('what systemd would expand is doubled', () => {
    expect(forSystemd('a %h $x "q" \\')).toBe('"a %%h $$x \\"q\\" \\\\"')
  })
})

describe('launchd', () => {
  test('the plist parses, and its arguments are the paths as they are', () => {
    const text = one(printers.launchd(installation({ config: awkward })))

    expect(plist.parse(text)).toEqual({
      Label: 'tracker.run',
      ProgramArguments: [
        ...['/bin/sh', '-c'],
        'set -a; . "$HOME/.config/tracker/environment"; set +a; exec "$@"',
        ...['tracker', '/usr/bin/node', '/opt/tracker/dist/main.js', 'run', '--config', awkward],
      ],
      StartCalendarInterval: [{ Minute: 0, Hour: 6 }],
      StandardOutPath: '/home/ada/Library/Logs/tracker.log',
      StandardErrorPath: '/home/ada/Library/Logs/tracker.log',
    })
  })

  test('its shell line hands the tokens over and becomes the program', async () => {
    const folder = testFolder({
      '.config/tracker/environment': 'GITHUB_TOKEN=abc\n',
      'say.mjs': 'console.log(process.env.GITHUB_TOKEN, JSON.stringify(process.argv.slice(2)))',
    })
    const program = [process.execPath, join(folder, 'say.mjs')]
    const text = one(printers.launchd(installation({ program, config: awkward })))
    const { ProgramArguments: args } = plist.parse(text) as { ProgramArguments: string[] }

    const { stdout } = await run(args[0] ?? '', args.slice(1), { env: { HOME: folder } })

    expect(stdout).toBe(`abc ${JSON.stringify(['run', '--config', awkward])}\n`)
  })

  test('lists become combinations; too many are refused', () => {
    const times = (cron: string) =>
      one(printers.launchd(installation({ schedule: { cron, timezone: 'UTC' } }))).match(
        /<dict><key>.*<\/dict>/g,
      )

    expect(times('0,30 6,18 * * 1-5')).toHaveLength(20)
    expect(times('0 6 1 * sun')).toEqual([
      '<dict><key>Minute</key><integer>0</integer><key>Hour</key><integer>6</integer><key>Day</key><integer>1</integer></dict>',
      '<dict><key>Minute</key><integer>0</integer><key>Hour</key><integer>6</integer><key>Weekday</key><integer>0</integer></dict>',
    ])
    expect(() => times('*/2 */2 * * *')).toThrow(/more than 200; use a simpler schedule/)
  })
})

describe('continuous integration', () => {
  const git = {
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    CI_SERVER_HOST: 'gitlab.example',
  }

  test.each(['github-actions', 'gitlab-ci'] as const)(
    '%s caches nothing, holds no token and leaves the message in a file',
    (name) => {
      const text = one(printers[name](installation()))

      expect(text).not.toMatch(/^\s*(- )?(uses: actions\/)?cache/m)
      expect(text).toContain('git commit --quiet --file=')
      expect(text).toContain('tracker changes')
      expect(text).toContain('contributions.ndjson')
      expect(text).not.toMatch(/\t/)
    },
  )

  /** Whatever a path in a repository may hold that means something in YAML or a shell. */
  const odd = `it's: "100%" #1, {a} & *b $HOME/config.json`

  test('the workflow is one by the schema of GitHub, and a key it does not know is found', () => {
    const text = one(
      printers['github-actions'](installation({ configInRepository: odd, written: [odd] })),
    )
    const misspelt = text.replace('timeout-minutes:', 'timeout-minute:')

    expect(workflowErrors(text)).toEqual([])
    expect(workflowErrors(misspelt).join()).toContain('timeout-minute')
  })

  test('the pipeline is one by the schema of GitLab, and a key it does not know is found', async () => {
    const text = one(
      printers['gitlab-ci'](installation({ configInRepository: odd, written: [odd] })),
    )
    const misspelt = text.replace('resource_group:', 'resource_grup:')

    expect(await pipelineJobs(text)).toContain('tracker')
    await expect(pipelineJobs(misspelt)).rejects.toThrow(/'resource_grup' property is not expected/)
  })

  test('GitHub gets its tokens from secrets, whose names may not begin with GITHUB_', () => {
    const text = one(printers['github-actions'](installation()))

    expect(text).toMatch(
      /GITHUB_TOKEN: \$\{\{ secrets\.TRACKER_GITHUB_TOKEN \|\| github\.token \}\}/,
    )
    expect(text).toMatch(/GITLAB_TOKEN: \$\{\{ secrets\.GITLAB_TOKEN \}\}/)
    expect(text).toContain('60 days')
    expect(text).toMatch(/uses: actions\/checkout@[0-9a-f]{40} # v/)
    // Nothing a forge or a person wrote is put into a script by GitHub's templates.
    const script = text.slice(text.indexOf('run: |'))
    expect(script).not.toContain('${{')
  })

  test.each(['github-actions', 'gitlab-ci'] as const)(
    'the script of %s commits what changed with the words of `tracker changes`, and nothing else',
    async (name) => {
      const text = one(printers[name](installation({ written: ['ada.md', 'gone.md'] })))
      const folder = testFolder({
        'work/config.json': '{}',
        'work/ada.md': 'old\n',
        'work/stranger.txt': 'x\n',
        'work/tracker.db': 'private\n',
        // Stands in for npx and the tracker.
        'bin/npx': `#!/bin/sh
shift 2
case $1 in
  run) echo new > ada.md; exit "\${CODE:-0}" ;;
  export) printf '%s\\n' '{"person":"ada","type":"pull-request"}' '{"person":"ada","type":"coverage"}' ;;
  changes) printf '+1 merged\\n\\nMerged:\\n- o/r 12: # one\\n' ;;
  import) echo imported ;;
esac
`,
      })
      const work = join(folder, 'work')
      execFileSync('chmod', ['+x', join(folder, 'bin/npx')])
      mkdirSync(join(folder, 'origin'))
      const env = { ...git, PATH: `${folder}/bin:${process.env['PATH']}`, HOME: folder }
      const inWork = async (program: string, ...args: string[]) =>
        (await run(program, args, { cwd: work, env })).stdout
      await inWork('git', 'init', '--quiet', '--initial-branch=main')
      await inWork('git', 'add', 'ada.md', 'config.json')
      await inWork('git', '-c', 'user.name=a', '-c', 'user.email=a', 'commit', '-qm', 'Begin')
      await inWork('git', 'init', '--quiet', '--bare', '../origin')
      await inWork('git', 'remote', 'add', 'origin', '../origin')
      await inWork('git', 'push', '--quiet', '--set-upstream', 'origin', 'main')
      const script = scriptOf(text).replace(/^ *git -c credential.*\n.*$/m, 'git push')
      const log = () => inWork('git', 'log', '--format=%B', '--name-only', 'origin/main', '-1')

      const first = await inWork('/bin/sh', '-c', script)
      const committed = await log()
      const second = await inWork('/bin/sh', '-c', script)
      const count = await inWork('git', 'rev-list', '--count', 'HEAD')
      const partial = run('/bin/sh', ['-c', script], { cwd: work, env: { ...env, CODE: '3' } })

      expect(first).not.toContain('imported')
      expect(second).toContain('imported')
      expect(committed).toBe(
        '+1 merged\n\nMerged:\n- o/r 12: # one\n\n\nada.md\ncontributions.ndjson\n',
      )
      expect(readFileSync(join(work, 'contributions.ndjson'), 'utf8')).toBe(
        '{"person":"ada","type":"pull-request"}\n',
      )
      expect(count).toBe('2\n')
      await expect(partial).rejects.toMatchObject({ code: 3 })
    },
  )
})

/** What GitHub's own parser, which its editors use, has against a workflow. */
function workflowErrors(content: string): readonly string[] {
  const file = { name: '.github/workflows/tracker.yml', content }
  const { context } = parseWorkflow(file, new NoOperationTraceWriter())
  return context.errors.getErrors().map(({ message }) => message)
}

/**
 * What a pipeline consists of, by gitlab-ci-local: it ships the `ci.json` that GitLab's editor checks with.
 * @throws what the schema has against it
 */
async function pipelineJobs(text: string): Promise<string> {
  const folder = testFolder({ '.gitlab-ci.yml': text })
  const program = fileURLToPath(import.meta.resolve('gitlab-ci-local'))
  const env = { PATH: process.env['PATH'] ?? '', HOME: folder, GIT_CONFIG_NOSYSTEM: '1' }
  execFileSync('git', ['init', '--quiet'], { cwd: folder, env })
  execFileSync('git', ['remote', 'add', 'origin', 'https://gitlab.example/ada/resume.git'], {
    cwd: folder,
    env,
  })
  const { stdout } = await run(
    process.execPath,
    [program, '--list-csv', '--variable', 'CI_PIPELINE_SOURCE=schedule'],
    { cwd: folder, env },
  )
  return stdout
}

/** The block after `run: |` or the last `- |`, as a shell gets it. */
function scriptOf(text: string): string {
  const block = text.slice(text.lastIndexOf('|\n') + 2)
  const indent = /^ */.exec(block)?.[0] ?? ''
  return block
    .split('\n')
    .map((line) => line.slice(indent.length))
    .join('\n')
}

test.each(schedulerNames)('%s ends in one line feed and prints no token', (name) => {
  for (const { text } of printers[name](installation())) {
    expect(text).toMatch(/[^\n]\n$/)
    expect(text).not.toMatch(/ghp_|glpat-/)
  }
})

test('fields are read with names, lists, ranges and steps', () => {
  expect(readCron('*/15 8-10 1,15 JAN,feb sun')).toEqual({
    minute: [0, 15, 30, 45],
    hour: [8, 9, 10],
    dayOfMonth: [1, 15],
    month: [1, 2],
    dayOfWeek: [0],
  })
  expect(readCron('0 6 * * 5-7').dayOfWeek).toEqual([0, 5, 6])
  expect(readCron('10/20 * * * *').minute).toEqual([10, 30, 50])
})

test.each(['0 6 L * *', '0 6 * * 1#2', '0 6 15W * *', '5-1 * * * *', '*/0 * * * *'])(
  '`%s` is refused with a sentence',
  (cron) => {
    expect(() => readCron(cron)).toThrow(/^Cannot write `.*` for another program: /)
  },
)
