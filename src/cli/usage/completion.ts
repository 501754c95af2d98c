import { Argument, type Command } from 'commander'
import { type CommandWords, type ShellName, shellNames } from '../shells.ts'
import { describe, type Running } from './define.ts'

export function addCompletion(program: Command, running: Running): void {
  describe(program.command('completion'), {
    summary: 'Print a script that lets a shell complete commands and options.',
    examples: ['eval "$(tracker completion bash)"', 'tracker completion fish | source'],
    exits: { 0: 'done', 2: 'wrong usage' },
  })
    .addArgument(new Argument('<shell>', 'which one').choices(shellNames))
    .action(async (shell: ShellName) => {
      const { completionScript } = await import('../commands/completion.ts')
      running.context.stdout.write(completionScript(shell, wordsOf(program)))
    })
}

/** What a shell may complete. */
function wordsOf(program: Command): readonly CommandWords[] {
  return program.commands.map((each) => ({
    name: each.name(),
    summary: each.summary(),
    options: [...each.options, ...each.commands.flatMap(({ options }) => options)]
      .map(({ long, description }) => ({ flag: long ?? '', summary: description }))
      .filter(({ flag }, index, all) => all.findIndex((other) => other.flag === flag) === index),
    words: [
      ...each.commands.map((sub) => sub.name()),
      ...each.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []),
    ],
  }))
}
