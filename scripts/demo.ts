/**
 * `npm run demo`: two invented people on an invented GitHub and GitLab, on this machine only. Writes a configuration and
 * two résumés into `demo/`, fetches and regenerates them through the real command line, and shows what changed.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fictionalPeople, fictionalWorld } from '../test/sandbox/fictional.ts'
import { startSandbox } from '../test/sandbox/server.ts'
import { forges, tracker } from './accept/tracker.ts'
import { markdownResume, textResume } from './demo/resumes.ts'

const folder = fileURLToPath(new URL('../demo', import.meta.url))
const { mara, teo } = fictionalPeople

function config(sandbox: Parameters<typeof forges>[0]): unknown {
  const accounts = ({ github, gitlab }: { github: string; gitlab: string }) => [
    { forge: 'github', login: github, commands: true },
    { forge: 'gitlab', login: gitlab },
  ]
  const select = { since: '2024-01-01' }
  const max = { entries: 3, highlights: 3, links: 3 }
  return {
    $schema: '../config.schema.json',
    database: 'tracker.db',
    forges: forges(sandbox),
    people: [
      {
        id: 'mara',
        name: mara.name,
        timezone: 'Africa/Nairobi',
        accounts: accounts(mara),
        ledger: 'reports/mara.md',
        resumes: [
          {
            file: 'mara.md',
            sections: [{ id: 'oss', heading: 'Open Source Contributions', select, max }],
          },
        ],
      },
      {
        id: 'teo',
        name: teo.name,
        accounts: accounts(teo),
        ledger: 'reports/teo.md',
        resumes: [
          {
            file: 'teo.txt',
            sections: [{ id: 'oss', heading: 'OPEN SOURCE', after: 'EXPERIENCE', select, max }],
          },
        ],
      },
    ],
  }
}

function write(name: string, text: string): void {
  const path = join(folder, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

/** Runs one command as a person would and shows it; a command that fails fails the demo. */
async function show(args: readonly string[]): Promise<void> {
  process.stdout.write(`\n$ tracker ${args.join(' ')}\n`)
  const { code, stdout, stderr } = await tracker(args, folder)
  process.stdout.write(stdout)
  process.stderr.write(stderr)
  if (code !== 0) throw new Error(`\`tracker ${args.join(' ')}\` ended with ${code}`)
}

const started = performance.now()
rmSync(folder, { recursive: true, force: true })
const sandbox = await startSandbox({ world: fictionalWorld() })
try {
  write('config.json', `${JSON.stringify(config(sandbox), null, 2)}\n`)
  write('mara.md', markdownResume)
  write('teo.txt', textResume)
  const asOf = ['--as-of', new Date(sandbox.now()).toISOString().slice(0, 10)]
  await show(['sync'])
  await show(['report', '--dry-run', ...asOf])
  await show(['report', ...asOf])
  await show(['report', '--check', ...asOf])
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  const here = relative(process.cwd(), folder) || '.'
  process.stdout.write(
    `\n${sandbox.requests.length} requests, ${seconds} s. The files are in ${here}/: mara.md, teo.txt, reports/, tracker.db\n`,
  )
} finally {
  await sandbox.close()
}
