import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { findConfig, parseConfig } from '../../config/load.ts'
import { writeIfDifferent } from '../../files/write-file.ts'
import { forgeKinds, kindFacts } from '../../forge/kinds.ts'
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
import { firstSteps, next } from '../init/first-steps.ts'
import type { InitOptions } from '../init/options.ts'
import { type ReadResume, readResume } from '../init/resume.ts'
import { type ChosenConfig, writtenConfig } from '../init/written-config.ts'
import { say, sayJson } from '../output.ts'

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
  tell(path, chosen, resume, checked, options, context)
  const step = { config: path, file: adoptable(chosen, file), code: codeOf(checked) }
  const taken = await firstSteps(step, options, context)
  if (options.json === true) {
    const { sync, adopt } = taken
    sayJson(context.stdout, { config: path, accounts: checked, sync, adopt })
  } else say(context.stdout, next(step, taken, options))
  return taken.code
}

/** A résumé with a section whose words `adopt` can keep up to date; null where it has none, or is live already. */
function adoptable({ resume }: ChosenConfig, file: string | undefined): string | null {
  const [section] = resume?.sections ?? []
  const hasOwn = section?.heading !== undefined && section.after === undefined
  return file !== undefined && hasOwn ? file : null
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
  resume: ReadResume | null,
  checked: readonly CheckedAccount[],
  options: InitOptions,
  context: Context,
): void {
  for (const { problem } of checked) if (problem !== null) say(context.stderr, problem)
  if (options.json === true) return
  say(context.stdout, `${path}: written`)
  for (const { host, login, id } of checked) {
    say(context.stdout, `  account ${host}/${login}${id === null ? ' (not checked)' : ''}`)
  }
  // At a terminal it was asked for.
  if (context.ask === undefined) {
    for (const line of withoutAccount(chosen, resume)) say(context.stderr, line)
  }
  const unnamed = resume?.regions.length === 0 ? 'at its end' : 'its markers'
  for (const section of chosen.resume?.sections ?? []) {
    const where = section.after === undefined ? '' : `, written after "${section.after}"`
    const place = section.heading === undefined ? unnamed : `"${section.heading}"${where}`
    say(context.stdout, `  ${chosen.resume?.file}: section ${place}`)
  }
  const others = resume?.section?.others ?? []
  if (others.length > 0 && options.section === undefined) {
    const named = others.map((heading) => `"${heading}"`).join(', ')
    say(context.stdout, `  it may also be ${named}: \`--section\` takes another`)
  }
}

/** What it links where nobody's account is known is in no section. */
function withoutAccount({ accounts }: ChosenConfig, resume: ReadResume | null): string[] {
  return forgeKinds.flatMap((kind) => {
    const { host } = new URL(kindFacts[kind].home)
    if (!resume?.hosts.includes(host) || accounts.some(({ forge }) => forge === kind)) return []
    return `${resume.file} links ${host}, but no profile there; \`--${kind} LOGIN\` with \`--force\` adds the account`
  })
}

function codeOf(checked: readonly CheckedAccount[]): ExitCode {
  const codes = { found: 0, unknown: 1, auth: 4, unreachable: 3 } as const
  return mostSevere(exitCodes.done, ...checked.map(({ outcome }) => codes[outcome]))
}
