import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, extname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Config } from '../../config/config.ts'
import type { Installation } from '../../schedule/print/installation.ts'
import type { SchedulerName } from '../../schedule/print/names.ts'
import { printers } from '../../schedule/print/printers.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodes, UsageError } from '../exit-codes.ts'
import type { CommonOptions } from '../options.ts'
import { say, sayJson } from '../output.ts'
import { openConfig } from '../workspace.ts'

/** Prints what tells `scheduler` to run `tracker run` at the configured times. Touches no file, sends no request. */
export async function schedulePrintCommand(
  [scheduler = 'cron']: readonly string[],
  options: CommonOptions,
  context: Context,
): Promise<ExitCode> {
  const config = openConfig(options, context)
  const files = printers[scheduler as SchedulerName](installationOf(config, context))
  if (options.json === true) sayJson(context.stdout, { scheduler, files })
  else if (files.length === 1) say(context.stdout, (files[0]?.text ?? '').trimEnd())
  else {
    const texts = files.map(({ path, text }) => `# ${path}\n${text}`)
    say(context.stdout, texts.join('\n').trimEnd())
  }
  return exitCodes.done
}

function installationOf(config: Config, context: Context): Installation {
  const { schedule } = config
  if (schedule === null) {
    throw new UsageError(
      `Cannot print a schedule: ${config.path} has no \`schedule\`; add { "cron": "0 6 * * *", "timezone": "UTC" }`,
    )
  }
  const root = workTreeOf(config.folder) ?? config.folder
  const script = fileURLToPath(new URL(`../../main${extname(import.meta.url)}`, import.meta.url))
  const program = [process.execPath, script]
  const unprintable = [...program, config.path].find((path) => /\p{Cc}/u.test(path))
  if (unprintable !== undefined) {
    throw new UsageError(
      `Cannot print a schedule: the path ${JSON.stringify(unprintable)} holds a control character; rename the folder`,
    )
  }
  return {
    schedule,
    program,
    config: config.path,
    configInRepository: inRepository(root, config.path),
    written: writtenFiles(config).map((path) => inRepository(root, resolve(config.folder, path))),
    variables: variablesOf(config),
    home: context.env['HOME'] ?? homedir(),
  }
}

/** Documents, what stands beside them, and ledgers: nothing else may be committed, least of all the database. */
function writtenFiles({ people }: Config): readonly string[] {
  const files = people.flatMap(({ resumes, ledger }) => [
    ...resumes.flatMap(({ file }) => [file, `${file}.tracker.json`]),
    ...(ledger === null ? [] : [ledger.written]),
  ])
  return [...new Set(files)]
}

/** Of the forges that accounts are on. */
function variablesOf({ people }: Config): readonly string[] {
  const sources = people.flatMap(({ accounts }) =>
    accounts.flatMap(({ forge }) => forge.tokenSources),
  )
  return [...new Set(sources.flatMap((source) => ('env' in source ? [source.env] : [])))].sort()
}

/** With the wildcards of a pattern, which git is told to read as such. */
function inRepository(root: string, path: string): string {
  const inside = relative(root, path).split(sep).join('/')
  return /[*?[\]]/.test(inside) ? `:(glob)${inside}` : inside
}

function workTreeOf(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at
    if (at === dirname(at)) return undefined
  }
}
