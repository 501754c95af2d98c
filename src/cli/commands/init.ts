import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { findConfig, parseConfig } from '../../config/load.ts'
import { writeIfDifferent } from '../../files/write-file.ts'
import type { Context } from '../context.ts'
import {
  CommandFailedError,
  type ExitCode,
  exitCodes,
  mostSevere,
  UsageError,
} from '../exit-codes.ts'
import { type CheckedAccount, checkAccounts } from '../init/accounts.ts'
import { choose } from '../init/choose.ts'
import type { InitOptions } from '../init/options.ts'
import { readResume } from '../init/resume.ts'
import { type ChosenConfig, writtenConfig } from '../init/written-config.ts'
import { say, sayJson } from '../output.ts'
import { syncCommand } from './sync.ts'

/**
 * Writes a configuration for one person, from a résumé, flags, and on a terminal from answers. Nothing is written when a
 * login does not exist; a missing token is told and ends with 4 after the file is written.
 */
export async function initCommand(
  [file]: readonly string[],
  options: InitOptions,
  context: Context,
): Promise<ExitCode> {
  const path = findConfig(options, context.env, context.cwd)
  refuseExisting(path, options)
  const folder = dirname(path)
  const resume = file === undefined ? null : await readResume(file, context.cwd, folder)
  const chosen = await choose(resume, options, context)
  // Every mistake is told before anything is asked of a forge.
  const config = parseConfig(writtenConfig(chosen, folder), path)
  const checked = options.check === false ? [] : await checkAccounts(config, context)
  const unknown = checked.filter(({ outcome }) => outcome === 'unknown')
  if (unknown.length > 0) {
    throw new CommandFailedError(unknown.map(({ problem }) => problem).join('\n'))
  }
  await writeIfDifferent(path, writtenConfig(withNumbers(chosen, checked), folder))
  tell(path, chosen, checked, options, context)
  const code = codeOf(checked)
  if (!(await wantsSync(code, options, context))) return code
  return mostSevere(
    code,
    await syncCommand([], { config: path, json: options.json === true }, context),
  )
}

function refuseExisting(path: string, { force }: InitOptions): void {
  if (force === true || !existsSync(path)) return
  throw new UsageError(
    `Cannot write ${path}: there is one already; \`--force\` replaces it, \`--config FILE\` writes another`,
  )
}

/** The number stays when the login is renamed. */
function withNumbers(chosen: ChosenConfig, checked: readonly CheckedAccount[]): ChosenConfig {
  const accounts = chosen.accounts.map(({ forge, login }, index) => {
    const found = checked[index]
    return found === undefined || found.id === null
      ? { forge, login }
      : { forge, login: found.login, id: found.id }
  })
  return { ...chosen, accounts }
}

function tell(
  path: string,
  chosen: ChosenConfig,
  checked: readonly CheckedAccount[],
  options: InitOptions,
  context: Context,
): void {
  for (const { problem } of checked) if (problem !== null) say(context.stderr, problem)
  if (options.json === true) {
    sayJson(context.stdout, { config: path, accounts: checked })
    return
  }
  const section = chosen.resume?.sections[0]
  say(context.stdout, `${path}: written`)
  for (const { host, login, id } of checked) {
    say(context.stdout, `  account ${host}/${login}${id === null ? ' (not checked)' : ''}`)
  }
  if (chosen.resume !== null && section !== undefined) {
    const where = section.after === undefined ? '' : `, written after "${section.after}"`
    const place = section.heading === undefined ? 'its markers' : `"${section.heading}"${where}`
    say(context.stdout, `  ${chosen.resume.file}: section ${place}`)
  }
  say(
    context.stdout,
    'next: `tracker run` fetches and reports; `tracker report --dry-run` only shows',
  )
}

function codeOf(checked: readonly CheckedAccount[]): ExitCode {
  const codes = { found: 0, unknown: 1, auth: 4, unreachable: 3 } as const
  return mostSevere(exitCodes.done, ...checked.map(({ outcome }) => codes[outcome]))
}

async function wantsSync(code: ExitCode, options: InitOptions, context: Context): Promise<boolean> {
  if (options.sync !== undefined || context.ask === undefined || code !== exitCodes.done) {
    return options.sync === true
  }
  return /^y(es)?$/i.test(await context.ask('Fetch the contributions now? [y/N] '))
}
