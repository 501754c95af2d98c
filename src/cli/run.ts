import type { Context } from './context.ts'
import type { ExitCode } from './exit-codes.ts'
import { version } from './version.ts'

/**
 * Runs one command line.
 * @param argv without node and script
 * @returns the exit code; never throws and never calls `process.exit`
 */
export async function run(argv: readonly string[], context: Context): Promise<ExitCode> {
  // Asked for most often by scripts and prompts, so nothing is loaded for it.
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
    context.stdout.write(`${version()}\n`)
    return 0
  }
  try {
    const { runProgram } = await import('./program.ts')
    return await runProgram(argv, context)
  } catch (error) {
    const { explain } = await import('./explain.ts')
    return explain(error, context)
  }
}
