import { Argument, type Command } from 'commander'
import { type CommandWords, type ShellName, shellNames } from '../shells.ts'
import type { Running } from './define.ts'

export function addCompletion(program: Command, running: Running): void {
  program
    .command('completion')
    .description('Print a script that lets a shell complete commands and options.')
    .addArgument(new Argument('<shell>', 'which one').choices(shellNames))
    .addHelpText('after', '\nExamples:\n  $ eval "$(tracker completion bash)"')
    .action(async (shell: ShellName) => {
      const { completionScript } = await import('../commands/completion.ts')
      running.context.stdout.write(completionScript(shell, wordsOf(program)))
    })
}

/** What a shell may complete. */
function wordsOf(program: Command): readonly CommandWords[] {
  return program.commands.map((each) => ({
    name: each.name(),
    summary: each.description(),
    options: [...each.options, ...each.commands.flatMap(({ options }) => options)]
      .map(({ long, description }) => ({ flag: long ?? '', summary: description }))
      .filter(({ flag }, index, all) => all.findIndex((other) => other.flag === flag) === index),
    words: [
      ...each.commands.map((sub) => sub.name()),
      ...each.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []),
    ],
  }))
}
