import { Command, CommanderError } from 'commander'
import type { Context } from './context.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { safe } from './output.ts'
import { addCompletion } from './usage/completion.ts'
import { addExport, addImport, addPrint } from './usage/data.ts'
import type { Running } from './usage/define.ts'
import { addProgramHelp } from './usage/help.ts'
import { addSchedule } from './usage/schedule.ts'
import { addAdopt, addDoctor, addInit } from './usage/set-up.ts'
import { addReport, addRun, addSync } from './usage/sync-and-report.ts'
import { addAudit, addChanges, addStatus } from './usage/tell.ts'
import { version } from './version.ts'

/** In the order of the help. */
const adders = [
  addInit,
  addSync,
  addReport,
  addRun,
  addStatus,
  addChanges,
  addExport,
  addImport,
  addAdopt,
  addAudit,
  addPrint,
  addDoctor,
  addSchedule,
  addCompletion,
]

/**
 * Reads the command line and runs the command it names.
 * @throws what the command throws
 */
export async function runProgram(argv: readonly string[], context: Context): Promise<ExitCode> {
  const running: Running = { context, code: exitCodes.done }
  try {
    await createProgram(running).parseAsync([...argv], { from: 'user' })
    return running.code
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    // It has said itself what is wrong; help and version end this way too.
    return error.exitCode === 0 ? exitCodes.done : exitCodes.usage
  }
}

/** Every command with its options and its help. */
export function createProgram(running: Running): Command {
  const { stdout, stderr } = running.context
  const program = new Command('tracker')
  program
    .description(
      'Keeps open-source résumés true: merged pull requests and reviews from GitHub and GitLab.',
    )
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'Print this help, or that of a command.')
    .showHelpAfterError('(tracker --help lists the commands)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(safe(text)),
      getOutHelpWidth: () => stdout.columns ?? 100,
      getErrHelpWidth: () => stderr.columns ?? 100,
    })
  addProgramHelp(program)
  for (const add of adders) add(program, running)
  return program
}
