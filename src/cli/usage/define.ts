import type { Command } from 'commander'
import type { Context } from '../context.ts'
import type { ExitCode } from '../exit-codes.ts'

/** What a command's module exports: loaded only when that command runs. */
export type Action<Options> = (
  people: readonly string[],
  options: Options,
  context: Context,
) => Promise<ExitCode>

/** One reading of the command line: what the world lends, and where the exit code goes. */
export interface Running {
  readonly context: Context
  code: ExitCode
}

/** What the help of a command says beside its arguments and options. */
export interface Words {
  readonly summary: string
  /** Command lines without `tracker `. */
  readonly examples: readonly string[]
}

/** Adds a command with the options every command has. */
export function addCommand(parent: Command, usage: string, words: Words): Command {
  return parent
    .command(usage)
    .description(words.summary)
    .option('--config <file>', 'configuration file')
    .option('--json', 'print one JSON object for machines')
    .addHelpText(
      'after',
      `\nExamples:\n${words.examples.map((line) => `  $ tracker ${line}`).join('\n')}`,
    )
}

/** Loads a command's module and runs it. */
export function act<Options>(running: Running, load: () => Promise<Action<Options>>) {
  return async (people: readonly string[], options: Options): Promise<void> => {
    running.code = await (await load())(people, options, running.context)
  }
}
