import type { Config } from '../../config/config.ts'
import { ConfigError } from '../../config/config-error.ts'
import { findConfig, loadConfig } from '../../config/load.ts'
import type { Context } from '../context.ts'
import { checkDocuments } from '../doctor/documents.ts'
import { type Finding, fine } from '../doctor/finding.ts'
import { checkForges } from '../doctor/forges.ts'
import { checkCertificates, checkDatabase, checkNode } from '../doctor/machine.ts'
import { type ExitCode, exitCodes, UsageError } from '../exit-codes.ts'
import { say, sayJson } from '../output.ts'
import { type FixOptions, fixEncoding } from './fix-encoding.ts'

interface DoctorOptions extends FixOptions {
  readonly fixEncoding?: boolean
}

/**
 * Looks at everything that a run needs, changes nothing, and says what to do. Ends with 4 for a token, 2 for the
 * configuration, 1 for anything else that keeps a run from working; warnings end with 0.
 */
export async function doctorCommand(
  files: readonly string[],
  options: DoctorOptions,
  context: Context,
): Promise<ExitCode> {
  if (options.fixEncoding === true) return fixEncoding(files, options, context)
  if (options.write === true || files.length > 0) {
    const given = options.write === true ? '`--write`' : 'files'
    throw new UsageError(`Cannot take ${given} without \`--fix-encoding\`: nothing else is written`)
  }
  const findings = await examine(options, context)
  if (options.json === true) sayJson(context.stdout, { findings })
  else for (const finding of findings) tell(finding, context)
  const problems = findings.filter(({ state }) => state === 'problem')
  if (problems.some(({ check }) => check === 'configuration')) return exitCodes.usage
  if (problems.some(({ check }) => check === 'token')) return exitCodes.auth
  return problems.length > 0 ? exitCodes.failed : exitCodes.done
}

async function examine(options: DoctorOptions, context: Context): Promise<readonly Finding[]> {
  const loaded = configuration(options, context)
  if ('finding' in loaded) return [checkNode(), loaded.finding]
  const { config } = loaded
  const accounts = config.people.reduce((sum, person) => sum + person.accounts.length, 0)
  return [
    checkNode(),
    ...checkCertificates(context.env),
    fine(
      'configuration',
      config.path,
      `${counted(config.people.length, 'person', 'people')}, ${counted(accounts, 'account', 'accounts')}`,
    ),
    ...(await checkForges(config, context)),
    ...checkDatabase(config),
    ...(await checkDocuments(config)),
  ]
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`
}

function configuration(
  options: DoctorOptions,
  context: Context,
): { readonly config: Config } | { readonly finding: Finding } {
  const path = findConfig(options, context.env, context.cwd)
  try {
    return { config: loadConfig(path) }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return {
      finding: {
        check: 'configuration',
        state: 'problem',
        subject: path,
        message: error.message,
        fix: 'correct it, or write a new one with `tracker init`',
      },
    }
  }
}

function tell({ state, check, subject, message, fix }: Finding, context: Context): void {
  say(context.stdout, `${state.padEnd(7)}  ${check}: ${subject}: ${message}`)
  if (fix !== null) say(context.stdout, `         fix: ${fix}`)
}
