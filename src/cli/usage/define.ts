import type { Command } from 'commander'
import type { Context } from '../context.ts'
import type { ExitCode } from '../exit-codes.ts'
import { addCommandHelp, type Words } from './help.ts'

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

/** Adds a command with the options every command has. */
export function addCommand(parent: Command, usage: string, words: Words): Command {
  const command = describe(parent.command(usage), words)
  return command
    .option('--config <file>', 'configuration file (default: $TRACKER_CONFIG, else ./config.json)')
    .option('--json', 'print one JSON object for machines')
}

/** Gives a command its help. */
export function describe(command: Command, words: Words): Command {
  const { summary, details, argument } = words
  command.summary(summary).description(details === undefined ? summary : `${summary}\n\n${details}`)
  const [first] = command.registeredArguments
  if (first !== undefined && argument !== undefined) first.description = argument
  addCommandHelp(command, words)
  return command
}

/** Loads a command's module and runs it. */
export function act<Options>(running: Running, load: () => Promise<Action<Options>>) {
  return async (people: readonly string[], options: Options): Promise<void> => {
    running.code = await (await load())(people, options, running.context)
  }
}
